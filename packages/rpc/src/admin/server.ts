import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import {
  adminActions,
  adminRoutes,
  apiErrorOf,
  fail,
  loadSchemas,
  type PacketFilter,
  packetStates,
  parsePacketId,
  sides,
  succeed,
} from '@pegzone/api'
import { type Outcome, ok, PegZoneError } from '@pegzone/outcome'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { WebSocketServer } from 'ws'
import { createApp } from '../server/app.ts'
import { type RpcRejection, rpcCatalogue } from '../server/catalogue.ts'
import { createGuard, type Guard, type GuardOptions } from '../server/guard.ts'
import { splitUrl } from '../server/http.ts'
import type { RpcLimits } from '../server/limits.ts'
import { loopback, urlOf } from '../server/listen.ts'
import { type Resume, watchByLines, watchBySocket } from './events.ts'
import type { AdminHandlers } from './handlers.ts'
import { createHub, type Hub } from './hub.ts'

export interface AdminServerOptions extends GuardOptions {
  readonly port: number
  readonly host?: string | undefined
  /** Of this run; POST needs it as `authorization: Bearer`. */
  readonly token: string
  /** Of the program, for `meta`. */
  readonly version: string
  readonly handlers: AdminHandlers
  readonly limits?: Partial<RpcLimits> | undefined
  readonly onError?: ((error: unknown, method: string) => void) | undefined
}

export interface AdminServer {
  readonly port: number
  readonly url: string
  close(): Promise<void>
}

/** Admin API v1 on one port: REST and the event stream. Refuses with RPC_PORT_IN_USE and its siblings. */
export async function createAdminServer(options: AdminServerOptions): Promise<Outcome<AdminServer, RpcRejection>> {
  const { handlers, host = loopback, onError = () => {} } = options
  const guard = createGuard(options)
  const hub = createHub(handlers, onError)
  const streams = new Set<() => void>()
  const made = await createApp({
    name: 'admin',
    port: options.port,
    host,
    limits: options.limits,
    routes(app, limits) {
      addGuards(app, guard, options.token)
      addErrors(app, options.version, onError)
      addReads(app, handlers, options.version)
      addActions(app, handlers, options.version)
      app.get(adminRoutes.events, (request, reply) => {
        reply.hijack()
        reply.raw.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' })
        track(streams, reply.raw, watchByLines(hub, reply.raw, resumeOf(request.url), limits.pingMs))
      })
      serveSockets(app, { guard, hub, streams, limits })
    },
  })
  if (!made.ok) return made
  const { port, close } = made.value
  return ok({
    port,
    url: urlOf('http', host, port),
    async close() {
      for (const end of streams) end()
      hub.close()
      await close()
    },
  })
}

function addGuards(app: FastifyInstance, guard: Guard, token: string): void {
  app.addHook('onRequest', async (request, reply) => {
    const { host, origin, authorization } = request.headers
    if (!guard.host(host)) throw refusal({ code: 'RPC_HOST_FORBIDDEN', host: host ?? '(none)' })
    if (!guard.origin(origin, host)) throw refusal({ code: 'RPC_ORIGIN_FORBIDDEN', origin: origin ?? '(none)' })
    if (origin !== undefined) reply.headers({ 'access-control-allow-origin': origin, vary: 'origin' })
    if (request.method === 'POST' && !sameToken(authorization, token)) throw refusal({ code: 'RPC_TOKEN_WRONG' })
  })
  app.options('*', async (_, reply) =>
    reply
      .code(204)
      .headers({
        'access-control-allow-methods': 'GET, POST, OPTIONS',
        'access-control-allow-headers': 'authorization, content-type',
        'access-control-max-age': '600',
      })
      .send(),
  )
}

/** In constant time: hashes have one length whatever was sent. */
function sameToken(header: string | undefined, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`))
}

const statusOf: Readonly<Record<string, number>> = {
  RPC_HOST_FORBIDDEN: 403,
  RPC_ORIGIN_FORBIDDEN: 403,
  RPC_TOKEN_WRONG: 401,
  RPC_ROUTE_UNKNOWN: 404,
  RPC_PACKET_UNKNOWN: 404,
  RPC_ACTION_UNAVAILABLE: 501,
}

function addErrors(app: FastifyInstance, version: string, onError: (error: unknown, method: string) => void): void {
  function answer(reply: FastifyReply, error: unknown): FastifyReply {
    const status = error instanceof PegZoneError ? (statusOf[error.code] ?? 400) : 500
    return reply.code(status).send(fail(apiErrorOf(error), { version }))
  }
  app.setNotFoundHandler((request, reply) =>
    answer(reply, refusal({ code: 'RPC_ROUTE_UNKNOWN', method: request.method, path: splitUrl(request.url).path })),
  )
  app.setErrorHandler((error: Error & { readonly statusCode?: number }, request, reply) => {
    if (error instanceof PegZoneError) return answer(reply, error)
    // fastify's own: body too large, not JSON, wrong content type.
    if (error.statusCode !== undefined && error.statusCode < 500) {
      return answer(reply, refusal({ code: 'RPC_INPUT_INVALID', detail: error.message }))
    }
    onError(error, `${request.method} ${request.url}`)
    return answer(reply, error)
  })
}

function addReads(app: FastifyInstance, handlers: AdminHandlers, version: string): void {
  const meta = { version }
  app.get(adminRoutes.health, async () => succeed({ healthy: true }, meta))
  app.get(adminRoutes.status, async () => succeed(handlers.status(), meta))
  app.get(adminRoutes.heads, async () => succeed(handlers.heads(), meta))
  app.get(adminRoutes.books, async () => succeed(await handlers.books(), meta))
  app.get(adminRoutes.packets, async (request) => succeed(await handlers.packets(filterOf(request.query)), meta))
  app.get<{ Params: { '*': string } }>(`${adminRoutes.packets}/*`, async (request) => {
    const id = request.params['*']
    const packet = parsePacketId(id) && (await handlers.packet(id))
    if (packet === undefined) throw refusal({ code: 'RPC_PACKET_UNKNOWN', id })
    return succeed(packet, meta)
  })
  app.get(adminRoutes.schemas, async () => succeed((await loadSchemas()).jsonSchemas(), meta))
}

function addActions(app: FastifyInstance, handlers: AdminHandlers, version: string): void {
  app.post<{ Params: { action: string } }>(`${adminRoutes.actions}/:action`, async (request) => {
    const { action } = request.params
    const known = adminActions.find((name) => name === action)
    const run = known && (handlers.actions[known] as ((input: unknown) => unknown) | undefined)
    if (run === undefined) throw refusal({ code: 'RPC_ACTION_UNAVAILABLE', action })
    const input = request.body ?? {}
    if (typeof input !== 'object' || Array.isArray(input)) {
      throw refusal({ code: 'RPC_INPUT_INVALID', detail: 'the body must be a JSON object' })
    }
    return succeed(await run(input), { version })
  })
}

function filterOf(query: unknown): PacketFilter {
  const { state, source, pending, limit } = query as Readonly<Record<string, unknown>>
  const invalid = (detail: string): PegZoneError<RpcRejection> => refusal({ code: 'RPC_INPUT_INVALID', detail })
  const known = packetStates.find((name) => name === state)
  const side = sides.find((name) => name === source)
  const count = limit === undefined ? 100 : Number(limit)
  if (state !== undefined && known === undefined) throw invalid(`state is one of ${packetStates.join(', ')}`)
  if (source !== undefined && side === undefined) throw invalid(`source is one of ${sides.join(', ')}`)
  if (pending !== undefined && pending !== 'true' && pending !== 'false') throw invalid('pending is true or false')
  if (!Number.isInteger(count) || count < 1 || count > 1000) throw invalid('limit is 1 to 1000')
  return { state: known, source: side, pending: pending === undefined ? undefined : pending === 'true', limit: count }
}

interface SocketParts {
  readonly guard: Guard
  readonly hub: Hub
  readonly streams: Set<() => void>
  readonly limits: RpcLimits
}

function serveSockets(app: FastifyInstance, { guard, hub, streams, limits }: SocketParts): void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: 64 * 1024,
    perMessageDeflate: false,
    clientTracking: false,
  })
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const { host, origin } = request.headers
    const known = splitUrl(request.url).path === adminRoutes.events
    if (!known || !guard.host(host) || !guard.origin(origin, host)) {
      socket.end(`HTTP/1.1 ${known ? '403 Forbidden' : '404 Not Found'}\r\nconnection: close\r\n\r\n`)
      return
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      track(streams, client, watchBySocket(hub, client, resumeOf(request.url), limits.pingMs))
    })
  })
}

function track(streams: Set<() => void>, source: { on(event: 'close', done: () => void): unknown }, end: () => void) {
  streams.add(end)
  source.on('close', () => streams.delete(end))
}

function resumeOf(url: string | undefined): Resume {
  const query = new URLSearchParams(splitUrl(url).query)
  const since = query.get('since')
  return {
    run: query.get('run') ?? undefined,
    since: since !== null && /^\d{1,15}$/.test(since) ? Number(since) : undefined,
  }
}

function refusal(rejection: RpcRejection): PegZoneError<RpcRejection> {
  return new PegZoneError(rpcCatalogue, rejection)
}
