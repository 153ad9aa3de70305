import {
  type JsonRpcDialect,
  RawJson,
  type RpcContext,
  RpcError,
  type RpcId,
  type RpcParams,
  type RpcTable,
  rpcCodes,
} from './types.ts'

/** A client in the same process, without a port: what an EIP-1193 provider or a CosmJS RpcClient is made of. */
export interface LocalConnection {
  /** The result as a client would read it from JSON. Rejects with RpcError as the wire would show it. */
  call(method: string, params?: RpcParams, id?: RpcId): Promise<unknown>
  /** Runs the close listeners of its subscriptions. */
  close(): void
}

export interface LocalConnectionOptions {
  readonly table: RpcTable
  readonly dialect: JsonRpcDialect
  /** Receives what a WebSocket would: whole JSON-RPC messages, parsed. Left out: subscriptions are refused. */
  readonly onMessage?: ((message: unknown) => void) | undefined
  readonly onError?: ((error: unknown, method: string) => void) | undefined
}

let opened = 0

export function openLocalConnection({ table, dialect, onMessage, onError }: LocalConnectionOptions): LocalConnection {
  const listeners: (() => void)[] = []
  let closed = false
  opened -= 1
  const context: RpcContext = {
    transport: 'local',
    // Negative: never the number of a WebSocket.
    connection: opened,
    notify:
      onMessage &&
      ((message) => closed || onMessage(typeof message === 'string' ? JSON.parse(message) : copy(message))),
    onClose(listener) {
      if (closed) listener()
      else listeners.push(listener)
    },
  }
  return {
    async call(name, params = [], id = null) {
      if (closed) throw new RpcError(rpcCodes.internal, 'the connection is closed')
      const method = table.get(name)
      if (method === undefined) throw dialect.methodNotFound(name)
      try {
        return copy(await method(params, context, id))
      } catch (error) {
        if (error instanceof RpcError) throw error
        onError?.(error, name)
        throw dialect.internal()
      }
    },
    close() {
      closed = true
      for (const listener of listeners.splice(0)) listener()
    },
  }
}

/** A private copy, so that no caller can change what the server holds; the same types as over the wire. */
function copy(value: unknown): unknown {
  if (value instanceof RawJson) return JSON.parse(value.text)
  return typeof value === 'object' ? JSON.parse(JSON.stringify(value)) : (value ?? null)
}
