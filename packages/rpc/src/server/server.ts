import { createServer } from 'node:http'
import type { Duplex } from 'node:stream'
import { type Outcome, ok } from '@pegzone/outcome'
import { WebSocketServer } from 'ws'
import type { RpcRejection } from './catalogue.ts'
import { createDispatcher } from './dispatch.ts'
import { createHttpHandler, splitUrl } from './http.ts'
import { defaultLimits, type RpcLimits } from './limits.ts'
import { type Address, listen, loopback, urlOf } from './listen.ts'
import type { JsonRpcDialect, RpcTable } from './types.ts'
import { type Connection, openConnection } from './websocket.ts'

export interface RpcServerOptions extends Address {
  readonly dialect: JsonRpcDialect
  readonly table: RpcTable
  readonly limits?: Partial<RpcLimits> | undefined
  /** Sees the errors that are bugs, with the method they came from. Default: nobody. */
  readonly onError?: ((error: unknown, method: string) => void) | undefined
}

export interface RpcServer {
  readonly port: number
  readonly url: string
  readonly webSocketUrl: string
  /** Open WebSockets now. */
  readonly connections: number
  /** Stops accepting, lets answers under way go out (at most `drainMs`), says 1001 to WebSockets, ends every socket. */
  close(): Promise<void>
}

/** One port, HTTP and WebSocket, one method table. Refuses with RPC_PORT_IN_USE and its siblings. */
export async function createRpcServer(options: RpcServerOptions): Promise<Outcome<RpcServer, RpcRejection>> {
  const { dialect, table, onError = () => {}, host = loopback } = options
  const limits = { ...defaultLimits, ...options.limits }
  const dispatcher = createDispatcher({ table, dialect, limits, onError })
  let closing: Promise<void> | undefined

  const server = createServer(
    {
      keepAliveTimeout: limits.keepAliveMs,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: Math.min(5_000, limits.headersMs),
      noDelay: true,
    },
    createHttpHandler({
      dispatcher,
      dialect,
      methods: [...table.keys()],
      limits,
      closing: () => closing !== undefined,
    }),
  )
  server.maxConnections = limits.connections
  server.timeout = limits.idleMs

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.bodyBytes,
    perMessageDeflate: false,
    clientTracking: false,
  })
  const open = new Set<Connection>()
  let opened = 0
  let pinger: NodeJS.Timeout | undefined

  function ping(): void {
    for (const connection of open) {
      if (!connection.alive) connection.socket.terminate()
      else {
        connection.alive = false
        connection.socket.ping()
      }
    }
  }

  server.on('upgrade', (request, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const { path } = splitUrl(request.url)
    if (closing !== undefined || (dialect.webSocketPath !== undefined && path !== dialect.webSocketPath)) {
      socket.end(`HTTP/1.1 ${closing ? '503 Service Unavailable' : '404 Not Found'}\r\nconnection: close\r\n\r\n`)
      return
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      opened += 1
      const connection = openConnection({ id: opened, socket: client, dispatcher, limits, onError })
      open.add(connection)
      pinger ??= setInterval(ping, limits.pingMs).unref()
      client.on('close', () => {
        open.delete(connection)
        if (open.size > 0) return
        clearInterval(pinger)
        pinger = undefined
      })
    })
  })

  const bound = await listen(server, options)
  if (!bound.ok) return bound
  // After `listen` an error event can only be a failed accept (out of file descriptors): that client is lost, not the server.
  server.on('error', (error) => onError(error, 'accept'))

  function shutdown(): Promise<void> {
    return new Promise((resolve) => {
      const cut = setTimeout(() => server.closeAllConnections(), limits.drainMs)
      server.close(() => {
        clearTimeout(cut)
        clearInterval(pinger)
        resolve()
      })
      for (const connection of open) connection.end(1001, 'server is closing', limits.drainMs)
    })
  }

  return ok({
    port: bound.value,
    url: urlOf('http', host, bound.value),
    webSocketUrl: urlOf('ws', host, bound.value) + (dialect.webSocketPath ?? ''),
    get connections() {
      return open.size
    },
    close() {
      closing ??= shutdown()
      return closing
    },
  })
}
