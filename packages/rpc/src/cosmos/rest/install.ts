import type { FastifyInstance } from 'fastify'
import { anyOrigin, preflightHeaders } from '../../server/cors.ts'
import type { CosmosBackend, NodeOptions } from '../backend.ts'
import { GatewayError, gatewayBody } from './error.ts'
import { gatewayStatus } from './gateway.ts'
import { addNodeRoutes } from './node-routes.ts'
import { BadInput, type PathParams, type QueryParams, type QueryRoute } from './route.ts'
import { queryRoutes } from './routes.ts'
import { addTxRoutes } from './tx-routes.ts'

export interface InstallOptions extends NodeOptions {
  readonly backend: CosmosBackend
  readonly onError: (error: unknown, method: string) => void
}

/** Everything the gateway answers: CORS, errors, queries, node and tx service. */
export function installRoutes(app: FastifyInstance, options: InstallOptions): void {
  addCors(app)
  addErrors(app, options.onError)
  for (const route of queryRoutes) addQueryRoute(app, options.backend, route)
  addNodeRoutes(app, options.backend, options)
  addTxRoutes(app, options.backend)
}

function addCors(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(anyOrigin)
    if (request.method !== 'OPTIONS') return
    return reply.code(204).headers(preflightHeaders(request.headers, 'GET, POST, OPTIONS')).send()
  })
}

const heightHeader = 'x-cosmos-block-height'

function addQueryRoute(app: FastifyInstance, { chain }: CosmosBackend, route: QueryRoute): void {
  app.get<{ Params: PathParams; Querystring: QueryParams }>(route.url, async (request, reply) => {
    const asked = request.headers[heightHeader]
    const height = typeof asked === 'string' && /^\d{1,15}$/.test(asked) ? Number(asked) : undefined
    const answer = await chain.query(route.method, route.encode(request.params, single(request.query)), height)
    if (answer.code !== 0) {
      const { http, code, message } = gatewayStatus(answer)
      throw new GatewayError(http, code, message)
    }
    reply.header(`grpc-metadata-${heightHeader}`, String(answer.height))
    return route.render(answer.value)
  })
}

/** `?a=1&a=2` arrives as a list; the last one wins. */
function single(query: Readonly<Record<string, string | readonly string[] | undefined>>): QueryParams {
  return Object.fromEntries(
    Object.entries(query).map(([key, value]) => [key, typeof value === 'object' ? value.at(-1) : value]),
  )
}

function addErrors(app: FastifyInstance, onError: (error: unknown, method: string) => void): void {
  // Wallets probe for features: a path this chain does not have is 501, never 404.
  app.setNotFoundHandler((_, reply) => reply.code(501).send(gatewayBody(12, 'Not Implemented')))
  app.setErrorHandler((error: Error & { readonly statusCode?: number }, request, reply) => {
    if (error instanceof GatewayError) return reply.code(error.http).send(gatewayBody(error.code, error.message))
    if (error instanceof BadInput || (error.statusCode !== undefined && error.statusCode < 500)) {
      return reply.code(error.statusCode === 413 ? 413 : 400).send(gatewayBody(3, error.message))
    }
    onError(error, `${request.method} ${request.url}`)
    return reply.code(500).send(gatewayBody(13, 'internal error'))
  })
}
