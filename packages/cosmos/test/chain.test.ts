import { toHex } from '@pegzone/encoding'
import { createLedger, createMapDatabase, openLedger } from '@pegzone/ledger'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { balancesTable, supplyTable } from '../src/bank/keeper.ts'
import { accountOf, balanceOf, type CosmosBlock, cosmosTables, createCosmos } from '../src/index.ts'
import {
  alice,
  bob,
  CHAIN_ID,
  carol,
  coin,
  dave,
  genesisOf,
  PREFIX,
  SECOND,
  send,
  sign,
  startChain,
} from './support.ts'

const people = [alice, bob, carol, dave]

test('blocks come back as they were made, from the ledger too', async () => {
  const t = startChain(genesisOf(), { cachedBlocks: 1 })
  t.chain.checkTx(sign([send(dave.address, [coin(5)])], { fee: [coin(3)] }))
  t.chain.checkTx(sign([send(dave.address, [coin(10 ** 9)])], { sequence: 1n }))
  const made = t.block()
  t.block()
  t.block()
  expect(await t.chain.block(1)).toEqual(made)
  expect(await t.chain.blockByHash(made.hash)).toEqual(made)
  expect(await t.chain.blockByHash(new Uint8Array(32))).toBeUndefined()
  expect((await t.chain.block())!.height).toBe(3)
  expect(await t.chain.block(0)).toBeUndefined()
  expect(await t.chain.block(4)).toBeUndefined()
  expect(t.chain.commitOf(made).blockId).toEqual((await t.chain.block(2))!.lastCommit.blockId)
})

test('blocks are announced in order, after they are durable', async () => {
  const t = startChain()
  const seen: CosmosBlock[] = []
  const stop = t.chain.onBlock((block) => seen.push(block))
  const made = [t.block(), t.block()]
  await t.ledger.flushed()
  await Promise.resolve()
  expect(seen).toEqual(made)
  stop()
})

test('a replay of the bodies gives the same roots and headers; so does the same chain on disk, reopened', async () => {
  const t = startChain()
  const made: CosmosBlock[] = []
  for (let i = 0n; i < 12n; i++) {
    t.chain.checkTx(sign([send(people[Number(i % 4n)]!.address, [coin(i + 1n)])], { sequence: i, fee: [coin(1)] }))
    made.push(t.block())
  }
  const again = startChain()
  const replayed = made.map(({ timeNs, txs }) => again.chain.replay(timeNs, txs))
  expect(replayed).toEqual(made)
  expect(again.ledger.head).toEqual(t.ledger.head)

  const database = createMapDatabase()
  const store = database.keyspace('cosmos')
  const options = { chainId: CHAIN_ID, prefix: PREFIX }
  const first = await openLedger({ store, tables: cosmosTables })
  const chain = createCosmos({ ledger: first, ...options })
  expect(chain.initGenesis(genesisOf())).toMatchObject({ ok: true })
  for (const { timeNs, txs } of made.slice(0, 6)) chain.replay(timeNs, txs)
  await first.close()
  const second = await openLedger({ store, tables: cosmosTables })
  const resumed = createCosmos({ ledger: second, ...options })
  expect(made.slice(6).map(({ timeNs, txs }) => resumed.replay(timeNs, txs))).toEqual(made.slice(6))
  expect(second.head).toEqual(t.ledger.head)
  expect(() => createCosmos({ ledger: second, ...options, chainId: 'other-1' })).toThrow(/COSMOS_CHAIN|other-1/)
  expect((await resumed.tx(made[2]!.txHashes[0]!))!.height).toBe(3)
  await second.close()
})

test('after a rewind the dropped blocks are gone, with their index, and other ones take their place', async () => {
  const t = startChain()
  t.block()
  const raw = sign([send(dave.address, [coin(5)])])
  t.chain.checkTx(raw)
  const dropped = t.block()
  t.block()
  await t.chain.rewind(1)
  expect(await t.chain.block(2)).toBeUndefined()
  expect(await t.chain.tx(dropped.txHashes[0]!)).toBeUndefined()
  expect(balanceOf(t.ledger.latest, dave.address, 'acixo')).toBe(0n)
  expect(t.chain.checkTx(raw)).toMatchObject({ code: 0 })
  expect(t.block()).toEqual(dropped)
})

describe('laws', () => {
  test('the sum of balances is the supply, whatever is sent', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            from: fc.integer({ min: 0, max: 2 }),
            to: fc.integer({ min: 0, max: 3 }),
            denom: fc.constantFrom('acdai', 'acixo'),
            amount: fc.bigInt({ min: 0n, max: 3_000_000n }),
            fee: fc.bigInt({ min: 0n, max: 100_000n }),
            seal: fc.boolean(),
          }),
          { maxLength: 25 },
        ),
        (sends) => {
          const t = startChain(genesisOf(), { verifySignatures: false })
          const next = new Map<number, bigint>()
          for (const { from, to, denom, amount, fee, seal } of sends) {
            const sequence = next.get(from) ?? 0n
            const msgs = [send(people[to]!.address, [coin(amount, denom)], people[from]!.address)]
            const raw = sign(msgs, { from: people[from]!, sequence, fee: fee === 0n ? [] : [coin(fee)] })
            if (t.chain.checkTx(raw).code === 0) next.set(from, sequence + 1n)
            if (!seal) continue
            // A fee may have become too much since CheckTx: then the sequence was not used.
            t.block()
            for (const [i, { address }] of people.entries()) {
              next.set(i, accountOf(t.ledger.latest, address)?.sequence ?? 0n)
            }
          }
          t.block()
          expect(sums(t)).toEqual(new Map(t.ledger.latest.read(supplyTable).range()))
          expect(t.ledger.audit()).toEqual([])
        },
      ),
      { numRuns: 25, seed: 20 },
    )
  })

  function sums(t: ReturnType<typeof startChain>): Map<string, bigint> {
    const total = new Map<string, bigint>()
    for (const [[, denom], amount] of t.ledger.latest.read(balancesTable).range()) {
      total.set(denom, (total.get(denom) ?? 0n) + amount)
    }
    return total
  }
})

test('two chains of one genesis are equal; another chain id is another root', () => {
  const [a, b] = [startChain(), startChain()]
  expect(a.block()).toEqual(b.block())
  const other = startChain(genesisOf({ chainId: 'pegzone-2' }))
  expect(other.ledger.head.root).not.toBe(startChain().ledger.head.root)
  expect(toHex(other.chain.validator.pubKey)).not.toBe(toHex(a.chain.validator.pubKey))
  expect(a.ledger.head.timeNs % SECOND).toBe(0n)
  expect(createLedger().head.height).toBe(-1)
})
