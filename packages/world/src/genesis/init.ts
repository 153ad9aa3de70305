import { type CosmosChain, cosmosCatalogue, cosmosTables, createCosmos } from '@pegzone/cosmos'
import { utf8ToBytes } from '@pegzone/encoding'
import {
  type Contracts,
  contractsCatalogue,
  createContracts,
  createEthereum,
  type EthereumChain,
} from '@pegzone/ethereum'
import { type HostContext, ibcCatalogue, openChannelGenesis } from '@pegzone/ibc'
import { createLedger, type Database, type State } from '@pegzone/ledger'
import { PegZoneError } from '@pegzone/outcome'
import type { WorldAccounts } from '../accounts/accounts.ts'
import { Conservation } from '../checks/conservation.ts'
import { worldCatalogue } from '../failure.ts'
import { cosmosChannel, ethereumChannel, firstCosmosBlockNs } from './channel.ts'
import { keepGenesis, keptGenesis } from './keep.ts'
import { lanesOf } from './lanes.ts'
import { path } from './path.ts'
import type { WorldGenesis } from './world-genesis.ts'

interface Sides {
  readonly genesis: WorldGenesis
  readonly accounts: WorldAccounts
  readonly contracts: Contracts
  readonly ethereum: EthereumChain
  readonly cosmos: CosmosChain
}

export interface InitOptions extends Sides {
  readonly database: Database
}

/**
 * Gives both ledgers their genesis where they have none. The world's genesis is stored first, so that a start that was
 * interrupted goes on with the same one. Rejects with PegZoneError when a side refuses; nothing is kept then.
 */
export async function initWorld(options: InitOptions): Promise<void> {
  const { database, genesis, accounts, cosmos } = options
  if ((await keptGenesis(database)) === undefined) {
    rehearse(genesis, accounts)
    await keepGenesis(database, genesis)
  }
  write(options)
  await cosmos.ledger.flushed()
}

/** Starts the same world in memory first: a genesis that a side refuses, or whose books are open, leaves nothing behind. */
function rehearse(genesis: WorldGenesis, accounts: WorldAccounts): void {
  const chainId = BigInt(genesis.ethereum.chainId)
  const contracts = createContracts({ chainId })
  const ethereumLedger = createLedger({ tables: contracts.tables, history: 0 })
  const ethereum = createEthereum({ ledger: ethereumLedger, chainId, builtIns: contracts.builtIns })
  const { chainId: cosmosChainId, prefix } = genesis.cosmos
  const cosmosLedger = createLedger({ tables: cosmosTables, history: 0 })
  const cosmos = createCosmos({ ledger: cosmosLedger, chainId: cosmosChainId, prefix })
  write({ genesis, accounts, contracts, ethereum, cosmos })
  const conservation = new Conservation({
    ethereum: ethereumLedger,
    cosmos: cosmosLedger,
    lanes: lanesOf(genesis),
    channelId: { ethereum: path.ethereum.channelId, cosmos: path.cosmos.channelId },
  })
  const open = conservation.books().lanes.find(({ balanced }) => !balanced)
  if (open === undefined) return
  const { lane, escrow, vouchers } = open
  throw new PegZoneError(worldCatalogue, {
    code: 'WORLD_GENESIS_INVALID',
    field: `ethereum.contracts.PegBridge.lanes (${lane})`,
    value: `${escrow} in escrow`,
    allowed: `what exists as vouchers on Cosmos, ${vouchers}`,
  })
}

/** Writes both sides as far as they have nothing yet. Throws PegZoneError when one refuses. */
function write(sides: Sides): void {
  const { genesis, ethereum, cosmos } = sides
  if (ethereum.head < 0) initEthereum(sides)
  if (cosmos.ledger.head.height < 0) initCosmos(sides)
  if (cosmos.ledger.head.height === 0) cosmos.produce(BigInt(genesis.timeNs) + firstCosmosBlockNs)
}

function initEthereum({ genesis, accounts, contracts, ethereum }: Sides): void {
  const timeNs = BigInt(genesis.timeNs)
  const wei = genesis.ethereum.accounts.map(({ address, wei }) => ({ address, balance: BigInt(wei) }))
  ethereum.initGenesis({ timeNs, accounts: wei }, (state) => {
    const written = contracts.init(state, genesis.ethereum.contracts)
    if (!written.ok) throw new PegZoneError(contractsCatalogue, written.rejection)
    const host = { chainId: String(genesis.ethereum.chainId), revision: 0n, height: 0n, timeNs, prefix }
    openOn(state, host, ethereumChannel(genesis, accounts))
  })
}

function initCosmos({ genesis, accounts, cosmos }: Sides): void {
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
