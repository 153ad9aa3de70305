export { cometDialect, ethereumDialect } from './server/dialects.ts'
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
