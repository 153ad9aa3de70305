import type { HostContext } from '@pegzone/ibc'
import type { Ledger, State } from '@pegzone/ledger'
import { type Outcome, ok } from '@pegzone/outcome'
import { exportAuth, initAuth, initModuleAccounts } from '../auth/genesis.ts'
import { exportBank, initBank } from '../bank/genesis.ts'
import { infoTable } from '../chain/tip.ts'
import type { CosmosRejection, GenesisRejection } from '../errors.ts'
import { ibcError } from '../ibc/errors.ts'
import { exportIbc, initIbc } from '../ibc/genesis.ts'
import type { IbcGenesis } from '../modules.ts'
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

interface Writing {
  readonly genesis: CosmosGenesis
  readonly chainId: string
  readonly prefix: string
  readonly host: HostContext
  readonly setUpIbc: IbcGenesis | undefined
}

/** Checks and writes all modules. Refuses at the first field that is wrong; the caller undoes. */
export function writeGenesis(state: State, writing: Writing): Outcome<void, CosmosRejection> {
  const { genesis, host, setUpIbc } = writing
  const modules = writeModules(state, writing)
  if (!modules.ok) return modules
  if (genesis.ibc !== undefined) {
    const ibc = initIbc(state, genesis.ibc)
    if (!ibc.ok) return ibc
  }
  const opened = setUpIbc?.(state, host)
  return opened === undefined || opened.ok ? ok() : { ok: false, rejection: ibcError(opened.rejection) }
}

function writeModules(state: State, { genesis, ...chain }: Writing): Outcome<void, GenesisRejection> {
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

/** The head as genesis of a new chain: same accounts, balances, parameters and ibc, no blocks. */
export function exportGenesis(
  ledger: Ledger,
  { chainId, prefix }: { readonly chainId: string; readonly prefix: string },
): CosmosGenesis {
  const view = ledger.latest
  const ibc = exportIbc(ledger.export())
  return {
    chainId,
    prefix,
    timeNs: ledger.head.timeNs.toString(),
    ...exportAuth(view),
    ...exportBank(view),
    ...(ibc === undefined ? {} : { ibc }),
  }
}
