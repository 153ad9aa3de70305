import { stringToPath } from '@cosmjs/crypto'
import { DirectSecp256k1HdWallet, type EncodeObject } from '@cosmjs/proto-signing'
import { SigningStargateClient } from '@cosmjs/stargate'
import { DEV_MNEMONIC } from '@pegzone/encoding'
import { contractAddresses } from '@pegzone/ethereum'
import { createMapDatabase, type Database } from '@pegzone/ledger'
import { openLevelDatabase } from '@pegzone/ledger/level'
import { createWorld, deriveAccounts, presetGenesis, type World, WorldClock } from '@pegzone/world'
import { TxRaw } from 'cosmjs-types/cosmos/tx/v1beta1/tx'
import { HDNodeWallet, Interface } from 'ethers'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from './harness.ts'

const token = 10n ** 18n
const startMs = 1_750_000_000_000
const hourNs = 3_600_000_000_000n
const accounts = deriveAccounts(DEV_MNEMONIC, 'ixo')
const [alice, bob] = accounts.developers
if (alice === undefined || bob === undefined) throw new Error('no developers')

const genesis = presetGenesis({
  name: 'example',
  mnemonic: DEV_MNEMONIC,
  prefix: 'ixo',
  accounts,
  timeNs: BigInt(startMs) * 1_000_000n,
  ethereumChainId: 31_337,
  cosmosChainId: 'pegzone-1',
})

/** A signed transaction as a client sends it, and the millisecond after the start at which it arrives. */
interface Input {
  readonly at: number
  readonly side: 'ethereum' | 'cosmos'
  readonly raw: Uint8Array
}

const abi = new Interface([
  'function approve(address spender, uint256 amount)',
  'function transfer(address to, uint256 amount)',
  'function buy(uint256 dai, uint256 minIxo, uint256 deadline)',
  'function depositSingle(uint256 ixo, uint256 minDai, uint256 minVouchers, uint256 deadline)',
  'function sendTransfer(address token, uint256 amount, string receiver, string sourceChannel, uint64 timeoutTimestamp, string memo)',
])
const deadline = startMs / 1000 + 3600
const timeout = BigInt(startMs) * 1_000_000n + hourNs

async function ethereumInputs(): Promise<Input[]> {
  const wallet = HDNodeWallet.fromPhrase(DEV_MNEMONIC, undefined, "m/44'/60'/0'/0/0")
  const { DAI, IXO, IXOS, MarketMaker, Brokerage, PegBridge } = contractAddresses
  const most = 10n ** 30n
  const calls: [to: string, data: string][] = [
    [DAI, abi.encodeFunctionData('approve', [MarketMaker, most])],
    [MarketMaker, abi.encodeFunctionData('buy', [10n * token, 1n, deadline])],
    [IXO, abi.encodeFunctionData('approve', [Brokerage, most])],
    [Brokerage, abi.encodeFunctionData('depositSingle', [50n * token, 0n, 1n, deadline])],
    ...[DAI, IXO, IXOS].map((each): [string, string] => [each, abi.encodeFunctionData('approve', [PegBridge, most])]),
    ...Array.from({ length: 30 }, (_, index): [string, string] => [
      PegBridge,
      abi.encodeFunctionData('sendTransfer', [
        [IXO, IXOS, DAI][index % 3],
        token / 3n + BigInt(index),
        // Every tenth has a receiver that cannot be: an error acknowledgement, and a refund.
        index % 10 === 9 ? 'nobody' : bob?.cosmos.address,
        'channel-0',
        timeout,
        index % 4 === 0 ? `memo ${index}` : '',
      ]),
    ]),
    // More than alice has: mined and reverted.
    [DAI, abi.encodeFunctionData('transfer', [bob?.ethereum.address, 10n ** 40n])],
  ]
  return Promise.all(
    calls.map(async ([to, data], nonce) => ({
      at: 100 + 37 * nonce,
      side: 'ethereum' as const,
      raw: Buffer.from(
        (
          await wallet.signTransaction({
            type: 2,
            chainId: 31_337,
            nonce,
            to,
            data,
            gasLimit: 500_000,
            maxFeePerGas: 10_000_000_000n,
            maxPriorityFeePerGas: 1_000_000_000n,
          })
        ).slice(2),
        'hex',
      ),
    })),
  )
}

async function cosmosInputs(): Promise<Input[]> {
  const wallet = await DirectSecp256k1HdWallet.fromMnemonic(DEV_MNEMONIC, {
    prefix: 'ixo',
    hdPaths: [stringToPath("m/44'/118'/0'/0/1")],
  })
  const client = await SigningStargateClient.offline(wallet)
  const from = bob?.cosmos.address as string
  const back = (amount: bigint): EncodeObject => ({
    typeUrl: '/ibc.applications.transfer.v1.MsgTransfer',
    value: {
      sourcePort: 'transfer',
      sourceChannel: 'channel-0',
      token: { denom: 'acdai', amount: String(amount) },
      sender: from,
      receiver: alice?.ethereum.address,
      timeoutHeight: { revisionNumber: 0n, revisionHeight: 0n },
      timeoutTimestamp: timeout,
      memo: '',
    },
  })
  const pay = (amount: bigint): EncodeObject => ({
    typeUrl: '/cosmos.bank.v1beta1.MsgSend',
    value: {
      fromAddress: from,
      toAddress: alice?.cosmos.address,
      amount: [{ denom: 'acdai', amount: String(amount) }],
    },
  })
  return Promise.all(
    Array.from({ length: 30 }, async (_, sequence) => {
      const amount = BigInt(sequence + 1) * token
      const messages = sequence % 2 === 0 ? [back(amount)] : [pay(amount), back(1n)]
      const fee = { amount: [], gas: '400000' }
      const signer = { accountNumber: 1n, sequence, chainId: 'pegzone-1' }
      const tx = await client.sign(from, messages, fee, `tx ${sequence}`, signer)
      return { at: 150 + 41 * sequence, side: 'cosmos' as const, raw: TxRaw.encode(tx).finish() }
    }),
  )
}

/** Sequence numbers come from the genesis: bob is its second account. */
const inputs = (async () => [...(await ethereumInputs()), ...(await cosmosInputs())].sort((a, b) => a.at - b.at))()

interface Trace {
  /** `side height root` of every durable block, in the order in which they became durable on their side. */
  readonly ethereum: readonly string[]
  readonly cosmos: readonly string[]
  readonly books: unknown
  readonly packets: readonly string[]
}

/** Plays every input into a new world on the database, until the world is quiet, and tells what it did. */
async function play(database: Database, messages: readonly Input[]): Promise<Trace> {
  const clock = new WorldClock(startMs)
  const world = await createWorld({
    clock,
    database,
    genesis,
    accounts,
    finality: { name: 'instant', depth: 0 },
    blocks: { ethereum: { type: 'auto' }, cosmos: { type: 'auto' } },
    history: 10_000,
  })
  const failures: unknown[] = []
  world.failure$.subscribe((failure) => failures.push(failure))
  world.reports$.subscribe((report) => failures.push(report))
  const roots: { ethereum: string[]; cosmos: string[] } = { ethereum: [], cosmos: [] }
  world.ethereum.ledger.onDurable(({ height, root }) => roots.ethereum.push(`${height} ${root}`))
  world.cosmos.chain.ledger.onDurable(({ height, root }) => roots.cosmos.push(`${height} ${root}`))
  await world.start()
  const refused: unknown[] = []
  for (const { at, side, raw } of messages) {
    clock.at(startMs + at, () => {
      if (side === 'ethereum') {
        void world.ethereum.send(raw).then((sent) => {
          if (!sent.ok) refused.push(sent.rejection)
        })
      } else {
        void world.cosmos.send(raw).then((sent) => {
          if (sent.code !== 0) refused.push(sent)
        })
      }
    })
  }
  await clock.runUntil(startMs + 60_000)
  expect({ failures, refused }).toEqual({ failures: [], refused: [] })
  const trace = { ...roots, books: world.books(), packets: packetsOf(world) }
  await world.stop()
  return trace
}

function packetsOf(world: World): string[] {
  return world.packets
    .list({ limit: 1000 })
    .map(({ source, sequence, state, amount, error }) => `${source} ${sequence} ${state} ${amount} ${error ?? ''}`)
    .sort()
}

describe('the same inputs', () => {
  it('give the same roots in memory and on disk, block by block', { timeout: 60_000 }, async () => {
    const messages = await inputs
    await using folder = await temporaryFolder()
    const memory = await play(createMapDatabase(), messages)
    // What is compared is a world in which things happened, both ways, refunds among them.
    expect(memory.packets).toHaveLength(60)
    expect(memory.packets.filter((packet) => packet.includes('refunded')).length).toBeGreaterThanOrEqual(3)
    expect(memory.packets.filter((packet) => !/acknowledged|refunded/.test(packet))).toEqual([])
    expect(memory.ethereum.length).toBeGreaterThan(40)
    expect(memory.cosmos.length).toBeGreaterThan(40)

    const database = await openLevelDatabase(folder.path)
    expect(await play(database, messages)).toEqual(memory)
    await database.close()

    const again = await openLevelDatabase(folder.path)
    const clock = new WorldClock(startMs + 60_000)
    const reopened = await createWorld({
      clock,
      database: again,
      genesis,
      accounts,
      finality: { name: 'instant', depth: 0 },
      blocks: { ethereum: { type: 'auto' }, cosmos: { type: 'auto' } },
      history: 10_000,
    })
    const headOf = ({ height, root }: { readonly height: number; readonly root: string }) => `${height} ${root}`
    expect(headOf(reopened.ethereum.ledger.head)).toBe(memory.ethereum.at(-1))
    expect(headOf(reopened.cosmos.chain.ledger.head)).toBe(memory.cosmos.at(-1))
    expect(reopened.books()).toEqual(memory.books)
    expect(packetsOf(reopened)).toEqual(memory.packets)
    await reopened.stop()
    await again.close()
  })

  it('in another order give other roots', async () => {
    const messages = await inputs
    const first = await play(createMapDatabase(), messages.slice(0, 12))
    const second = await play(createMapDatabase(), messages.slice(0, 11))
    expect(second.ethereum.at(-1)).not.toBe(first.ethereum.at(-1))
  })
})
