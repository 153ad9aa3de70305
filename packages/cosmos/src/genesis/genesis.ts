import type { State, View } from '@pegzone/ledger'
import { type Outcome, ok } from '@pegzone/outcome'
import { exportAuth, initAuth, initModuleAccounts } from '../auth/genesis.ts'
import { exportBank, initBank } from '../bank/genesis.ts'
import { infoTable } from '../chain/tip.ts'
import type { GenesisRejection } from '../errors.ts'
import { invalid, parseU64 } from './check.ts'
import type { CosmosGenesis } from './types.ts'

/** 2019-01-01T00:00:00Z. */
export const DEFAULT_TIME_NS = 1_546_300_800_000_000_000n

export function isChainId(text: string): boolean {
  return /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,49}$/.test(text)
}

export function isPrefix(text: string): boolean {
  return /^[a-z]{1,40}$/.test(text)
}

/** Time of block 0. */
export function genesisTime({ timeNs }: CosmosGenesis): Outcome<bigint, GenesisRejection> {
  const parsed = timeNs === undefined ? DEFAULT_TIME_NS : parseU64(timeNs)
  return parsed === undefined || parsed >= 1n << 63n
    ? invalid('timeNs', timeNs, 'decimal nanoseconds since 1970, below 2^63')
    : ok(parsed)
}

/** Checks and writes everything but ibc. Refuses at the first field that is wrong; the caller undoes. */
export function initModules(
  state: State,
  genesis: CosmosGenesis,
  chain: { readonly chainId: string; readonly prefix: string },
): Outcome<void, GenesisRejection> {
  const { chainId, prefix } = genesis
  if (!isChainId(chainId)) return invalid('chainId', chainId, '1 to 50 letters, digits, . _ -')
  if (chainId !== chain.chainId) return invalid('chainId', chainId, chain.chainId)
  if (!isPrefix(prefix)) return invalid('prefix', prefix, '1 to 40 lower-case letters')
  if (prefix !== chain.prefix) return invalid('prefix', prefix, chain.prefix)
  state.open(infoTable).set('info', { chainId, prefix })
  const auth = initAuth(state, genesis)
  if (!auth.ok) return auth
  const bank = initBank(state, genesis)
  if (!bank.ok) return bank
  initModuleAccounts(state, prefix)
  return ok()
}

export function exportModules(view: View, chain: { readonly chainId: string; readonly prefix: string }): CosmosGenesis {
  const { params, accounts } = exportAuth(view)
  const { balances, supply, denoms } = exportBank(view)
  return { chainId: chain.chainId, prefix: chain.prefix, params, accounts, balances, supply, denoms }
}
