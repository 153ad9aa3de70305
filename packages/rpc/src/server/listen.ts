import type { AddressInfo, ListenOptions, Server } from 'node:net'
import { type Outcome, ok, refuse } from '@pegzone/outcome'
import type { RpcRejection } from './catalogue.ts'

export interface Address {
  /** Who wants the port, for the error: `ethereum`, `cosmos`, `rest`, `admin`. */
  readonly name: string
  /** 0: any free one. */
  readonly port: number
  /** Default 127.0.0.1: nothing outside this machine may reach an emulator with public keys. */
  readonly host?: string | undefined
}

export const loopback = '127.0.0.1'

/** Binds and answers the port taken. Refuses with one RPC_ code per cause; a refused server holds nothing. */
export function listen(
  server: Server,
  { name, port, host = loopback }: Address,
): Promise<Outcome<number, RpcRejection>> {
  const options: ListenOptions = { port, host, exclusive: true }
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      server.off('listening', listening)
      resolve(refuse(rejectionOf(error, name, port, host)))
    }
    const listening = (): void => {
      server.off('error', failed)
      resolve(ok((server.address() as AddressInfo).port))
    }
    server.once('error', failed).once('listening', listening).listen(options)
  })
}

/** The refusal behind an errno of `listen`. */
export function rejectionOf(error: NodeJS.ErrnoException, name: string, port: number, host: string): RpcRejection {
  switch (error.code) {
    case 'EADDRINUSE':
      return { code: 'RPC_PORT_IN_USE', port, name }
    case 'EACCES':
      return { code: 'RPC_PORT_DENIED', port, name }
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return { code: 'RPC_HOST_UNKNOWN', host, name }
    default:
      return { code: 'RPC_LISTEN_FAILED', port, name, detail: error.message }
  }
}

/** `http://127.0.0.1:8545`; IPv6 in brackets, and an any-address as the loopback a client can dial. */
export function urlOf(scheme: 'http' | 'ws', host: string, port: number): string {
  const dial = host === '0.0.0.0' ? loopback : host === '::' ? '::1' : host
  return `${scheme}://${dial.includes(':') ? `[${dial}]` : dial}:${port}`
}
