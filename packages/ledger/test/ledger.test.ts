import { ok, refuse } from '@pegzone/outcome'
import { describe, expect, it } from 'vitest'
import { amountCodec, createLedger, hexAddressKey, jsonCodec, table, textKey, tuple } from '../src/index.ts'

const balances = table({ name: 'bank/balances', key: tuple(hexAddressKey, textKey), value: amountCodec, ordered: true })
const notes = table({ name: 'notes', key: textKey, value: jsonCodec<{ text: string; by?: bigint }>() })
const alice = `0x${'aa'.repeat(20)}` as const
const bob = `0x${'bb'.repeat(20)}` as const
const nothing = new Uint8Array(0)

function withGenesis() {
  const ledger = createLedger({ tables: [balances, notes], strict: true })
  ledger.apply((state) => {
    state.open(balances).set([alice, 'dai'], 100n)
    state.open(balances).set([bob, 'dai'], 5n)
    return ok()
  })
  ledger.seal({ height: 0, timeNs: 0n }, nothing)
  return ledger
}

describe('messages', () => {
  it('keeps what an ok message wrote and undoes a refused one', () => {
    const ledger = withGenesis()
    const outcome = ledger.apply((state) => {
      state.open(balances).set([alice, 'dai'], 1n)
      state.emit({ type: 'moved' })
      const inner = state.attempt((inside) => {
        inside.open(balances).set([bob, 'dai'], 77n)
        inside.emit({ type: 'lost' })
        return refuse({ code: 'TEST_NO' })
      })
      expect(inner.ok).toBe(false)
      expect(state.events).toEqual([{ type: 'moved' }])
      expect(state.read(balances).get([bob, 'dai'])).toBe(5n)
      return ok(state.height)
    })
    expect(outcome).toEqual({ ok: true, value: 1 })
    ledger.apply((state) => {
      state.open(balances).delete([alice, 'dai'])
      state.open(balances).set([alice, 'ixo'], 3n)
      return refuse({ code: 'TEST_NO' })
    })
    expect([...ledger.latest.read(balances).range()]).toEqual([
      [[alice, 'dai'], 1n],
      [[bob, 'dai'], 5n],
    ])
  })

  it('undoes a probe and a message that throws', () => {
    const ledger = withGenesis()
    const seen = ledger.probe((state) => {
      state.open(balances).set([alice, 'dai'], 0n)
      return state.open(balances).get([alice, 'dai'])
    })
    expect(seen).toBe(0n)
    expect(() =>
      ledger.apply((state) => {
        state.open(balances).set([alice, 'dai'], 0n)
        throw new Error('bug')
      }),
    ).toThrow('bug')
    expect(ledger.latest.read(balances).get([alice, 'dai'])).toBe(100n)
    expect(ledger.seal({ height: 1, timeNs: 1n }, nothing).delta).toEqual([])
  })

  it('refuses writes outside of a message and the identical object', () => {
    const ledger = withGenesis()
    const kept = ledger.probe((state) => state.open(balances))
    expect(() => kept.set([alice, 'dai'], 1n)).toThrow('outside of a message')
    ledger.apply((state) => {
      state.open(notes).set('a', { text: 'x' })
      const note = state.open(notes).get('a')!
      expect(() => state.open(notes).set('a', note)).toThrow('already there')
      return ok()
    })
  })
})

describe('blocks', () => {
  it('sorts the delta and leaves equal writes out', () => {
    const ledger = withGenesis()
    ledger.apply((state) => {
      state.open(notes).set('z', { text: 'z' })
      state.open(notes).set('b', { text: 'b', by: 3n })
      state.open(balances).set([bob, 'dai'], 6n)
      state.open(balances).set([alice, 'dai'], 1n)
      state.open(balances).set([alice, 'dai'], 100n)
      return ok()
    })
    const first = ledger.seal({ height: 1, timeNs: 1n }, nothing)
    expect(first.delta.map((row) => [row.table, row.key])).toEqual([
      ['bank/balances', `${'bb'.repeat(20)}dai`],
      ['notes', 'b'],
      ['notes', 'z'],
    ])
    ledger.apply((state) => {
      state.open(notes).set('b', { by: 3n, text: 'b' })
      return ok()
    })
    expect(ledger.seal({ height: 2, timeNs: 2n }, nothing).delta).toEqual([])
  })

  it('rejects a wrong height, a time that stands still, and apply inside apply', () => {
    const ledger = withGenesis()
    expect(() => ledger.seal({ height: 2, timeNs: 5n }, nothing)).toThrow('cannot follow')
    expect(() => ledger.seal({ height: 1, timeNs: 0n }, nothing)).toThrow('not after')
    expect(() => ledger.apply(() => ledger.apply(() => ok()))).toThrow('attempt')
  })

  it('announces blocks once, in order, after they are sealed', async () => {
    const ledger = withGenesis()
    const seen: number[] = []
    const stop = ledger.onDurable((block) => seen.push(block.height))
    ledger.seal({ height: 1, timeNs: 1n }, nothing)
    ledger.seal({ height: 2, timeNs: 2n }, nothing)
    expect(seen).toEqual([])
    await ledger.flushed()
    expect(seen).toEqual([1, 2])
    stop()
    ledger.seal({ height: 3, timeNs: 3n }, nothing)
    await ledger.flushed()
    expect(seen).toEqual([1, 2])
  })
})

describe('the past', () => {
  it('stays as it was while blocks are sealed and dropped', async () => {
    const ledger = withGenesis()
    const set = (height: number, value: bigint) => {
      ledger.apply((state) => {
        state.open(balances).set([alice, 'dai'], value)
        if (height === 2) state.open(balances).set([alice, 'ixo'], 9n)
        if (height === 3) state.open(balances).delete([bob, 'dai'])
        return ok()
      })
      ledger.seal({ height, timeNs: BigInt(height) }, nothing)
    }
    set(1, 1n)
    set(2, 2n)
    const two = await ledger.at(2)
    set(3, 3n)
    const three = await ledger.at(3)
    const read = (view: typeof two) => [...view.read(balances).range()].map(([key, value]) => [key[1], value])
    const atTwo = [
      ['dai', 2n],
      ['ixo', 9n],
      ['dai', 5n],
    ]
    expect(read(two)).toEqual(atTwo)
    expect(read(three)).toEqual([
      ['dai', 3n],
      ['ixo', 9n],
    ])
    const dropped = await ledger.rewind(1)
    expect(dropped.map((block) => block.height)).toEqual([3, 2])
    expect(read(two)).toEqual(atTwo)
    expect(ledger.audit()).toEqual([])
    set(2, 22n)
    expect(read(two)).toEqual(atTwo)
    expect(read(three)).toEqual([
      ['dai', 3n],
      ['ixo', 9n],
    ])
    expect(read(await ledger.at(2))).toEqual([
      ['dai', 22n],
      ['ixo', 9n],
      ['dai', 5n],
    ])
    expect(read(await ledger.at(1))).toEqual([
      ['dai', 1n],
      ['dai', 5n],
    ])
  })

  it('is pruned to the history', async () => {
    const ledger = createLedger({ history: 2 })
    for (let height = 0; height < 6; height++)
      ledger.seal({ height, timeNs: BigInt(height) }, nothing, { index: [[`h${height}`, nothing]] })
    expect(ledger.oldest).toBe(3)
    await expect(ledger.at(2)).rejects.toMatchObject({ code: 'LEDGER_PRUNED' })
    await expect(ledger.at(6)).rejects.toMatchObject({ code: 'LEDGER_HEIGHT_UNKNOWN' })
    expect(await ledger.block(2)).toBeUndefined()
    expect((await ledger.block(3))?.height).toBe(3)
    expect((await ledger.search('h')).map(([key]) => key)).toEqual(['h3', 'h4', 'h5'])
  })
})
