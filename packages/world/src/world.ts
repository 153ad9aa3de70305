import { AttestationProver, type FinalityPolicy, Journal, SoloProver } from '@pegzone/attestor'
import type { CosmosBlock } from '@pegzone/cosmos'
import type { EthereumBlock } from '@pegzone/ethereum'
import type { Database, Ledger } from '@pegzone/ledger'
import { PegZoneError } from '@pegzone/outcome'
import { createRelayer, type Relayer } from '@pegzone/relayer'
import { type Observable, Subject } from 'rxjs'
import type { WorldAccounts } from './accounts/accounts.ts'
import type { BlockMode } from './chains/block-producer.ts'
import { cosmosEndpoint } from './chains/cosmos-endpoint.ts'
import { CosmosHost } from './chains/cosmos-host.ts'
import { ethereumEndpoint } from './chains/ethereum-endpoint.ts'
import { EthereumHost } from './chains/ethereum-host.ts'
import { type Chains, openChains } from './chains/open-chains.ts'
import type { WorldBooks } from './checks/books.ts'
import { Conservation } from './checks/conservation.ts'
import { trackedKeyspace } from './clock/tracked-keyspace.ts'
import type { WorldClock } from './clock/world-clock.ts'
import { worldCatalogue } from './failure.ts'
import { lanesOf } from './genesis/lanes.ts'
import { path } from './genesis/path.ts'
import type { WorldGenesis } from './genesis/world-genesis.ts'
import { observeCosmos } from './packets/observe-cosmos.ts'
import { observeEthereum } from './packets/observe-ethereum.ts'
import { PacketLog } from './packets/packet-log.ts'
import type { PacketRecord, Side } from './packets/record.ts'

export interface WorldOptions {
  readonly clock: WorldClock
  readonly database: Database
  /** Of a new world; a kept one goes on with its own, which must be this. */
  readonly genesis: WorldGenesis
  readonly accounts: WorldAccounts
  /** When an Ethereum block may be attested. Cosmos blocks are final at once. */
  readonly finality: FinalityPolicy
  readonly blocks: { readonly ethereum: BlockMode; readonly cosmos: BlockMode }
  /** Blocks kept with their states and indexes. */
  readonly history: number
  /** Packets per relayed batch. Default 30. */
  readonly batch?: number
}

/** Something that went wrong where nobody waits for an answer. */
export interface WorldReport {
  readonly place: string
  readonly error: unknown
}

/** Two ledgers, the relayer between them, the books over both. Ports, disk location and pace are its host's. */
export interface World {
  readonly clock: WorldClock
  readonly genesis: WorldGenesis
  readonly accounts: WorldAccounts
  readonly ethereum: EthereumHost
  readonly cosmos: CosmosHost
  readonly relayer: Relayer
  readonly packets: PacketLog
  /** Hot. A packet after every change of its state, whole. Completes at stop. */
  readonly packets$: Observable<PacketRecord>
  /** Hot. The books after every durable block of either side. Completes at stop. */
  readonly books$: Observable<WorldBooks>
  /** Hot, one value at the most: what made the world stop. Completes at stop. */
  readonly failure$: Observable<unknown>
  /** Hot. Failures that stop nothing: a relayer that could not ask, a server's bug. Completes at stop. */
  readonly reports$: Observable<WorldReport>
  books(): WorldBooks
  report(report: WorldReport): void
  /** Starts relaying. The clock must have a driver by then. */
  start(): Promise<void>
  /** Ends relaying after the batch in flight and waits until everything sealed is stored. */
  stop(): Promise<void>
}

/** Opens or resumes a world on a database. Rejects with PegZoneError when genesis or stored state will not do. */
export async function createWorld(options: WorldOptions): Promise<World> {
  const { clock, database, genesis, accounts, finality, blocks } = options
  const failure = new Subject<unknown>()
  const reports = new Subject<WorldReport>()
  const packetChanges = new Subject<PacketRecord>()
  const bookChanges = new Subject<WorldBooks>()
  const chains = await openChains(options)
  const packets = new PacketLog(trackedKeyspace(database.keyspace('packets'), clock))
  await packets.open()

  const conservation = new Conservation({
    ethereum: chains.ethereumLedger,
    cosmos: chains.cosmos.ledger,
    lanes: lanesOf(genesis),
    channelId: { ethereum: path.ethereum.channelId, cosmos: path.cosmos.channelId },
  })
  let failed = false
  const fail = (error: unknown): void => {
    if (failed) return
    failed = true
    ethereum.producer.stop()
    cosmos.producer.stop()
    failure.next(error)
  }
  const ethereum = new EthereumHost({
    chain: chains.ethereum,
    ledger: chains.ethereumLedger,
    clock,
    mode: blocks.ethereum,
    onFailure: fail,
  })
  const cosmos = new CosmosHost({ chain: chains.cosmos, clock, mode: blocks.cosmos, onFailure: fail })
  const check = (side: Side, ledger: Ledger): void => {
    ledger.onDurable((block) => {
      const broken = conservation.check(side, block)
      if (broken !== undefined) fail(new PegZoneError(worldCatalogue, broken))
    })
  }
  check('ethereum', chains.ethereumLedger)
  check('cosmos', chains.cosmos.ledger)

  const take = (side: Side, block: EthereumBlock | CosmosBlock, observed: Parameters<PacketLog['take']>[2]) => {
    for (const record of packets.take(side, block.height, observed)) packetChanges.next(record)
    if (bookChanges.observed) bookChanges.next(conservation.books())
  }
  await catchUp(packets, chains)
  ethereum.block$.subscribe((block) => take('ethereum', block, observeEthereum(block)))
  cosmos.block$.subscribe((block) => take('cosmos', block, observeCosmos(block)))

  const ends = {
    ethereum: ethereumEndpoint({
      host: ethereum,
      reader: chains.ethereumReader,
      channel: path.ethereum,
      account: accounts.services.relayer.ethereum,
    }),
    cosmos: cosmosEndpoint({
      host: cosmos,
      reader: chains.cosmosReader,
      channel: path.cosmos,
      account: accounts.services.relayer.cosmos,
      accountOf: chains.cosmosAccount,
    }),
  }
  const journal = new Journal(trackedKeyspace(database.keyspace('journal'), clock))
  const marginNs = 1_000_000_000n
  const instant: FinalityPolicy = { name: 'instant', depth: 0 }
  const toCosmos = new SoloProver({
    clientId: path.cosmos.clientId,
    observed: ends.ethereum,
    finality,
    told: ends.cosmos,
    key: accounts.services.solo.cosmos.key,
    journal,
    marginNs,
  })
  const { services } = accounts
  const toEthereum = new AttestationProver({
    clientId: path.ethereum.clientId,
    observed: ends.cosmos,
    finality: instant,
    told: ends.ethereum,
    keys: [services['attestor-1'], services['attestor-2'], services['attestor-3']].map(({ ethereum: { key } }) => key),
    journal,
    marginNs,
  })
  let relayer: Relayer | undefined

  return {
    clock,
    genesis,
    accounts,
    ethereum,
    cosmos,
    get relayer() {
      if (relayer === undefined) throw new Error('the world has not started')
      return relayer
    },
    packets,
    packets$: packetChanges.asObservable(),
    books$: bookChanges.asObservable(),
    failure$: failure.asObservable(),
    reports$: reports.asObservable(),
    books: () => conservation.books(),
    report: (report) => reports.next(report),
    async start() {
      relayer = createRelayer({
        a: { endpoint: ends.ethereum, prover: toEthereum, finality },
        b: { endpoint: ends.cosmos, prover: toCosmos, finality: instant },
        clock,
        ...(options.batch !== undefined && { batch: options.batch }),
      })
      relayer.reports$.subscribe((report) => {
        const place = `relayer to ${report.chainId}`
        if (report.type === 'failed') reports.next({ place, error: report.error })
        if (report.type === 'set-aside') {
          const { packet, chainId, attempts, reason } = report
          const rejection = { code: 'WORLD_PACKET_SET_ASIDE', packet, chainId, attempts, reason } as const
          reports.next({ place, error: new PegZoneError(worldCatalogue, rejection) })
        }
      })
    },
    async stop() {
      // A batch that waits for a block must not hold up the end: it is in the journal, and sent again at the next start.
      const relayed = relayer?.stop()
      ethereum.stop()
      cosmos.stop()
      await relayed
      const stored = await Promise.allSettled([
        chains.ethereumLedger.flushed(),
        chains.cosmos.ledger.flushed(),
        packets.flushed(),
      ])
      await Promise.all([chains.ethereumLedger.close(), chains.cosmos.ledger.close()])
      for (const subject of [packetChanges, bookChanges, failure, reports]) subject.complete()
      const lost = stored.find((each) => each.status === 'rejected')
      // The world stopped because of it already; a clean stop must not hide it.
      if (lost !== undefined && !failed) throw lost.reason
    },
  }
}

/** Blocks that became durable and whose packets were not stored before the last process ended. */
async function catchUp(packets: PacketLog, chains: Chains): Promise<void> {
  const { ethereum, cosmos } = chains
  for (let height = packets.seen('ethereum') + 1; height <= ethereum.durable; height++) {
    const block = await ethereum.block(height)
    if (block !== undefined) packets.take('ethereum', height, observeEthereum(block))
  }
  for (let height = packets.seen('cosmos') + 1; height <= cosmos.ledger.durable.height; height++) {
    const block = await cosmos.block(height)
    if (block !== undefined) packets.take('cosmos', height, observeCosmos(block))
  }
}
