import { EventEmitter } from 'node:events'
import { ethereumDialect, openLocalConnection, type RpcParams, type RpcTable } from '@pegzone/rpc'
import type { OnError } from '../report.ts'

/** EIP-1193: what ethers' BrowserProvider and viem's custom transport take. No port, no socket. */
export interface Eip1193Provider {
  request(call: {
    readonly method: string
    readonly params?: readonly unknown[] | object | undefined
  }): Promise<unknown>
  /** `message` carries eth_subscription notifications. */
  on(event: string, listener: (...values: readonly never[]) => void): this
  removeListener(event: string, listener: (...values: readonly never[]) => void): this
}

export interface OpenProvider extends Eip1193Provider {
  close(): void
}

export function createEthereumProvider(table: RpcTable, onError: OnError): OpenProvider {
  const events = new EventEmitter()
  const connection = openLocalConnection({
    table,
    dialect: ethereumDialect,
    onError,
    onMessage(message) {
      const { method, params } = message as { readonly method: string; readonly params: unknown }
      events.emit('message', { type: method, data: params })
    },
  })
  return {
    request: ({ method, params = [] }) => connection.call(method, params as RpcParams),
    on(event, listener) {
      events.on(event, listener as (...values: unknown[]) => void)
      return this
    },
    removeListener(event, listener) {
      events.off(event, listener as (...values: unknown[]) => void)
      return this
    },
    close() {
      events.removeAllListeners()
      connection.close()
    },
  }
}
