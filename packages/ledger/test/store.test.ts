import { ok } from '@pegzone/outcome'
import { describe, expect, it } from 'vitest'
import {
  createMapDatabase,
  databaseOf,
  type Ledger,
  openLedger,
  table,
  textKey,
  u64Codec,
  type View,
} from '../src/index.ts'
import { MapStore } from '../src/map-database.ts'
import { busyBlock } from './busy-block.ts'
import { coins, memory, sealNext, stored } from './harness.ts'
import { UnsteadyDatabase } from './unsteady-database.ts'

const ids = table({ name: 'ids', key: textKey, value: u64Codec, ordered: true })
const none = new Uint8Array(0)

function set(ledger: Ledger, from: number, to: number, value: bigint | undefined): void {
  ledger.apply((state) => {
    for (let i = from; i < to; i++) {
      if (value === undefined) state.open(ids).delete(`id-${i}`)
      else state.open(ids).set(`id-${i}`, value)
    }
    return ok()
  })
  sealNext(ledger)
}

const everything = (view: View) => [...view.read(coins).range()]
const rows = (ledger: Ledger) => [...ledger.latest.read(ids).range()].map(([key, value]) => `${key}=${value}`)

describe('pages', () => {
  it('split as a table grows, and survive deletions and reopening', async () => {
    const database = createMapDatabase()
    let ledger = await stored(database, { pagePortion: 1 })
    const plain = memory()
    for (const [from, to, value] of [
      [0, 3000, 1n],
      [100, 2900, undefined],
      [500, 5000, 2n],
      [0, 5000, undefined],
      [7, 900, 3n],
    ] as const) {
      set(ledger, from, to, value)
      set(plain, from, to, value)
      await ledger.flushed()
      if (from % 200 === 100) {
        await ledger.close()
        ledger = await stored(database, { pagePortion: 1 })
      }
      expect(ledger.latest.read(ids).get('id-7')).toBe(plain.latest.read(ids).get('id-7'))
      expect(rows(ledger)).toEqual(rows(plain))
      expect(ledger.audit()).toEqual([])
    }
    // Not closed: pages of different ages and the blocks after them.
    const again = await stored(database)
    expect(rows(again)).toEqual(rows(plain))
    expect(again.head.root).toBe(plain.head.root)
  })

  it('bound what a start has to replay', async () => {
    const store = new MapStore()
    const reads = new Set<string>()
    const database = databaseOf({
      get: (key) => store.get(key),
      close: () => store.close(),
      write: (ops) => store.write(ops),
      async *range(options) {
        for await (const entry of store.range(options)) {
          if (entry[0].startsWith('test\0b')) reads.add(entry[0])
          yield entry
        }
      },
    })
    const ledger = await stored(database, { pagePortion: 1 << 12 })
    for (let i = 0; i < 2000; i++) {
      busyBlock(ledger)
      if (i % 5 === 0) await ledger.flushed()
    }
    await ledger.flushed()
    reads.clear()
    const again = await stored(database)
    expect(again.head.root).toBe(ledger.head.root)
    expect(reads.size).toBeLessThan(150)
  })
})

describe('a bounded history on a store', () => {
  it('drops blocks, states and index entries together', async () => {
    const store = new MapStore()
    const database = databaseOf({
      get: (key) => store.get(key),
      range: (options) => store.range(options),
      write: (ops) => store.write(ops),
      close: () => store.close(),
    })
    const ledger = await stored(database, { history: 10, pagePortion: 1 << 10 })
    for (let i = 0; i < 400; i++) {
      set(ledger, i, i + 3, BigInt(i))
      if (i % 7 === 0) await ledger.flushed()
    }
    await ledger.flushed()
    expect(ledger.oldest).toBe(389)
    await expect(ledger.at(388)).rejects.toMatchObject({ code: 'LEDGER_PRUNED' })
    expect(await ledger.block(388)).toBeUndefined()
    expect((await ledger.search('block/')).length).toBe(7)
    expect((await ledger.at(389)).read(ids).get('id-391')).toBe(389n)
    await ledger.close()
    let kept = 0
    for await (const [key] of store.range({ gte: 'test\0', lt: 'test\x01' })) if (/^test\0[bi]/.test(key)) kept++
    // A block and two index entries each; pruning goes in steps of 32 blocks.
    expect(kept).toBeLessThanOrEqual((11 + 32) * 3)
    const again = await stored(database, { history: 1000 })
    expect(again.oldest).toBeGreaterThan(300)
    expect((await again.at(395)).read(ids).get('id-397')).toBe(395n)
    await expect(again.at(again.oldest - 1)).rejects.toMatchObject({ code: 'LEDGER_PRUNED' })
  })
})

describe('what is no longer in memory', () => {
  it('is read from the store: states, blocks, rewinds', async () => {
    const database = createMapDatabase()
    const ledger = await stored(database)
    const plain = memory()
    for (let i = 0; i < 300; i++) {
      busyBlock(ledger)
      busyBlock(plain)
    }
    await ledger.flushed()
    for (const height of [0, 1, 100, 171, 172, 173, 298, 299]) {
      expect(everything(await ledger.at(height))).toEqual(everything(await plain.at(height)))
      const { body, extra, root } = (await ledger.block(height))!
      const expected = (await plain.block(height))!
      expect([[...body], [...extra], root]).toEqual([[...expected.body], [...expected.extra], expected.root])
    }
    const early = await ledger.at(5)
    const before = everything(early)
    const next = (await plain.block(21))!.root
    const dropped = await ledger.rewind(20)
    const expected = await plain.rewind(20)
    expect(dropped.length).toBe(279)
    expect(dropped.map((block) => block.delta)).toEqual(expected.map((block) => block.delta))
    expect(everything(early)).toEqual(before)
    expect(ledger.head).toEqual(plain.head)
    expect(busyBlock(ledger)).toBe(next)
  })
})

describe('index entries', () => {
  async function fill(ledger: Ledger): Promise<Ledger> {
    const tag = (n: number) => Uint8Array.from([n])
    for (let height = 0; height < 6; height++) {
      const index = [
        [`tx/${height}`, tag(height)],
        ['who/alice\0', tag(height)],
        [`who/bob/${height % 2}`, tag(height)],
      ] as const
      ledger.seal({ height, timeNs: BigInt(height) }, none, { index })
    }
    return ledger
  }
  const shown = (found: readonly (readonly [string, Uint8Array])[]) => found.map(([key, value]) => `${key}=${value[0]}`)

  it.each([
    ['in memory', async () => memory()],
    ['on a store', async () => stored(createMapDatabase())],
    [
      'on a store, reopened',
      async (fillFirst: (ledger: Ledger) => Promise<Ledger>) => {
        const database = createMapDatabase()
        await (await fillFirst(await stored(database))).close()
        return stored(database)
      },
    ],
  ])('are found by key and prefix, %s', async (_where, open) => {
    const opened = await open(fill)
    const ledger = opened.head.height < 0 ? await fill(opened) : opened
    expect((await ledger.find('who/alice\0'))?.[0]).toBe(5)
    expect(await ledger.find('who/alice')).toBeUndefined()
    expect(await ledger.find('tx/9')).toBeUndefined()
    expect(shown(await ledger.search('who/'))).toEqual(['who/alice\0=5', 'who/bob/0=4', 'who/bob/1=5'])
    expect(shown(await ledger.search('who/', { reverse: true, limit: 2 }))).toEqual(['who/bob/1=5', 'who/bob/0=4'])
    expect(shown(await ledger.search('tx/', { after: 'tx/1', limit: 2 }))).toEqual(['tx/2=2', 'tx/3=3'])
    expect(shown(await ledger.search('tx/', { after: 'tx/2', reverse: true }))).toEqual(['tx/1=1', 'tx/0=0'])
    expect(shown(await ledger.search('none/'))).toEqual([])
    await ledger.rewind(3)
    expect((await ledger.find('who/alice\0'))?.[0]).toBe(3)
    expect(shown(await ledger.search('who/'))).toEqual(['who/alice\0=3', 'who/bob/0=2', 'who/bob/1=3'])
    expect(await ledger.find('tx/4')).toBeUndefined()
  })

  it('of a chain being dropped are not found while the disk still has them', async () => {
    const disk = new UnsteadyDatabase(9)
    const ledger = await fill(await stored(await disk.connect()))
    await ledger.flushed()
    const rewound = ledger.rewind(1)
    while (ledger.head.height > 1) await Promise.resolve()
    ledger.seal({ height: 2, timeNs: 99n }, none, { index: [['who/alice\0', Uint8Array.from([77])]] })
    expect(shown(await ledger.search(''))).toEqual(['tx/0=0', 'tx/1=1', 'who/alice\0=77', 'who/bob/0=0', 'who/bob/1=1'])
    expect(await ledger.block(3)).toBeUndefined()
    await rewound
    await ledger.flushed()
    expect(shown(await ledger.search('who/alice'))).toEqual(['who/alice\0=77'])
    expect(ledger.durable).toEqual(ledger.head)
  })
})

describe('a database', () => {
  it('keeps its keyspaces apart and writes them together', async () => {
    const database = createMapDatabase()
    const [one, two] = [database.keyspace('one'), database.keyspace('one/two')]
    const value = Uint8Array.from([1])
    await database.write([one.put('k', value), two.put('k', value), two.put('l', value)])
    await one.write([one.del('k')])
    expect(await one.get('k')).toBeUndefined()
    const seen: string[] = []
    for await (const [key] of two.range({ gte: 'k', reverse: true })) seen.push(key)
    expect(seen).toEqual(['l', 'k'])
    for await (const [key] of one.range()) seen.push(key)
    expect(seen).toEqual(['l', 'k'])
    expect(() => database.keyspace('A b')).toThrow('keyspace')
  })

  it('can hold two ledgers', async () => {
    const database = createMapDatabase()
    const open = (name: string) => openLedger({ store: database.keyspace(name) })
    const [a, b] = [await open('ethereum'), await open('cosmos')]
    busyBlock(a)
    await Promise.all([a.close(), b.close()])
    expect((await open('ethereum')).head.height).toBe(0)
    expect((await open('cosmos')).head.height).toBe(-1)
  })
})
