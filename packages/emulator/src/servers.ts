import { type Outcome, PegZoneError } from '@pegzone/outcome'
import {
  type AdminHandlers,
  type CosmosBackend,
  cometDialect,
  createAdminServer,
  createRestServer,
  createRpcServer,
  ethereumDialect,
  type RpcRejection,
  type RpcTable,
  rpcCatalogue,
} from '@pegzone/rpc'
import type { OnError } from './report.ts'

export interface ServersOptions {
  readonly host: string
  readonly ports: { readonly ethereum: number; readonly cosmos: number; readonly rest: number; readonly admin: number }
  readonly ethereum: RpcTable
  readonly comet: RpcTable
  readonly cosmos: CosmosBackend
  readonly admin: AdminHandlers
  readonly token: string
  readonly version: string
  /** Errors that are bugs: they do not stop a server, and nobody sees them but through this. */
  readonly onError: OnError
}

export interface Servers {
  readonly ethereum: { readonly rpc: string; readonly ws: string }
  readonly cosmos: { readonly rpc: string; readonly ws: string; readonly rest: string }
  readonly admin: string
  close(): Promise<void>
}

interface Closable {
  close(): Promise<void>
}

/** Opens all four ports, or none: a port that is taken closes those already open and throws its refusal. */
export async function startServers(options: ServersOptions): Promise<Servers> {
  const { host, ports, onError, token, version } = options
  const open: Closable[] = []
  const close = async (): Promise<void> => {
    await Promise.all(open.map((server) => server.close()))
  }
  const opened = async <S extends Closable>(starting: Promise<Outcome<S, RpcRejection>>): Promise<S> => {
    const outcome = await starting
    if (!outcome.ok) throw new PegZoneError(rpcCatalogue, outcome.rejection)
    open.push(outcome.value)
    return outcome.value
  }
  const rpc = (name: string, port: number, table: RpcTable, dialect: typeof ethereumDialect) =>
    opened(
      createRpcServer({
        name,
        port,
        host,
        table,
        dialect,
        onError: (error, method) => onError(error, `${name} ${method}`),
      }),
    )
  try {
    // The two JSON-RPC ports first: what REST and admin load would only make them wait.
    const [ethereum, cosmos] = await all([
      rpc('ethereum', ports.ethereum, options.ethereum, ethereumDialect),
      rpc('cosmos', ports.cosmos, options.comet, cometDialect),
    ])
    const [rest, admin] = await all([
      opened(createRestServer({ port: ports.rest, host, backend: options.cosmos, onError })),
      opened(createAdminServer({ port: ports.admin, host, token, version, handlers: options.admin, onError })),
    ])
    return {
      ethereum: { rpc: ethereum.url, ws: ethereum.webSocketUrl },
      cosmos: { rpc: cosmos.url, ws: cosmos.webSocketUrl, rest: rest.url },
      admin: admin.url,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Waits for both, also when one fails: whatever opened has to be known before it is closed. */
async function all<A, B>(starting: readonly [Promise<A>, Promise<B>]): Promise<[A, B]> {
  const results = await Promise.allSettled(starting)
  const failed = results.find((each) => each.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return Promise.all(starting)
}
