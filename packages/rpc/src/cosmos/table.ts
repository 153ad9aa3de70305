import { type RpcContext, type RpcParams, type RpcTable, rpcTable } from '../server/types.ts'
import { invalidParams, readArgs } from './args.ts'
import { type CosmosBackend, type NodeOptions, nodeDefaults } from './backend.ts'
import { blockMethods } from './blocks.ts'
import { nodeMethods } from './node-info.ts'
import { createSubscriptions } from './subscriptions.ts'
import { transactionMethods } from './transactions.ts'

/** Every method of the CometBFT RPC that means something without consensus, for `createRpcServer` and `openLocalConnection`. */
export function createCometTable(backend: CosmosBackend, options: NodeOptions = {}): RpcTable {
  const subscriptions = createSubscriptions(backend)
  const queryOf = (params: RpcParams, context: RpcContext): string => {
    const { query } = readArgs({ query: 'text' }, params, context)
    if (query === undefined) throw invalidParams('query is missing')
    return query
  }
  return rpcTable(
    nodeMethods(backend, options),
    blockMethods(backend.chain),
    transactionMethods(backend, options.commitTimeoutMs ?? nodeDefaults.commitTimeoutMs),
    {
      subscribe: (params, context, id) => subscriptions.subscribe(queryOf(params, context), context, id),
      unsubscribe: (params, context) => subscriptions.unsubscribe(queryOf(params, context), context),
      unsubscribe_all: (_, context) => subscriptions.unsubscribeAll(context),
    },
  )
}
