import type { Catalogue } from '@pegzone/outcome'

export type RpcRejection =
  | { readonly code: 'RPC_PORT_IN_USE'; readonly port: number; readonly name: string }
  | { readonly code: 'RPC_PORT_DENIED'; readonly port: number; readonly name: string }
  | { readonly code: 'RPC_HOST_UNKNOWN'; readonly host: string; readonly name: string }
  | { readonly code: 'RPC_LISTEN_FAILED'; readonly port: number; readonly name: string; readonly detail: string }

export const rpcCatalogue: Catalogue<RpcRejection> = {
  RPC_PORT_IN_USE: ({ port, name }) => ({
    what: `Port ${port}, wanted for the ${name} server, is in use.`,
    why: 'Another process listens there already, perhaps an earlier emulator.',
    fix: 'Stop that process, or choose another port; 0 takes any free one.',
  }),
  RPC_PORT_DENIED: ({ port, name }) => ({
    what: `The system does not let this process open port ${port} for the ${name} server.`,
    why: 'Ports below 1024 need extra rights on most systems.',
    fix: 'Choose a port of 1024 or above; 0 takes any free one.',
  }),
  RPC_HOST_UNKNOWN: ({ host, name }) => ({
    what: `The ${name} server cannot listen on ${host}.`,
    why: 'No network interface of this machine has that address.',
    fix: 'Use 127.0.0.1 (the default), or an address this machine has.',
  }),
  RPC_LISTEN_FAILED: ({ port, name, detail }) => ({
    what: `The ${name} server could not open port ${port}: ${detail}.`,
    why: 'The operating system refused the socket.',
    fix: 'Read the detail; choosing port 0 tells whether the port number is the cause.',
  }),
}
