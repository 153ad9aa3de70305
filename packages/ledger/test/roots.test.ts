import { ok } from '@pegzone/outcome'
import { describe, expect, it } from 'vitest'
import { createMapDatabase, type Ledger } from '../src/index.ts'
import { busyBlock } from './busy-block.ts'
import { allTables, coins, hundredMore, memory, notes, stored } from './harness.ts'

/** Many blocks of the same content, on whatever ledger. */
function blocks(ledger: Ledger, count: number): Ledger {
  for (let i = 0; i < count; i++) busyBlock(ledger)
  return ledger
}

/** The root a ledger in memory has after 150 blocks and a hundred more. */
const reference = blocks(memory(), 150)
const rootAt150 = reference.head.root
const expected = hundredMore(reference)

async function check(ledger: Ledger): Promise<void> {
  expect(ledger.head).toMatchObject({ height: 149, root: rootAt150 })
  expect(hundredMore(ledger)).toBe(expected)
  await ledger.flushed()
  expect(ledger.export()).toEqual(reference.export())
  expect(ledger.audit()).toEqual([])
}

describe('the same inputs give the same roots', () => {
  it('on a store', async () => check(blocks(await stored(createMapDatabase()), 150)))

  it('without history', async () => {
    await check(blocks(memory({ history: 0 }), 150))
    await check(blocks(await stored(createMapDatabase(), { history: 0, pagePortion: 1 }), 150))
  })

  it.each([120, 10])('after a rewind to %i, in memory', async (height) => {
    const ledger = blocks(memory(), 170)
    await ledger.rewind(height)
    await check(blocks(ledger, 149 - height))
  })

  it.each([140, 10])('after a rewind to %i, on a store, and after reopening that', async (height) => {
    const database = createMapDatabase()
    const ledger = blocks(await stored(database, { pagePortion: 1 }), 170)
    await ledger.flushed()
    await ledger.rewind(height)
    blocks(ledger, 149 - height)
    await ledger.close()
    await check(await stored(database))
  })

  it('after an export and import, into memory and onto a store', async () => {
    const exported = JSON.parse(JSON.stringify(blocks(memory(), 150).export()))
    await check(memory({ import: exported }))
    const database = createMapDatabase()
    const ledger = await stored(database, { import: exported })
    await ledger.close()
    await check(await stored(database))
    await expect(stored(database, { import: exported })).rejects.toMatchObject({ code: 'LEDGER_NOT_EMPTY' })
  })

  it('after reopening, with the tables declared at once or later', async () => {
    const database = createMapDatabase()
    const ledger = blocks(await stored(database, { pagePortion: 1 << 12 }), 150)
    await ledger.flushed()
    await check(await stored(database))
    const other = createMapDatabase()
    await blocks(await stored(other), 150).close()
    await check(await stored(other, { tables: allTables }))
  })

  it('whatever the order in which a block writes its rows', () => {
    const order = (names: readonly string[]) => {
      const ledger = memory()
      for (const name of names) {
        ledger.apply((state) => {
          state.open(coins).set([name, 1], 1n)
          state.open(notes).set(name, { n: 2n })
          return ok()
        })
      }
      return ledger.seal({ height: 0, timeNs: 0n }, new Uint8Array(0)).root
    }
    const names = Array.from({ length: 300 }, (_, i) => `name-${i * 7919}`)
    expect(order(names)).toBe(order([...names].reverse()))
  })
})

describe('an import', () => {
  it.each([
    ['format', (file: object) => ({ ...file, format: 'other' })],
    ['version', (file: object) => ({ ...file, version: 2 })],
    ['root', (file: object) => ({ ...file, head: { height: 1, timeNs: '1', root: 'zz' } })],
    ['time', (file: object) => ({ ...file, head: { height: 1, timeNs: 'noon', root: rootAt150 } })],
    ['height', (file: object) => ({ ...file, head: { height: -2, timeNs: '1', root: rootAt150 } })],
    ['hex', (file: object) => ({ ...file, tables: { coins: [['0g', '00']] } })],
    [
      'doubled key',
      (file: object) => ({
        ...file,
        tables: {
          coins: [
            ['00', ''],
            ['00', ''],
          ],
        },
      }),
    ],
    ['value', (file: object) => ({ ...file, tables: { 'app/notes': [['61', '7b']] } })],
  ])('with a wrong %s is refused', (_what, spoil) => {
    const file = spoil(reference.export()) as ReturnType<Ledger['export']>
    expect(() => memory({ import: file })).toThrow(expect.objectContaining({ code: 'LEDGER_IMPORT_INVALID' }))
  })
})
