import { amountCodec, createLedger, type State, table, textKey } from '@pegzone/ledger'
import { ok, refuse } from '@pegzone/outcome'
import { describe, expect, it } from 'vitest'
import { overlay } from '../../src/chain/overlay.ts'

const fruit = table<string, bigint>({ name: 'test/fruit', key: textKey, value: amountCodec, ordered: true })

function open() {
  const ledger = createLedger()
  ledger.apply((state) => {
    for (const [name, count] of Object.entries({ apple: 1n, cherry: 3n, plum: 4n })) state.open(fruit).set(name, count)
    return ok()
  })
  return ledger
}

const rowsOf = (state: State, from?: string, to?: string) => [...state.read(fruit).range(from, to)]

describe('overlay', () => {
  it('reads through, writes on top, and leaves what is below alone', () => {
    const ledger = open()
    const state = overlay(ledger.latest)
    const rows = state.open(fruit)
    rows.set('banana', 2n)
    rows.set('apple', 10n)
    rows.delete('cherry')
    expect(rows.get('apple')).toBe(10n)
    expect(rows.get('cherry')).toBeUndefined()
    expect(rowsOf(state)).toEqual([
      ['apple', 10n],
      ['banana', 2n],
      ['plum', 4n],
    ])
    expect(rowsOf(state, 'b', 'd')).toEqual([['banana', 2n]])
    expect(rowsOf(state, undefined, 'b')).toEqual([['apple', 10n]])
    expect([...ledger.latest.read(fruit).range()]).toHaveLength(3)
  })

  it('undoes a refused or thrown attempt, inner ones alone', () => {
    const state = overlay(open().latest)
    const rows = state.open(fruit)
    const outer = state.attempt((inner) => {
      rows.set('apple', 5n)
      inner.emit({ type: 'kept' })
      inner.attempt(() => {
        rows.set('apple', 6n)
        rows.delete('plum')
        inner.emit({ type: 'undone' })
        return refuse({ code: 'NO' })
      })
      expect(rows.get('apple')).toBe(5n)
      return ok()
    })
    expect(outer.ok).toBe(true)
    expect(rows.get('plum')).toBe(4n)
    expect(state.events).toEqual([{ type: 'kept' }])
    expect(() =>
      state.attempt(() => {
        rows.set('apple', 7n)
        throw new Error('bug')
      }),
    ).toThrow('bug')
    expect(rows.get('apple')).toBe(5n)
  })
})
