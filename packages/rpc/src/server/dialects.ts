import { type JsonRpcDialect, RpcError, rpcCodes } from './types.ts'

/** As geth: positional params, WebSocket on the same port at any path. Source: geth rpc/errors.go, ethereum-rpc.md §3.3. */
export const ethereumDialect: JsonRpcDialect = {
  name: 'ethereum',
  webSocketPath: undefined,
  uri: false,
  namedParams: false,
  methodNotFound: (method) =>
    new RpcError(rpcCodes.methodNotFound, `the method ${method} does not exist/is not available`),
  internal: () => new RpcError(rpcCodes.internal, 'Internal error'),
}

/** As CometBFT: named or positional, URI form, `/websocket`. Source: cometbft rpc/jsonrpc/types (0.38). */
export const cometDialect: JsonRpcDialect = {
  name: 'cometbft',
  webSocketPath: '/websocket',
  uri: true,
  namedParams: true,
  methodNotFound: () => new RpcError(rpcCodes.methodNotFound, 'Method not found'),
  internal: () => new RpcError(rpcCodes.internal, 'Internal error', 'the server failed; its log says how'),
}
