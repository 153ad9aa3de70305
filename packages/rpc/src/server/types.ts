/** Positional or named, as they came. Absent or null params arrive as `[]`. Nothing in them is checked yet. */
export type RpcParams = readonly unknown[] | Readonly<Record<string, unknown>>

export type RpcId = string | number | null

/**
 * Who asks. One per WebSocket connection; every HTTP request shares one that has no `notify`.
 * `uri` is the GET form: params are then an object of raw query texts (`"quoted"`, `0x…`, `12`) that the method reads.
 * `local` is a caller in the same process (EIP-1193 provider, RpcClient object): it has `notify` when it can listen.
 */
export interface RpcContext {
  readonly transport: 'http' | 'uri' | 'ws' | 'local'
  /** Unique per connection while the process lives; 0 for plain HTTP, which has no state to hang on it. */
  readonly connection: number
  /**
   * Pushes one whole JSON-RPC message (object, or text that is already JSON) to the client, in order.
   * Undefined when the transport cannot push: refuse the subscription then. A client too slow to read is cut off.
   */
  readonly notify: ((message: object | string) => void) | undefined
  /** Runs once when the connection ends, also at server close. Without a connection (`http`) it never runs. */
  onClose(listener: () => void): void
}

/**
 * One method. Subscriptions: answer synchronously and notify later, so that the reply goes out before the first event.
 * Answers a JSON value (no bigint), a promise of one, or `RawJson`; throws `RpcError` for a client's mistake.
 * Anything else thrown is a bug: the client sees -32603 without its text, the server's `onError` sees all of it.
 * @param id of the request; CometBFT subscriptions answer with it again and again.
 */
export type RpcMethod = (params: RpcParams, context: RpcContext, id: RpcId) => unknown

/** Method name → method. A Map, so that `constructor` or `__proto__` is just an unknown name. */
export type RpcTable = ReadonlyMap<string, RpcMethod>

/** `rpcTable({ eth_chainId: () => '0x7a69' })`; later tables win over earlier ones. */
export function rpcTable(...parts: readonly (RpcTable | Readonly<Record<string, RpcMethod>>)[]): RpcTable {
  const table = new Map<string, RpcMethod>()
  for (const part of parts) {
    for (const [name, method] of part instanceof Map ? part : Object.entries(part)) table.set(name, method)
  }
  return table
}

/** What a client reads in `error`. `data` is left out of the wire when undefined. */
export class RpcError extends Error {
  override readonly name = 'RpcError'
  readonly code: number
  readonly data: unknown

  constructor(code: number, message: string, data?: unknown) {
    super(message)
    this.code = code
    this.data = data
  }
}

/** A result that is JSON text already; it goes onto the wire as it is. For hot answers that can be cached. */
export class RawJson {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** JSON-RPC 2.0 codes that both dialects use. */
export const rpcCodes = {
  parse: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internal: -32603,
  /** EIP-1474 "limit exceeded": batch too long, body too large. */
  limit: -32005,
} as const

/** Where the two JSON-RPC worlds differ. Values: `ethereumDialect`, `cometDialect`. */
export interface JsonRpcDialect {
  readonly name: 'ethereum' | 'cometbft'
  /** Upgrade is accepted on this path only; undefined: on any path. */
  readonly webSocketPath: string | undefined
  /** CometBFT also answers `GET /method?name=value`. */
  readonly uri: boolean
  /** May `params` be an object. Ethereum is positional only. */
  readonly namedParams: boolean
  methodNotFound(method: string): RpcError
  /** The shape of an unexpected failure: never more than this reaches the client. */
  internal(): RpcError
}
