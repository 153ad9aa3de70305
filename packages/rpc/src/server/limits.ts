/** What one client may ask of the server. Every bound exists so that no client can make the process grow or stop. */
export interface RpcLimits {
  /** Bytes of one HTTP body or WebSocket message. */
  readonly bodyBytes: number
  /** Requests in one batch. ethers sends up to 100. */
  readonly batchLength: number
  /** Bytes of all answers of one batch; later ones are refused with -32003, as geth does. */
  readonly batchResponseBytes: number
  /** Arrays and objects inside each other in `params`. */
  readonly depth: number
  /** Open sockets, WebSockets included; more are dropped at accept. */
  readonly connections: number
  /** Above this many unsent bytes a WebSocket is no longer read from, until it drains. */
  readonly pauseBytes: number
  /** Above this many unsent bytes a WebSocket is cut off with close code 1013. */
  readonly bufferBytes: number
  /** Requests of one WebSocket that wait for an answer; above it the socket is not read from. */
  readonly inFlight: number
  /** An idle connection is kept this long. Node's 5 s make fetch clients fail when they block (UND_ERR_SOCKET). */
  readonly keepAliveMs: number
  /** A socket that has not sent whole headers by then is closed; also one that sends nothing at all. */
  readonly headersMs: number
  /** A request that has not arrived whole by then is closed with 408. */
  readonly requestMs: number
  /** No byte in either direction for this long ends an HTTP connection, also one that does not read its answer. */
  readonly idleMs: number
  /** A WebSocket is pinged this often; one that missed a whole round is terminated. */
  readonly pingMs: number
  /** How long `close` lets answers and close frames drain before it cuts. */
  readonly drainMs: number
}

export const defaultLimits: RpcLimits = {
  bodyBytes: 5 * 1024 * 1024,
  batchLength: 1000,
  batchResponseBytes: 25 * 1024 * 1024,
  depth: 64,
  connections: 1024,
  pauseBytes: 1024 * 1024,
  bufferBytes: 16 * 1024 * 1024,
  inFlight: 1024,
  keepAliveMs: 75_000,
  headersMs: 15_000,
  requestMs: 60_000,
  idleMs: 180_000,
  pingMs: 30_000,
  drainMs: 2_000,
}
