import { ok, refuse } from '@pegzone/outcome'
import fc from 'fast-check'
import {
  amountCodec,
  createLedger,
  type Database,
  jsonCodec,
  type Ledger,
  type LedgerOptions,
  type OpenLedgerOptions,
  openLedger,
  type State,
  table,
  textKey,
  tuple,
  u32Key,
  type View,
} from '../src/index.ts'

/** Two tables with keys that collide, share prefixes and hold zero bytes, so that order and escapes matter. */
export const coins = table({ name: 'coins', key: tuple(textKey, u32Key), value: amountCodec, ordered: true })
export const notes = table({ name: 'app/notes', key: textKey, value: jsonCodec<{ n: bigint }>() })
export const allTables = [coins, notes]

const names = ['', 'a', 'a\0', 'ab', 'b', 'ü']

export type Write =
  | { readonly type: 'coin'; readonly name: string; readonly id: number; readonly value: bigint | undefined }
  | { readonly type: 'note'; readonly name: string; readonly value: bigint | undefined }
export interface Message {
  readonly writes: readonly Write[]
  readonly inner: readonly Message[]
  readonly ok: boolean
}

const amount = fc.oneof(fc.bigInt(0n, 3n), fc.bigInt(0n, (1n << 140n) - 1n))
const value = fc.option(amount, { nil: undefined, freq: 3 })
const write: fc.Arbitrary<Write> = fc.oneof(
  fc.record({ type: fc.constant('coin' as const), name: fc.constantFrom(...names), id: fc.nat(6), value }),
  fc.record({ type: fc.constant('note' as const), name: fc.constantFrom(...names), value }),
)
export const message: fc.Arbitrary<Message> = fc.letrec<{ message: Message }>((tie) => ({
  message: fc.record({
    writes: fc.array(write, { maxLength: 6 }),
    inner: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constant([]),
      fc.array(tie('message'), { maxLength: 2 }),
    ),
    ok: fc.integer({ min: 0, max: 4 }).map((n) => n > 0),
  }),
})).message

export function run(state: State, { writes, inner, ok: kept }: Message): ReturnType<typeof ok> | ReturnType<typeof no> {
  for (const { name, value, ...rest } of writes) {
    if (rest.type === 'coin') {
      if (value === undefined) state.open(coins).delete([name, rest.id])
      else state.open(coins).set([name, rest.id], value)
    } else if (value === undefined) state.open(notes).delete(name)
    else state.open(notes).set(name, { n: value })
  }
  for (const message of inner) state.attempt((inside) => run(inside, message))
  state.emit({ type: 'ran' })
  return kept ? ok() : no()
}

const no = () => refuse({ code: 'TEST_NO' })

/** The plainest thing that could be right: a map that is copied. */
export type Model = ReadonlyMap<string, bigint>

export function runModel(before: Model, { writes, inner, ok: kept }: Message): Model {
  const rows = new Map(before)
  let after: Model = rows
  for (const write of writes) {
    const key = write.type === 'coin' ? `${write.name}#${write.id}` : `${write.name}!`
    if (write.value === undefined) rows.delete(key)
    else rows.set(key, write.value)
  }
  for (const message of inner) after = runModel(after, message)
  return kept ? after : before
}

/** What a view holds, in the model's words, read both by key and by range. */
export function contents(view: View): Model {
  const rows = new Map<string, bigint>()
  for (const name of names) {
    for (let id = 0; id <= 6; id++) {
      const coin = view.read(coins).get([name, id])
      if (coin !== undefined) rows.set(`${name}#${id}`, coin)
    }
    const note = view.read(notes).get(name)
    if (note !== undefined) rows.set(`${name}!`, note.n)
  }
  const ranged = [...view.read(coins).range()].map(([[name, id], coin]) => [`${name}#${id}`, coin] as const)
  const sorted = [...ranged].sort(([a], [b]) => Buffer.compare(orderOf(a), orderOf(b)))
  const got = [...rows].filter(([key]) => key.includes('#'))
  if (JSON.stringify(ranged.map(String)) !== JSON.stringify(sorted.map(String)) || ranged.length !== got.length)
    throw new Error(`range and get differ: ${ranged.join(' ')} | ${got.join(' ')}`)
  return rows
}

function orderOf(key: string): Buffer {
  const [name, id] = key.split('#')
  return Buffer.concat([Buffer.from(`${name}`.replaceAll('\0', '\0\xff'), 'latin1'), Buffer.from([0, 1, Number(id)])])
}

/** Seals the next block: what is in it follows from the height alone. */
export function sealNext(ledger: Ledger) {
  const height = ledger.head.height + 1
  const tag = new Uint8Array([height & 0xff])
  return ledger.seal({ height, timeNs: BigInt(height) * 1000n + 1n }, tag, {
    extra: tag,
    index: [
      ['latest', tag],
      [`block/${height % 7}`, tag],
    ],
  })
}

/** A hundred blocks that follow from the ledger's state and height: equal ledgers stay equal. Returns the last root. */
export function hundredMore(ledger: Ledger): string {
  for (let i = 0; i < 100; i++) {
    ledger.apply((state) => {
      const table = state.open(coins)
      const sum = [...table.range()].reduce((total, [, coin]) => total + coin, BigInt(state.height))
      table.set([names[i % names.length]!, i % 7], sum % (1n << 130n))
      if (i % 3 === 0) table.delete([names[(i + 1) % names.length]!, i % 5])
      state.open(notes).set(names[i % names.length]!, { n: sum })
      return ok()
    })
    sealNext(ledger)
  }
  return ledger.head.root
}

export const memory = (options: LedgerOptions = {}) => createLedger({ tables: allTables, strict: true, ...options })

export const stored = (database: Database, options: Omit<OpenLedgerOptions, 'store'> = {}) =>
  openLedger({ store: database.keyspace('test'), strict: true, ...options })
