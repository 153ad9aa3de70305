import { randomBytes } from 'node:crypto'
import { type BooksData, type PacketData, type StatusData, schemaVersion } from '@pegzone/api'
import { parseFinality } from '@pegzone/attestor'
import type { CosmosBlock } from '@pegzone/cosmos'
import { checksumAddress, cryptoBackends, toHex } from '@pegzone/encoding'
import { contractAddresses, type EthereumBlock } from '@pegzone/ethereum'
import { PegZoneError } from '@pegzone/outcome'
import { type CosmosBackend, createCometTable, ethereumMethods, keySigner } from '@pegzone/rpc'
import { createWorld, deriveAccounts, keptGenesis, lanesOf, Pacer, type World, WorldClock } from '@pegzone/world'
import { map, type Observable } from 'rxjs'
import { adminHandlers, booksData, packetData } from './admin-handlers.ts'
import { emulatorCatalogue } from './catalogue.ts'
import { checkKept, chooseGenesis } from './choose-genesis.ts'
import { openHome } from './files/data-directory.ts'
import { removeRunFile, writeRunFile } from './files/run-file.ts'
import { type CometRpcClient, createCometClient } from './in-process/comet-client.ts'
import { createEthereumProvider, type Eip1193Provider } from './in-process/ethereum-provider.ts'
import { miningHooks } from './mining-hooks.ts'
import { defaults, type PegzoneOptions } from './options.ts'
import { warnOf } from './report.ts'
import { type Servers, startServers } from './servers.ts'
import { version } from './version.ts'

/** A development account with its public keys' secrets: everyone knows them. */
export interface DeveloperKeys {
  readonly name: string
  /** Checksummed. */
  readonly ethereum: string
  readonly cosmos: string
  /** `0x` and 64 digits. */
  readonly ethereumKey: string
  readonly cosmosKey: string
}

/** A live world: both chains, the relayer, the attestors, and what they answer on. */
export interface Pegzone {
  /** What runs where: the same as the ready file and `pegzone status --json`. Ports are empty texts without ports. */
  readonly status: StatusData
  readonly developers: readonly DeveloperKeys[]
  /** True when the data directory already held this world. */
  readonly resumed: boolean
  readonly ethereum: {
    /** For ethers' BrowserProvider and viem's custom transport. */
    readonly provider: Eip1193Provider
    /** Hot. One value per durable block. Completes at close. */
    readonly blocks$: Observable<EthereumBlock>
  }
  readonly cosmos: {
    /** For CosmJS: `Comet38Client.create(rpcClient)`. */
    readonly rpcClient: CometRpcClient
    /** Hot. One value per durable block. Completes at close. */
    readonly blocks$: Observable<CosmosBlock>
  }
  /** Hot. One value per packet and change of its state, whole. Completes at close. */
  readonly packets$: Observable<PacketData>
  /** Hot. The books of all lanes after every durable block of either side. Completes at close. */
  readonly books$: Observable<BooksData>
  books(): BooksData
  packets(): readonly PacketData[]
  /** Mutating admin calls need it. */
  readonly token: string
  /** Resolves when the world has stopped by itself: with what broke, or with nothing when it was asked to by the admin API. */
  readonly stopped: Promise<unknown>
  /** Stops cleanly: what was announced is kept, ports and files are released. May be called again. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** Blocks made while a final block is read, with room to spare: a pass of the relayer makes one or two. */
const historyMargin = 16

/**
 * Makes or resumes a world and answers when everything listens. Throws PegZoneError when it cannot be had: nothing is
 * left open then. Close it in `finally`, or by `await using` where the language has it.
 */
export async function createPegzone(options: PegzoneOptions = {}): Promise<Pegzone> {
  const slotsInEpoch = options.slotsInEpoch ?? defaults.slotsInEpoch
  const finality = parseFinality(options.finality ?? defaults.finality, slotsInEpoch)
  if (!finality.ok) {
    throw new PegZoneError(emulatorCatalogue, { code: 'EMULATOR_FINALITY_INVALID', given: finality.rejection.given })
  }
  const history = options.history ?? defaults.history
  const least = finality.value.depth + historyMargin
  if (history < least) {
    const rejection = { code: 'EMULATOR_HISTORY_SHORT', given: history, least, finality: finality.value.name } as const
    throw new PegZoneError(emulatorCatalogue, rejection)
  }
  const nowMs = Date.now()
  const wished = chooseGenesis(options, nowMs)
  const home = await openHome(options.dataDir, options.reset === true)
  const undo: (() => Promise<void> | void)[] = [() => home.close()]
  const release = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const kept = await keptGenesis(home.database)
    if (kept !== undefined) checkKept(kept, options, home.directory)
    const genesis = kept ?? wished
    const accounts = deriveAccounts(genesis.mnemonic, genesis.cosmos.prefix)
    // A resumed world jumps to the present, like a chain after a halt.
    const clock = new WorldClock(Math.max(nowMs, Number(BigInt(genesis.timeNs) / 1_000_000n)))
    const world = await createWorld({
      clock,
      database: home.database,
      genesis,
      accounts,
      finality: finality.value,
      blocks: {
        ethereum: options.blocks?.ethereum ?? { type: 'auto' },
        cosmos: options.blocks?.cosmos ?? { type: 'auto' },
      },
      history,
    })
    const pacer = new Pacer(clock, options.speed ?? 1)
    // Undone backwards: the world ends while its clock still runs.
    undo.push(() => pacer.stop())
    undo.push(() => world.stop())
    world.reports$.subscribe(options.onReport ?? warnOf)
    await world.start()

    let ask: (reason: unknown) => void = () => {}
    const stopped = new Promise<unknown>((resolve) => {
      ask = resolve
    })
    world.failure$.subscribe((failure) => ask(failure))

    const ethereumTable = ethereumMethods({
      chain: world.ethereum.chain,
      send: (raw) => world.ethereum.send(raw),
      signer: keySigner(accounts.developers.map(({ ethereum }) => ethereum.key)),
      finality: { safe: slotsInEpoch, finalized: 2 * slotsInEpoch },
      clientVersion: `pegzone/${version}`,
      hooks: miningHooks(world.ethereum, pacer),
    })
    const cosmosBackend: CosmosBackend = {
      chain: world.cosmos.chain,
      send: (raw) => world.cosmos.send(raw),
      onBlock(listener) {
        const subscription = world.cosmos.block$.subscribe(listener)
        return () => subscription.unsubscribe()
      },
      genesis: genesis.cosmos,
    }
    const cometTable = createCometTable(cosmosBackend)
    const onError = (error: unknown, place: string): void => world.report({ place, error })

    const token = randomBytes(32).toString('hex')
    const where: { servers: Servers | undefined } = { servers: undefined }
    const status = (): StatusData => statusData(genesis, accounts, where.servers)
    const handlers = await adminHandlers(world, status, () => ask(undefined))
    if (options.ports !== false) {
      const { ethereum = 0, cosmos = 0, rest = 0, admin = 0 } = options.ports ?? {}
      const servers = await startServers({
        host: options.host ?? defaults.host,
        ports: { ethereum, cosmos, rest, admin },
        ethereum: ethereumTable,
        comet: cometTable,
        cosmos: cosmosBackend,
        admin: handlers,
        token,
        version,
        onError,
      })
      where.servers = servers
      undo.push(() => servers.close())
      await writeRunFile(home.directory, { pid: process.pid, url: servers.admin, token })
      undo.push(() => removeRunFile(home.directory))
    }

    const provider = createEthereumProvider(ethereumTable, onError)
    const rpcClient = createCometClient(cometTable, onError)
    undo.push(() => {
      provider.close()
      rpcClient.disconnect()
    })
    let closing: Promise<void> | undefined
    const close = (): Promise<void> => {
      closing ??= release()
      return closing
    }
    return {
      status: status(),
      developers: accounts.developers.map(({ name, ethereum, cosmos }) => ({
        name,
        ethereum: checksumAddress(ethereum.address),
        cosmos: cosmos.address,
        ethereumKey: `0x${toHex(ethereum.key)}`,
        cosmosKey: `0x${toHex(cosmos.key)}`,
      })),
      resumed: kept !== undefined,
      ethereum: { provider, blocks$: world.ethereum.block$ },
      cosmos: { rpcClient, blocks$: world.cosmos.block$ },
      packets$: world.packets$.pipe(map(packetData)),
      books$: world.books$.pipe(map(booksData)),
      books: () => booksData(world.books()),
      packets: () => world.packets.list({ limit: Number.POSITIVE_INFINITY }).map(packetData),
      token,
      stopped,
      close,
      [Symbol.asyncDispose]: close,
    }
  } catch (error) {
    await release()
    throw error
  }
}

function statusData(genesis: World['genesis'], accounts: World['accounts'], servers: Servers | undefined): StatusData {
  const none = { rpc: '', ws: '' }
  const contracts = Object.fromEntries(
    Object.entries(contractAddresses).map(([name, address]) => [name, checksumAddress(address)]),
  )
  return {
    schemaVersion,
    pid: process.pid,
    preset: genesis.name,
    crypto: cryptoBackends(),
    ethereum: {
      ...(servers?.ethereum ?? none),
      chainId: genesis.ethereum.chainId,
      contracts: contracts as StatusData['ethereum']['contracts'],
    },
    cosmos: {
      ...(servers?.cosmos ?? { ...none, rest: '' }),
      chainId: genesis.cosmos.chainId,
      prefix: genesis.cosmos.prefix,
      channel: 'channel-0',
      denoms: Object.fromEntries(
        lanesOf(genesis).map(({ voucher, cosmosDenom }) => [voucher, cosmosDenom]),
      ) as StatusData['cosmos']['denoms'],
    },
    admin: servers?.admin ?? '',
    mnemonic: genesis.mnemonic,
    accounts: accounts.developers.map(({ name, ethereum, cosmos }) => ({
      name,
      ethereum: checksumAddress(ethereum.address),
      cosmos: cosmos.address,
    })),
  }
}
