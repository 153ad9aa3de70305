import { RpcError, type RpcMethod, type RpcTable, rpcCodes, rpcTable } from '../server/types.ts'
import { accountMethods } from './account-methods.ts'
import type { EthereumBackend } from './backend.ts'
import { blockMethods } from './block-methods.ts'
import { feeMethods } from './fee-methods.ts'
import { Filters } from './filters.ts'
import { logJson } from './format.ts'
import { findLogs } from './log-query.ts'
import { nodeMethods } from './node-methods.ts'
import { positional } from './params.ts'
import { poolMethods } from './pool-methods.ts'
import { stateMethods } from './state-methods.ts'
import { subscriptionMethods } from './subscriptions.ts'
import { worldMethods } from './world-methods.ts'

/**
 * Every Ethereum JSON-RPC method that ethers v6, viem, cast and wallets use, over one backend. Serve it with
 * `ethereumDialect`. Methods that are not in the table do not exist (-32601): viem and ethers then take another way.
 */
export function ethereumMethods(
  backend: EthereumBackend,
  { nowMs = Date.now }: { readonly nowMs?: () => number } = {},
): RpcTable {
  return rpcTable(
    nodeMethods(backend),
    stateMethods(backend),
    blockMethods(backend),
    feeMethods(backend),
    accountMethods(backend),
    new Filters(backend, nowMs).methods(),
    subscriptionMethods(backend),
    poolMethods(backend),
    worldMethods(backend),
    {
      eth_getLogs: async (params) => (await findLogs(backend, positional(params)[0])).map((found) => logJson(found)),
      ...needsEvm('eth_getProof', 'eth_simulateV1', 'debug_traceTransaction', 'debug_traceCall'),
    },
  )
}

/** Asked for by users who need bytecode or slots: the code that clients understand, and the way. */
function needsEvm(...names: readonly string[]): Readonly<Record<string, RpcMethod>> {
  const refuse = (name: string): RpcMethod => {
    const text = `the method ${name} does not exist/is not available: the emulated chain has no EVM; use a devnet: pegzone up --ethereum anvil`
    return () => {
      throw new RpcError(rpcCodes.methodNotFound, text)
    }
  }
  return Object.fromEntries(names.map((name) => [name, refuse(name)]))
}
