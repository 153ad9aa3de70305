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
  readonly onError: (error: unknown, where: string) => void
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
  const starting = await Promise.allSettled([
    rpc('ethereum', ports.ethereum, options.ethereum, ethereumDialect),
    rpc('cosmos', ports.cosmos, options.comet, cometDialect),
    opened(createRestServer({ port: ports.rest, host, backend: options.cosmos, onError })),
    opened(createAdminServer({ port: ports.admin, host, token, version, handlers: options.admin, onError })),
  ])
  const [ethereum, cosmos, rest, admin] = starting
  const failed = starting.find((each) => each.status === 'rejected')
  if (failed !== undefined || !fulfilled(ethereum) || !fulfilled(cosmos) || !fulfilled(rest) || !fulfilled(admin)) {
    await close()
    throw failed?.reason
  }
  return {
    ethereum: { rpc: ethereum.value.url, ws: ethereum.value.webSocketUrl },
    cosmos: { rpc: cosmos.value.url, ws: cosmos.value.webSocketUrl, rest: rest.value.url },
    admin: admin.value.url,
    close,
  }
}

function fulfilled<T>(result: PromiseSettledResult<T>): result is PromiseFulfilledResult<T> {
  return result.status === 'fulfilled'
}
