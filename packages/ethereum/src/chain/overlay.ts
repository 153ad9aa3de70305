import type { LedgerEvent, ReadTable, State, Table, TableDef, View } from '@pegzone/ledger'
import type { Outcome, Rejection } from '@pegzone/outcome'

/**
 * A state to throw away over a view of the past: reads fall through, writes stay in memory. For eth_call at a past height,
 * where a built-in may write before it answers.
 */
export function overlay(view: View): State {
  return new OverlayState(view)
}

class OverlayState implements State {
  readonly height: number
  readonly #view: View
  readonly #tables = new Map<string, OverlayTable<unknown, unknown>>()
  readonly #undo: (() => void)[] = []
  #events: LedgerEvent[] = []

  constructor(view: View) {
    this.height = view.height
    this.#view = view
  }

  get events(): readonly LedgerEvent[] {
    return [...this.#events]
  }

  read<K, V>(def: TableDef<K, V>): ReadTable<K, V> {
    return this.open(def)
  }

  open<K, V>(def: TableDef<K, V>): Table<K, V> {
    const known = this.#tables.get(def.name)
    // One name, one definition: the table under this name was made for K and V.
    if (known !== undefined) return known as unknown as Table<K, V>
    const made = new OverlayTable(def, this.#view.read(def), this.#undo)
    this.#tables.set(def.name, made as unknown as OverlayTable<unknown, unknown>)
    return made
  }

  emit(event: LedgerEvent): void {
    this.#events.push(event)
  }

  attempt<T, R extends Rejection>(run: (state: State) => Outcome<T, R>): Outcome<T, R> {
    const mark = this.#undo.length
    const events = [...this.#events]
    const back = () => {
      while (this.#undo.length > mark) this.#undo.pop()!()
      this.#events = events
    }
    try {
      const outcome = run(this)
      if (!outcome.ok) back()
      return outcome
    } catch (error) {
      back()
      throw error
    }
  }
}

class OverlayTable<K, V> implements Table<K, V> {
  readonly #def: TableDef<K, V>
  readonly #below: ReadTable<K, V>
  readonly #undo: (() => void)[]
  /** Encoded key → value; undefined: deleted. */
  readonly #written = new Map<string, V | undefined>()

  constructor(def: TableDef<K, V>, below: ReadTable<K, V>, undo: (() => void)[]) {
    this.#def = def
    this.#below = below
    this.#undo = undo
  }

  get(key: K): V | undefined {
    const encoded = this.#def.key.encode(key)
    return this.#written.has(encoded) ? this.#written.get(encoded) : this.#below.get(key)
  }

  set(key: K, value: V): void {
    this.#write(key, value)
  }

  delete(key: K): void {
    this.#write(key, undefined)
  }

  #write(key: K, value: V | undefined): void {
    const encoded = this.#def.key.encode(key)
    const had = this.#written.has(encoded)
    const before = this.#written.get(encoded)
    this.#undo.push(() => {
      if (had) this.#written.set(encoded, before)
      else this.#written.delete(encoded)
    })
    this.#written.set(encoded, value)
  }

  *range(from?: K, to?: K): Iterable<readonly [K, V]> {
    const { key } = this.#def
    const low = from === undefined ? '' : key.encode(from)
    const high = to === undefined ? undefined : key.encode(to)
    const rows = new Map<string, readonly [K, V]>()
    for (const row of this.#below.range(from, to)) rows.set(key.encode(row[0]), row)
    for (const [encoded, value] of this.#written) {
      if (encoded < low || (high !== undefined && encoded >= high)) continue
      if (value === undefined) rows.delete(encoded)
      else rows.set(encoded, [key.decode(encoded), value])
    }
    for (const encoded of [...rows.keys()].sort()) yield rows.get(encoded)!
  }
}
