import { parseFinality } from '@pegzone/attestor'
import { marketMakerAbi, pegBridgeAbi, pegTokenAbi } from '@pegzone/contracts'
import { accountOf, balanceOf } from '@pegzone/cosmos'
import { abiFunction, buildCosmosTx, buildEthTx, DEV_MNEMONIC, type Hex, MsgTransfer, toAny } from '@pegzone/encoding'
import { contractAddresses } from '@pegzone/ethereum'
import { createMapDatabase, type Database } from '@pegzone/ledger'
import {
  type BlockMode,
  createWorld,
  deriveAccounts,
  keptGenesis,
  presetGenesis,
  type World,
  type WorldAccount,
  WorldClock,
} from '../src/index.ts'

type TokenSymbol = 'DAI' | 'IXO' | 'IXOS'

export const token = 10n ** 18n
export const startMs = Date.UTC(2026, 0, 1)

export interface HarnessOptions {
  readonly database?: Database
  readonly finality?: string
  readonly slotsInEpoch?: number
  readonly startMs?: number
  readonly ethereum?: BlockMode
  readonly cosmos?: BlockMode
  readonly batch?: number
  /** False: the test relays by itself. */
  readonly relay?: boolean
}

/** A world in virtual time with what tests do in it. Runs the clock whenever a transaction is sent. */
export class Harness {
  readonly world: World
  readonly clock: WorldClock
  readonly database: Database

  private constructor(world: World, clock: WorldClock, database: Database) {
    this.world = world
    this.clock = clock
    this.database = database
  }

  static async open(options: HarnessOptions = {}): Promise<Harness> {
    const database = options.database ?? createMapDatabase()
    const accounts = deriveAccounts(DEV_MNEMONIC, 'ixo')
    const kept = await keptGenesis(database)
    const genesis =
      kept ??
      presetGenesis({
        name: 'example',
        mnemonic: DEV_MNEMONIC,
        accounts,
        prefix: 'ixo',
        timeNs: BigInt(startMs) * 1_000_000n,
        ethereumChainId: 31_337,
        cosmosChainId: 'pegzone-1',
      })
    const finality = parseFinality(options.finality ?? 'instant', options.slotsInEpoch)
    if (!finality.ok) throw new Error('bad finality')
    const clock = new WorldClock(options.startMs ?? startMs + 60_000)
    const world = await createWorld({
      clock,
      database,
      genesis,
      accounts,
      finality: finality.value,
      blocks: { ethereum: options.ethereum ?? { type: 'auto' }, cosmos: options.cosmos ?? { type: 'auto' } },
      history: 1_000,
      ...(options.batch !== undefined && { batch: options.batch }),
    })
    if (options.relay !== false) await world.start()
    return new Harness(world, clock, database)
  }

  account(name: string): WorldAccount {
    const found = this.world.accounts.developers.find((account) => account.name === name)
    if (found === undefined) throw new Error(`no account ${name}`)
    return found
  }

  /** Runs everything due now, and `ms` more of virtual time. */
  run(ms = 0): Promise<void> {
    return this.clock.runUntil(this.clock.now() + ms)
  }

  /** Sends a contract call and waits until it is mined. Throws unless it succeeded. */
  async call(from: WorldAccount, to: Hex, data: Uint8Array): Promise<Hex> {
    const { chain } = this.world.ethereum
    const hash = await this.post(from, to, data)
    const found = await chain.transaction(hash)
    if (found === undefined || found.mined.receipt.status !== 1) throw new Error(`${hash} did not succeed`)
    return hash
  }

  /** Sends a contract call; in automine it is mined afterwards. */
  async post(from: WorldAccount, to: Hex, data: Uint8Array): Promise<Hex> {
    const { chain } = this.world.ethereum
    const raw = buildEthTx({
      chainId: chain.chainId,
      nonce: chain.pendingNonce(from.ethereum.address),
      gasLimit: 5_000_000n,
      maxFeePerGas: 2n * chain.baseFee,
      to,
      data,
      key: from.ethereum.key,
    })
    const sending = this.world.ethereum.send(raw)
    await this.run()
    const sent = await sending
    if (!sent.ok) throw new Error(sent.rejection.code)
    return sent.value
  }

  async buyIxo(buyer: WorldAccount, dai: bigint): Promise<void> {
    await this.call(buyer, contractAddresses.DAI, approve.encode([contractAddresses.MarketMaker, dai]))
    await this.call(buyer, contractAddresses.MarketMaker, buy.encode([dai, 0n, this.deadline()]))
  }

  /** Approves and sends a packet from Ethereum. The relayer takes it from there as the clock runs. */
  async mirror(from: WorldAccount, symbol: TokenSymbol, amount: bigint, to: string, timeoutMs = 600_000) {
    const at = contractAddresses[symbol]
    await this.call(from, at, approve.encode([contractAddresses.PegBridge, amount]))
    return this.call(from, contractAddresses.PegBridge, this.#sendTransfer(symbol, amount, to, timeoutMs))
  }

  /** The same, whether blocks are made for it or not. */
  async mirrorUnmined(from: WorldAccount, symbol: TokenSymbol, amount: bigint, to: string, timeoutMs = 600_000) {
    await this.post(from, contractAddresses[symbol], approve.encode([contractAddresses.PegBridge, amount]))
    return this.post(from, contractAddresses.PegBridge, this.#sendTransfer(symbol, amount, to, timeoutMs))
  }

  #sendTransfer(symbol: TokenSymbol, amount: bigint, to: string, timeoutMs: number): Uint8Array {
    const timeoutNs = BigInt(this.clock.now() + timeoutMs) * 1_000_000n
    return sendTransfer.encode([contractAddresses[symbol], amount, to, 'channel-0', timeoutNs, ''])
  }

  /** Sends a packet from Cosmos. */
  async mirrorBack(from: WorldAccount, denom: string, amount: bigint, to: string, timeoutMs = 600_000): Promise<void> {
    const { world } = this
    const account = accountOf(world.cosmos.chain.ledger.latest, from.cosmos.address)
    if (account === undefined) throw new Error('no such account')
    const raw = buildCosmosTx({
      msgs: [
        toAny(MsgTransfer, {
          sourcePort: 'transfer',
          sourceChannel: 'channel-0',
          token: { denom, amount: amount.toString() },
          sender: from.cosmos.address,
          receiver: to,
          timeoutHeight: { revisionNumber: 0n, revisionHeight: 0n },
          timeoutTimestamp: BigInt(this.clock.now() + timeoutMs) * 1_000_000n,
          memo: '',
          encoding: '',
        }),
      ],
      fee: { amount: [], gasLimit: 500_000n },
      chainId: world.genesis.cosmos.chainId,
      accountNumber: account.number,
      sequence: account.sequence,
      key: from.cosmos.key,
    })
    const sending = world.cosmos.send(raw)
    await this.run()
    const sent = await sending
    if (sent.code !== 0) throw new Error(sent.log)
  }

  balance(symbol: TokenSymbol, account: Hex): bigint {
    const outcome = this.world.ethereum.chain.call({
      to: contractAddresses[symbol],
      data: tokenBalanceOf.encode([account]),
    })
    if (!outcome.ok) throw new Error(outcome.rejection.code)
    const decoded = tokenBalanceOf.decodeResult(outcome.value.output)
    if (!decoded.ok) throw new Error(decoded.rejection.code)
    return decoded.value[0]
  }

  vouchers(denom: string, address: string): bigint {
    return balanceOf(this.world.cosmos.chain.ledger.latest, address, denom)
  }

  deadline(): bigint {
    return BigInt(Math.floor(this.clock.now() / 1000) + 3_600)
  }

  balanced(): boolean {
    return this.world.books().lanes.every(({ balanced }) => balanced)
  }

  inFlight(): bigint {
    return this.world.books().lanes.reduce((sum, { inFlight }) => sum + inFlight, 0n)
  }

  async stop(): Promise<void> {
    const stopping = this.world.stop()
    await this.run()
    await stopping
  }
}

function find<const A extends readonly { readonly type: string; readonly name?: string }[], N extends string>(
  abi: A,
  name: N,
) {
  const found = abi.find((each) => each.type === 'function' && each.name === name)
  return found as Extract<A[number], { readonly type: 'function'; readonly name: N }>
}

const approve = abiFunction(find(pegTokenAbi, 'approve'))
const tokenBalanceOf = abiFunction(find(pegTokenAbi, 'balanceOf'))
const buy = abiFunction(find(marketMakerAbi, 'buy'))
const sendTransfer = abiFunction(find(pegBridgeAbi, 'sendTransfer'))
