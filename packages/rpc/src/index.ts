export type { AdminActionHandlers, AdminHandlers } from './admin/handlers.ts'
export { type AdminServer, type AdminServerOptions, createAdminServer } from './admin/server.ts'
export { type CosmosBackend, type NodeOptions, nodeDefaults } from './cosmos/backend.ts'
export { createRestServer, type RestServer, type RestServerOptions } from './cosmos/rest/server.ts'
export { createCometTable } from './cosmos/table.ts'
export type { EthereumBackend, EthereumHooks, EthereumSigner } from './ethereum/backend.ts'
export { ethereumMethods } from './ethereum/methods.ts'
export { keySigner } from './ethereum/signer.ts'
export { type RpcRejection, rpcCatalogue } from './server/catalogue.ts'
export { cometDialect, ethereumDialect } from './server/dialects.ts'
export { defaultLimits, type RpcLimits } from './server/limits.ts'
export { type LocalConnection, type LocalConnectionOptions, openLocalConnection } from './server/local.ts'
export { createRpcServer, type RpcServer, type RpcServerOptions } from './server/server.ts'
export {
  type JsonRpcDialect,
  RawJson,
  type RpcContext,
  RpcError,
  type RpcId,
  type RpcMethod,
  type RpcParams,
  type RpcTable,
  rpcCodes,
  rpcTable,
} from './server/types.ts'
