import { createLedger, createMapDatabase, openLedger } from '@pegzone/ledger'
import { describe, expect, it } from 'vitest'
import type { EthereumBlock } from '../../src/index.ts'
import {
  alice,
  type Bench,
  bob,
  ETHER,
  openChain,
  openWithGenesis,
  SECOND,
  START,
  signed,
  toyAddress,
  toyTransferEvent,
  transferData,
} from './support.ts'

const toToy = (amount: bigint) => ({ to: toyAddress, value: 0n, data: transferData(bob, amount) })

/** `count` blocks; every third holds a toy transfer, the others a payment. */
function grow({ chain }: Bench, count: number): EthereumBlock[] {
  return Array.from({ length: count }, (_, index) => {
    const nonce = chain.account(alice).nonce
    chain.submit(signed(nonce, index % 3 === 0 ? toToy(1n) : {}))
    return chain.produce(START)
  })
}

/** What of a block must survive the disk; events are not stored. */
const essence = ({ hash, height, timeNs, header, transactions }: EthereumBlock) => ({
  hash,
  height,
  timeNs,
  header,
  transactions: transactions.map((mined) => ({
    hash: mined.hash,
    from: mined.from,
    index: mined.index,
    receipt: mined.receipt,
    raw: mined.raw,
    nonce: mined.tx.nonce,
  })),
})

describe('history', () => {
  it('finds blocks and transactions by hash, recent and old', async () => {
    const bench = openWithGenesis()
    const blocks = grow(bench, 200)
    for (const at of [0, 5, 100, 199]) {
      const block = blocks[at]!
      expect(essence((await bench.chain.block(block.height))!)).toEqual(essence(block))
      expect((await bench.chain.blockByHash(block.hash))?.height).toBe(block.height)
      const hash = block.transactions[0]!.hash
      expect((await bench.chain.transaction(hash))?.block.height).toBe(block.height)
    }
    expect(await bench.chain.block(201)).toBeUndefined()
    expect(await bench.chain.blockByHash(`0x${'11'.repeat(32)}`)).toBeUndefined()
    expect(await bench.chain.transaction(`0x${'11'.repeat(32)}`)).toBeUndefined()
  })

  it('finds logs by address, topic and range through index and window alike', async () => {
    const bench = openWithGenesis()
    grow(bench, 400)
    const heights = async (query: Parameters<typeof bench.chain.logs>[0]) =>
      (await bench.chain.logs(query)).map(({ block }) => block.height)
    const all = Array.from({ length: 134 }, (_, index) => 1 + 3 * index)
    expect(await heights({ from: 0, to: 400 })).toEqual(all)
    expect(await heights({ from: 4, to: 10, addresses: [toyAddress] })).toEqual([4, 7, 10])
    expect(await heights({ from: 395, to: 400 })).toEqual([397, 400])
    expect(await heights({ from: 0, to: 400, addresses: [bob] })).toEqual([])
    expect(await heights({ from: 0, to: 30, topics: [[toyTransferEvent.topic0]] })).toEqual(all.slice(0, 10))
    expect(await heights({ from: 0, to: 400, topics: [undefined, [`0x${'00'.repeat(32)}`]] })).toEqual([])
    const word = `0x${alice.slice(2).padStart(64, '0')}` as const
    expect(await heights({ from: 390, to: 400, topics: [undefined, [word]] })).toEqual([391, 394, 397, 400])
    expect(await heights({ from: 0, to: 400, limit: 2 })).toEqual([1, 4])
  })

  it('goes on after a restart as if nothing had happened', async () => {
    const database = createMapDatabase()
    const options = { history: 1000, tables: [] }
    const first = openChain({}, await openLedger({ store: database.keyspace('ethereum'), ...options }))
    first.chain.initGenesis({ timeNs: START, accounts: [{ address: alice, balance: ETHER }] })
    const reference = openChain({}, createLedger({ history: 1000 }))
    reference.chain.initGenesis({ timeNs: START, accounts: [{ address: alice, balance: ETHER }] })
    const expected = grow(reference, 160)
    grow(first, 150)
    await first.ledger.flushed()
    await first.ledger.close()

    const again = openChain({}, await openLedger({ store: database.keyspace('ethereum'), ...options }))
    expect(() => again.chain.produce(START)).toThrow('resume')
    await again.chain.resume()
    expect(again.chain.head).toBe(150)
    grow(again, 10)
    for (const at of [1, 150, 151, 160]) {
      expect(essence((await again.chain.block(at))!)).toEqual(essence(expected[at - 1]!))
    }
    for (const at of [1, 149, 150, 160]) {
      expect((await again.chain.blockByHash(expected[at - 1]!.hash))?.height).toBe(at)
    }
  })

  it('rewinds: the blocks are gone, their transactions wait again, listeners are told', async () => {
    const bench = openWithGenesis()
    const blocks = grow(bench, 6)
    const dropped: number[] = []
    bench.chain.onReorg((gone) => dropped.push(...gone.map(({ height }) => height)))
    const gone = await bench.chain.rewind(3)
    expect(gone.map(({ hash }) => hash)).toEqual([blocks[5]!.hash, blocks[4]!.hash, blocks[3]!.hash])
    expect(dropped).toEqual([6, 5, 4])
    expect(await bench.chain.blockByHash(blocks[5]!.hash)).toBeUndefined()
    expect(bench.chain.poolContent().pending.map(({ nonce }) => nonce)).toEqual([3n, 4n, 5n])
    const again = bench.chain.produce(START + 60n * SECOND)
    expect(again.height).toBe(4)
    expect(again.header.parentHash).toBe(blocks[2]!.hash)
    expect(again.transactions.map(({ hash }) => hash)).toEqual(
      blocks.slice(3).map(({ transactions }) => transactions[0]!.hash),
    )
    expect((await bench.chain.transaction(blocks[5]!.transactions[0]!.hash))?.block.hash).toBe(again.hash)
    expect((await bench.chain.blockByHash(blocks[2]!.hash))?.height).toBe(3)
  })

  it('announces every block once, in order, also over a rewind', async () => {
    const bench = openWithGenesis()
    const heights: number[] = []
    bench.chain.onBlock(({ height }) => heights.push(height))
    grow(bench, 3)
    await bench.ledger.flushed()
    await bench.chain.rewind(1)
    grow(bench, 1)
    await new Promise((resolve) => setImmediate(resolve))
    expect(heights).toEqual([0, 1, 2, 3, 2])
  })

  it('makes light blocks whose hash is the root, with the same state as full ones', () => {
    const light = openWithGenesis({ blocks: 'light' })
    const full = openWithGenesis()
    const roots = (bench: Bench) => grow(bench, 10).map(({ header }) => header.stateRoot)
    expect(roots(light)).toEqual(roots(full))
    expect(light.chain.produce(START).hash).toBe(`0x${light.ledger.head.root}`)
  })
})
