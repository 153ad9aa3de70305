import { type Outcome, ok } from '@pegzone/outcome'
import { createApp } from '../../server/app.ts'
import type { RpcRejection } from '../../server/catalogue.ts'
import type { RpcLimits } from '../../server/limits.ts'
import { loopback, urlOf } from '../../server/listen.ts'
import type { CosmosBackend, NodeOptions } from '../backend.ts'

export interface RestServerOptions extends NodeOptions {
  readonly port: number
  readonly host?: string | undefined
  readonly backend: CosmosBackend
  readonly limits?: Partial<RpcLimits> | undefined
  readonly onError?: ((error: unknown, method: string) => void) | undefined
}

export interface RestServer {
  readonly port: number
  readonly url: string
  close(): Promise<void>
}

/**
 * The grpc-gateway of a Cosmos SDK node as far as wallets use it. Refuses with RPC_PORT_IN_USE and its siblings. Routes
 * and their codecs are loaded here and not at start-up.
 */
export async function createRestServer(options: RestServerOptions): Promise<Outcome<RestServer, RpcRejection>> {
  const { port, host = loopback, limits, onError = () => {} } = options
  const { installRoutes } = await import('./install.ts')
  const routes: Parameters<typeof createApp>[0]['routes'] = (app) => installRoutes(app, { ...options, onError })
  const made = await createApp({ name: 'rest', port, host, limits, routes })
  if (!made.ok) return made
  return ok({ port: made.value.port, url: urlOf('http', host, made.value.port), close: made.value.close })
}
