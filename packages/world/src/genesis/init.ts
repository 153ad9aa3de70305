import { type CosmosChain, cosmosCatalogue } from '@pegzone/cosmos'
import { utf8ToBytes } from '@pegzone/encoding'
import { type Contracts, contractsCatalogue, type EthereumChain } from '@pegzone/ethereum'
import { type HostContext, ibcCatalogue, openChannelGenesis } from '@pegzone/ibc'
import type { Database, State } from '@pegzone/ledger'
import { PegZoneError } from '@pegzone/outcome'
import type { WorldAccounts } from '../accounts/accounts.ts'
import { cosmosChannel, ethereumChannel, firstCosmosBlockNs } from './channel.ts'
import { forgetGenesis, keepGenesis, keptGenesis } from './keep.ts'
import type { WorldGenesis } from './world-genesis.ts'

export interface InitOptions {
  readonly database: Database
  readonly genesis: WorldGenesis
  readonly accounts: WorldAccounts
  readonly contracts: Contracts
  readonly ethereum: EthereumChain
  readonly cosmos: CosmosChain
}

/**
 * Gives both ledgers their genesis where they have none. The world's genesis is stored first, so that a start that was
 * interrupted goes on with the same one. Rejects with PegZoneError when a side refuses; nothing is kept then.
 */
export async function initWorld(options: InitOptions): Promise<void> {
  const { database, genesis, ethereum, cosmos } = options
  const fresh = (await keptGenesis(database)) === undefined
  if (fresh) await keepGenesis(database, genesis)
  try {
    if (ethereum.head < 0) initEthereum(options)
    if (cosmos.ledger.head.height < 0) initCosmos(options)
    if (cosmos.ledger.head.height === 0) cosmos.produce(BigInt(genesis.timeNs) + firstCosmosBlockNs)
    await cosmos.ledger.flushed()
  } catch (error) {
    if (fresh && error instanceof PegZoneError) await forgetGenesis(database)
    throw error
  }
}

function initEthereum({ genesis, accounts, contracts, ethereum }: InitOptions): void {
  const timeNs = BigInt(genesis.timeNs)
  const wei = genesis.ethereum.accounts.map(({ address, wei }) => ({ address, balance: BigInt(wei) }))
  ethereum.initGenesis({ timeNs, accounts: wei }, (state) => {
    const written = contracts.init(state, genesis.ethereum.contracts)
    if (!written.ok) throw new PegZoneError(contractsCatalogue, written.rejection)
    const host = { chainId: String(genesis.ethereum.chainId), revision: 0n, height: 0n, timeNs, prefix }
    openOn(state, host, ethereumChannel(genesis, accounts))
  })
}

function initCosmos({ genesis, accounts, cosmos }: InitOptions): void {
  const written = cosmos.initGenesis({ ...genesis.cosmos, timeNs: genesis.timeNs }, (state, host) =>
    openChannelGenesis(state, host, cosmosChannel(genesis, accounts)),
  )
  if (!written.ok) throw new PegZoneError(cosmosCatalogue, written.rejection)
}

const prefix = utf8ToBytes('ibc')

function openOn(state: State, host: HostContext, channel: Parameters<typeof openChannelGenesis>[2]): void {
  const opened = openChannelGenesis(state, host, channel)
  if (!opened.ok) throw new PegZoneError(ibcCatalogue, opened.rejection)
}
