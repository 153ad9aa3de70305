import { cometDialect, openLocalConnection, RpcError, type RpcId, type RpcParams, type RpcTable } from '@pegzone/rpc'
import type { OnError } from '../report.ts'

/** A JSON-RPC request as CosmJS makes it. */
export interface CometRequest {
  readonly jsonrpc: '2.0'
  readonly id: number | string
  readonly method: string
  readonly params: unknown
}

export interface CometResponse {
  readonly jsonrpc: '2.0'
  readonly id: number | string
  readonly result: unknown
}

/** CosmJS's RpcClient: `Comet38Client.create(client)` then works without a port. Rejects as CosmJS's own clients do. */
export interface CometRpcClient {
  execute(request: CometRequest): Promise<CometResponse>
  disconnect(): void
}

export function createCometClient(table: RpcTable, onError: OnError): CometRpcClient {
  const connection = openLocalConnection({ table, dialect: cometDialect, onError })
  return {
    async execute({ id, method, params }) {
      try {
        const result = await connection.call(method, params as RpcParams, id as RpcId)
        return { jsonrpc: '2.0', id, result }
      } catch (error) {
        if (!(error instanceof RpcError)) throw error
        const { code, message, data } = error
        throw new Error(JSON.stringify({ code, message, ...(data !== undefined && { data }) }))
      }
    },
    disconnect: () => connection.close(),
  }
}
