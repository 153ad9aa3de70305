import type { AddressInfo } from 'node:net'
import { type Outcome, ok, refuse } from '@pegzone/outcome'
import type { FastifyInstance } from 'fastify'
import type { RpcRejection } from './catalogue.ts'
import { defaultLimits, type RpcLimits } from './limits.ts'
import { type Address, loopback, rejectionOf } from './listen.ts'

export interface App {
  readonly port: number
  readonly app: FastifyInstance
  close(): Promise<void>
}

export interface AppOptions extends Address {
  readonly limits?: Partial<RpcLimits> | undefined
  /** Registers hooks and routes. */
  readonly routes: (app: FastifyInstance, limits: RpcLimits) => void
}

/** A fastify server under the same limits as the JSON-RPC ports. fastify is loaded here and not at start-up. */
export async function createApp({
  routes,
  limits: given,
  ...address
}: AppOptions): Promise<Outcome<App, RpcRejection>> {
  // The default export: a bundled CommonJS module has no other when it is loaded lazily.
  const { default: fastify } = await import('fastify')
  const limits = { ...defaultLimits, ...given }
  const app = fastify({
    bodyLimit: limits.bodyBytes,
    keepAliveTimeout: limits.keepAliveMs,
    requestTimeout: limits.requestMs,
    connectionTimeout: limits.idleMs,
    forceCloseConnections: 'idle',
    http: { headersTimeout: limits.headersMs, connectionsCheckingInterval: Math.min(5_000, limits.headersMs) },
    // A query such as ?a=1&a=2 or a percent sign in a path is the client's business, never a crash.
    routerOptions: { maxParamLength: 256, ignoreTrailingSlash: true },
    exposeHeadRoutes: false,
  })
  app.server.maxConnections = limits.connections
  routes(app, limits)
  const { name, port, host = loopback } = address
  try {
    await app.listen({ port, host, exclusive: true })
  } catch (error) {
    await app.close()
    return refuse(rejectionOf(error as NodeJS.ErrnoException, name, port, host))
  }
  const bound = (app.server.address() as AddressInfo).port
  let closing: Promise<void> | undefined
  return ok({
    app,
    port: bound,
    close() {
      closing ??= closeApp(app, limits.drainMs)
      return closing
    },
  })
}

/** Answers under way may go out for `drainMs`, then every socket ends. */
async function closeApp(app: FastifyInstance, drainMs: number): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), drainMs)
  try {
    await app.close()
  } finally {
    clearTimeout(cut)
  }
}
