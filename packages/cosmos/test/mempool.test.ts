import { expect, test } from 'vitest'
import { accountOf, balanceOf } from '../src/index.ts'
import { alice, bob, coin, dave, genesisOf, send, sign, startChain } from './support.ts'

const pay = (sequence: bigint, amount = 1) => sign([send(dave.address, [coin(amount)])], { sequence, fee: [coin(10)] })

test('several transactions of one account fit into one block, in the order of arrival', () => {
  const t = startChain()
  for (let sequence = 0n; sequence < 5n; sequence++) expect(t.chain.checkTx(pay(sequence))).toMatchObject({ code: 0 })
  expect(t.chain.checkTx(pay(7n))).toMatchObject({
    code: 32,
    log: 'account sequence mismatch, expected 5, got 7: incorrect account sequence',
  })
  expect(t.chain.mempool.size).toBe(5)
  expect(accountOf(t.ledger.latest, alice.address)!.sequence).toBe(0n)
  const block = t.block()
  expect(block.results.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0])
  expect(block.txs).toEqual([0n, 1n, 2n, 3n, 4n].map((sequence) => pay(sequence)))
  expect(accountOf(t.ledger.latest, alice.address)!.sequence).toBe(5n)
  expect(t.chain.hasWork()).toBe(false)
})

test('fees of waiting transactions are spoken for, message amounts are not', () => {
  const t = startChain()
  const half = (sequence: bigint) => sign([send(dave.address, [coin(1)])], { sequence, fee: [coin(2_500_000)] })
  expect(t.chain.checkTx(half(0n))).toMatchObject({ code: 0 })
  expect(t.chain.checkTx(half(1n))).toMatchObject({ code: 0 })
  expect(t.chain.checkTx(half(2n))).toMatchObject({ code: 5 })
  const [first, second] = t.block().results
  expect(first).toMatchObject({ code: 0 })
  // The first send took one unit of what the second promised as fee.
  expect(second).toMatchObject({ code: 5, events: [] })
})

test('the same bytes are refused while they wait and after they were delivered; refused ones may come again', () => {
  const t = startChain()
  expect(t.chain.checkTx(pay(0n))).toMatchObject({ code: 0 })
  const again = { code: 19, codespace: 'sdk', log: 'tx already exists in cache', duplicate: true }
  expect(t.chain.checkTx(pay(0n))).toMatchObject(again)
  t.block()
  expect(t.chain.checkTx(pay(0n))).toMatchObject(again)
  expect(t.chain.checkTx(pay(2n))).toMatchObject({ code: 32 })
  expect(t.chain.checkTx(pay(1n))).toMatchObject({ code: 0 })
  expect(t.chain.checkTx(pay(2n))).toMatchObject({ code: 0 })
})

test('bounds: number and bytes of waiting transactions, size of one, bytes of a block', () => {
  const raw = pay(0n)
  const few = startChain(genesisOf(), { mempool: { maxTxs: 1 } })
  few.chain.checkTx(raw)
  expect(few.chain.checkTx(pay(1n))).toMatchObject({
    code: 20,
    log: `number of txs 1 (max: 1), total txs bytes ${raw.length} (max: 67108864): mempool is full`,
  })
  const small = startChain(genesisOf(), { mempool: { maxBytes: raw.length + 5 } })
  small.chain.checkTx(raw)
  expect(small.chain.checkTx(pay(1n))).toMatchObject({ code: 20 })
  const short = startChain(genesisOf(), { maxTxBytes: 100 })
  expect(short.chain.checkTx(raw)).toMatchObject({ code: 21 })
  const narrow = startChain(genesisOf(), { maxBlockBytes: raw.length * 2 + 10 })
  for (let sequence = 0n; sequence < 5n; sequence++) narrow.chain.checkTx(pay(sequence))
  expect([narrow.block(), narrow.block(), narrow.block()].map(({ txs }) => txs.length)).toEqual([2, 2, 1])
  expect(balanceOf(narrow.ledger.latest, dave.address, 'acixo')).toBe(5n)
})

test('what no longer passes after a block is dropped, and what passes stays', () => {
  const t = startChain()
  const late = sign([send(dave.address, [coin(1)], bob.address)], { from: bob, timeoutHeight: 1n })
  const narrow = startChain(genesisOf(), { maxBlockBytes: 10 })
  expect(narrow.chain.checkTx(pay(0n))).toMatchObject({ code: 0 })
  expect(narrow.chain.checkTx(late)).toMatchObject({ code: 0 })
  expect(narrow.chain.checkTx(pay(1n))).toMatchObject({ code: 0 })
  narrow.block()
  narrow.block()
  expect(narrow.chain.mempool.size).toBe(1)
  expect(t.chain.mempool.txs(10)).toEqual([])
})

test('the cache of seen hashes is bounded', () => {
  const t = startChain(genesisOf(), { mempool: { cacheSize: 1 } })
  t.chain.checkTx(pay(0n))
  t.chain.checkTx(pay(1n))
  t.block()
  // Forgotten, so its sequence decides.
  expect(t.chain.checkTx(pay(0n))).toMatchObject({ code: 32 })
})
