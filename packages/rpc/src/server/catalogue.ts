import type { Catalogue } from '@pegzone/outcome'

export type RpcRejection =
  | { readonly code: 'RPC_PORT_IN_USE'; readonly port: number; readonly name: string }
  | { readonly code: 'RPC_PORT_DENIED'; readonly port: number; readonly name: string }
  | { readonly code: 'RPC_HOST_UNKNOWN'; readonly host: string; readonly name: string }
  | { readonly code: 'RPC_LISTEN_FAILED'; readonly port: number; readonly name: string; readonly detail: string }
  | { readonly code: 'RPC_HOST_FORBIDDEN'; readonly host: string }
  | { readonly code: 'RPC_ORIGIN_FORBIDDEN'; readonly origin: string }
  | { readonly code: 'RPC_TOKEN_WRONG' }
  | { readonly code: 'RPC_ROUTE_UNKNOWN'; readonly method: string; readonly path: string }
  | { readonly code: 'RPC_PACKET_UNKNOWN'; readonly id: string }
  | { readonly code: 'RPC_INPUT_INVALID'; readonly detail: string }
  | { readonly code: 'RPC_ACTION_UNAVAILABLE'; readonly action: string }
  | { readonly code: 'RPC_QUERY_INVALID'; readonly at: number; readonly detail: string }

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
  RPC_HOST_FORBIDDEN: ({ host }) => ({
    what: `The admin server does not answer to the name ${host}.`,
    why: 'A web page could point its own name at this machine (DNS rebinding) and drive the emulator.',
    fix: 'Call it by address or as localhost, or add the name to the allowed hosts.',
  }),
  RPC_ORIGIN_FORBIDDEN: ({ origin }) => ({
    what: `Pages of ${origin} may not use the admin server.`,
    why: 'Any page in the browser can reach a server on this machine, so only known pages are let in.',
    fix: 'Use the page the emulator serves, or add the origin to the allowed ones.',
  }),
  RPC_TOKEN_WRONG: () => ({
    what: 'The call changes something and did not carry the right token.',
    why: 'The token of this run proves that the caller can read the data directory.',
    fix: 'Send `authorization: Bearer <token>` with the token file of the data directory.',
  }),
  RPC_ROUTE_UNKNOWN: ({ method, path }) => ({
    what: `There is no ${method} ${path} here.`,
    why: 'The admin API has a fixed list of paths.',
    fix: 'See the README of @pegzone/rpc for the list.',
  }),
  RPC_PACKET_UNKNOWN: ({ id }) => ({
    what: `No packet ${id} is known.`,
    why: 'A packet is named side/channel/sequence, as in ethereum/channel-0/1, and exists once it is sent.',
    fix: 'List the packets to see their names.',
  }),
  RPC_INPUT_INVALID: ({ detail }) => ({
    what: `The request is not what this path takes: ${detail}.`,
    why: 'Wrong input is refused whole, before anything changes.',
    fix: 'Correct the named field.',
  }),
  RPC_ACTION_UNAVAILABLE: ({ action }) => ({
    what: `This emulator has no action ${action}.`,
    why: 'Which actions exist depends on how it was started.',
    fix: 'See the list of actions in @pegzone/api, and how the emulator was started.',
  }),
  RPC_QUERY_INVALID: ({ at, detail }) => ({
    what: `The event query is wrong at character ${at}: ${detail}.`,
    why: "A query is conditions such as `tm.event='Tx'` or `tx.height > 5`, joined by AND.",
    fix: 'Correct it there; texts stand in single quotes, keywords are upper case.',
  }),
}
