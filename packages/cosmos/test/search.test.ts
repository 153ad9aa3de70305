import { toHex } from '@pegzone/encoding'
import { beforeAll, describe, expect, test } from 'vitest'
import type { SearchCondition, SearchPage } from '../src/index.ts'
import { alice, bob, carol, coin, dave, genesisOf, send, sign, startChain } from './support.ts'

const t = startChain()

/** Ten blocks: alice pays dave 1…10, bob pays carol in the even ones, block 5 holds a failure. */
beforeAll(() => {
  for (let i = 1; i <= 10; i++) {
    const fails = i === 5
    t.chain.checkTx(sign([send(dave.address, [coin(fails ? 10 ** 9 : i)])], { sequence: BigInt(i - 1) }))
    if (i % 2 === 0) {
      const msgs = [send(carol.address, [coin(100 * i)], bob.address)]
      t.chain.checkTx(sign(msgs, { from: bob, sequence: BigInt(i / 2 - 1) }))
    }
    t.block()
  }
})

async function places(conditions: readonly SearchCondition[], page?: SearchPage) {
  const { total, txs } = await t.chain.searchTxs(conditions, page)
  return { total, at: txs.map(({ height, index }) => `${height}/${index}`) }
}

const eq = (key: string, value: string | bigint): SearchCondition => ({ key, op: '=', value })

describe('searchTxs', () => {
  test('by hash, either case, with prefix or without', async () => {
    const block = (await t.chain.block(4))!
    const hex = toHex(block.txHashes[1]!)
    for (const text of [hex, hex.toUpperCase(), `0x${hex}`]) {
      expect(await places([eq('tx.hash', text)])).toEqual({ total: 1, at: ['4/1'] })
    }
    expect(await places([eq('tx.hash', 'nonsense')])).toEqual({ total: 0, at: [] })
    const record = (await t.chain.tx(block.txHashes[1]!))!
    expect(record).toMatchObject({ height: 4, index: 1, timeNs: block.timeNs })
    expect(record.tx).toEqual(block.txs[1])
    expect(await t.chain.tx(new Uint8Array(32))).toBeUndefined()
  })

  test('by height: equal, ranges, and nothing beyond the head', async () => {
    expect(await places([eq('tx.height', 4n)])).toEqual({ total: 2, at: ['4/0', '4/1'] })
    expect(await places([eq('tx.height', '3')])).toEqual({ total: 1, at: ['3/0'] })
    const range: SearchCondition[] = [
      { key: 'tx.height', op: '>', value: 2n },
      { key: 'tx.height', op: '<=', value: 4n },
    ]
    expect(await places(range)).toEqual({ total: 3, at: ['3/0', '4/0', '4/1'] })
    expect(await places([{ key: 'tx.height', op: '>=', value: 11n }])).toEqual({ total: 0, at: [] })
    expect(await places([{ key: 'tx.height', op: '<', value: 0n }])).toEqual({ total: 0, at: [] })
  })

  test('by attribute, intersected, with a height range', async () => {
    expect((await places([eq('transfer.recipient', dave.address)])).total).toBe(9)
    expect((await places([eq('message.sender', alice.address)])).total).toBe(9)
    expect((await places([eq('message.sender', bob.address), eq('transfer.recipient', carol.address)])).total).toBe(5)
    expect((await places([eq('message.sender', bob.address), eq('transfer.recipient', dave.address)])).total).toBe(0)
    const late: SearchCondition[] = [eq('transfer.recipient', carol.address), { key: 'tx.height', op: '>=', value: 7n }]
    expect(await places(late)).toEqual({ total: 2, at: ['8/1', '10/1'] })
    expect((await places([eq('message.action', '/cosmos.bank.v1beta1.MsgSend')])).total).toBe(14)
  })

  test('what the index leaves out is answered from the results', async () => {
    expect(await places([eq('transfer.amount', '3acixo')])).toEqual({ total: 1, at: ['3/0'] })
    expect(await places([eq('transfer.amount', 3n)])).toEqual({ total: 1, at: ['3/0'] })
    const dear: SearchCondition[] = [
      eq('transfer.recipient', carol.address),
      { key: 'transfer.amount', op: '>', value: 600n },
    ]
    expect(await places(dear)).toEqual({ total: 2, at: ['8/1', '10/1'] })
    expect(
      (await places([{ key: 'transfer.recipient', op: 'CONTAINS', value: carol.address.slice(5, 20) }])).total,
    ).toBe(5)
    expect((await places([{ key: 'transfer.sender', op: 'EXISTS' }])).total).toBe(14)
    expect((await places([{ key: 'no.such', op: 'EXISTS' }])).total).toBe(0)
    expect((await places([])).total).toBe(15)
  })

  test('pages, both ways, with the total of all', async () => {
    const all = [eq('transfer.recipient', dave.address)]
    expect(await places(all, { page: 2, perPage: 4 })).toEqual({ total: 9, at: ['6/0', '7/0', '8/0', '9/0'] })
    expect(await places(all, { page: 1, perPage: 2, order: 'desc' })).toEqual({ total: 9, at: ['10/0', '9/0'] })
    expect(await places(all, { page: 9, perPage: 4 })).toEqual({ total: 9, at: [] })
  })
})

test('searchBlocks by height', async () => {
  const found = await t.chain.searchBlocks([{ key: 'block.height', op: '>', value: 7n }], { order: 'desc', perPage: 2 })
  expect(found.total).toBe(3)
  expect(found.blocks.map(({ height }) => height)).toEqual([10, 9])
  expect((await t.chain.searchBlocks([eq('mint.amount', '1')])).total).toBe(0)
})

test('a value that continues another after a zero byte is another value', async () => {
  const u = startChain(genesisOf())
  u.chain.checkTx(sign([send(dave.address, [coin(1)])], { memo: 'x' }))
  u.block()
  expect((await u.chain.searchTxs([eq('transfer.recipient', dave.address.slice(0, 10))])).total).toBe(0)
})
