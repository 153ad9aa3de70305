import { accountOf, type CosmosChain, cosmosTables, createCosmos } from '@pegzone/cosmos'
import { createContracts, createEthereum, type EthereumChain } from '@pegzone/ethereum'
import { type Database, type Ledger, openLedger } from '@pegzone/ledger'
import type { WorldAccounts } from '../accounts/accounts.ts'
import { trackedKeyspace } from '../clock/tracked-keyspace.ts'
import type { WorldClock } from '../clock/world-clock.ts'
import { initWorld } from '../genesis/init.ts'
import { path } from '../genesis/path.ts'
import type { WorldGenesis } from '../genesis/world-genesis.ts'
import { LedgerReader } from './ledger-reader.ts'

export interface Chains {
  readonly ethereum: EthereumChain
  readonly ethereumLedger: Ledger
  readonly ethereumReader: LedgerReader
  readonly cosmos: CosmosChain
  readonly cosmosReader: LedgerReader
  readonly cosmosAccount: (address: string) => { readonly accountNumber: bigint; readonly sequence: bigint } | undefined
}

export interface OpenChainsOptions {
  readonly clock: WorldClock
  readonly database: Database
  readonly genesis: WorldGenesis
  readonly accounts: WorldAccounts
  readonly history: number
}

/** Opens both ledgers on the database; an empty one gets its genesis. Rejects with PegZoneError. */
export async function openChains(options: OpenChainsOptions): Promise<Chains> {
  const { clock, database, genesis, history } = options
  const chainId = BigInt(genesis.ethereum.chainId)
  const contracts = createContracts({ chainId })
  // Blocks that nobody waits for, such as those of an interval, are stored before virtual time goes on, too.
  const store = (name: string) => trackedKeyspace(database.keyspace(name), clock)
  const [ethereumLedger, cosmosLedger] = await Promise.all([
    openLedger({ store: store('ethereum'), tables: contracts.tables, history }),
    openLedger({ store: store('cosmos'), tables: cosmosTables, history }),
  ])
  const ethereum = createEthereum({ ledger: ethereumLedger, chainId, builtIns: contracts.builtIns })
  const { chainId: cosmosChainId, prefix } = genesis.cosmos
  const cosmos = createCosmos({ ledger: cosmosLedger, chainId: cosmosChainId, prefix })
  if (ethereum.head >= 0) await ethereum.resume()
  await initWorld({ ...options, contracts, ethereum, cosmos })
  return {
    ethereum,
    ethereumLedger,
    ethereumReader: new LedgerReader(ethereumLedger, contracts.ibc, path.ethereum, clock),
    cosmos,
    cosmosReader: new LedgerReader(cosmosLedger, cosmos.ibc, path.cosmos, clock),
    cosmosAccount(address) {
      const account = accountOf(cosmosLedger.latest, address)
      return account && { accountNumber: account.number, sequence: account.sequence }
    },
  }
}
