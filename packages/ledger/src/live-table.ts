import type { ByteWriter } from './bytes.ts'
import { writerOf } from './codecs.ts'
import type { Journal } from './journal.ts'
import { type ColdRows, Row, type RowTable } from './row.ts'
import { RowFinder } from './row-finder.ts'
import { SortedKeys } from './sorted-keys.ts'
import type { AnyTableDef } from './table.ts'
import type { Table } from './types.ts'

/** Rows of a table whose declaration is not known yet hold their bytes. */
const unbound = {
  key: { encode: (key: unknown) => key as string, decode: (text: string): unknown => text },
  value: { encode: (value: unknown) => value as Uint8Array, decode: (bytes: Uint8Array): unknown => bytes },
}

/** The rows of one table as they are now, the open block's writes included. */
export class LiveTable<K = unknown, V = unknown> implements Table<K, V>, RowTable {
  readonly name: string
  readonly rows = new Map<string, Row<V>>()
  def: AnyTableDef
  bound = false
  cold: ColdRows | undefined = undefined
  write: (value: unknown, out: ByteWriter) => void
  readonly #journal: Journal
  readonly #strict: boolean
  readonly #finder = new RowFinder()
  #keys: SortedKeys | undefined

  constructor(name: string, journal: Journal, strict: boolean) {
    this.name = name
    this.#journal = journal
    this.#strict = strict
    this.def = { name, ...unbound }
    this.write = writerOf(this.def.value)
  }

  /** Ties the declaration to rows that came from disk. */
  bind(def: AnyTableDef): void {
    if (this.bound) throw new Error(`two tables are named ${this.name}`)
    this.bound = true
    this.def = def
    this.write = writerOf(def.value)
    for (const row of this.rows.values()) {
      // Only bytes can be here: nothing writes a table before it is bound.
      if (row.value !== undefined) row.value = def.value.decode(row.value as Uint8Array) as V
    }
  }

  get(key: K): V | undefined {
    return this.#find(key)?.value
  }

  set(key: K, value: V): void {
    if (value === undefined) throw new TypeError(`${this.name}: set wants a value; use delete`)
    const row = this.#writable(key)
    if (row.value === value) {
      if (this.#strict && typeof value === 'object')
        throw new Error(`${this.name}: set got the object that is already there; write a changed copy`)
      return
    }
    this.#journal.note(row)
    row.value = value
  }

  delete(key: K): void {
    const row = this.#writable(key)
    this.#journal.note(row)
    row.value = undefined
  }

  range(from?: K, to?: K): Iterable<readonly [K, V]> {
    const { key } = this.def
    return this.#present(
      this.walk(from === undefined ? undefined : key.encode(from), to === undefined ? undefined : key.encode(to)),
    )
  }

  /** Encoded keys in order, of absent rows too. */
  walk(from?: string, to?: string): Iterable<string> {
    if (this.def.ordered !== true) throw new Error(`${this.name}: range wants a table declared ordered`)
    this.cold?.warmAll()
    this.#keys ??= new SortedKeys(this.rows.keys())
    return this.#keys.walk(from, to)
  }

  /** The row of an encoded key, made if need be. */
  row(key: string): Row<V> {
    return this.peek(key) ?? this.put(key)
  }

  /** The row of an encoded key, if there is one. */
  peek(key: string): Row<V> | undefined {
    const row = this.rows.get(key)
    if (row !== undefined || this.cold === undefined) return row
    this.cold.warm(key)
    return this.rows.get(key)
  }

  put(key: string): Row<V> {
    const row = new Row<V>(this, key)
    this.rows.set(key, row)
    this.#keys?.add(key)
    return row
  }

  decode(bytes: Uint8Array): V {
    return this.def.value.decode(bytes) as V
  }

  drop(row: Row): void {
    row.drop()
    this.rows.delete(row.key)
    this.#keys?.delete(row.key)
  }

  /** The value at the last sealed block. */
  sealed(key: string): V | undefined {
    const row = this.peek(key)
    return row === undefined ? undefined : (this.#journal.sealed(row) as V | undefined)
  }

  /** Whether the sorted keys, if kept, are those of the rows. */
  keysAgree(): boolean {
    if (this.#keys === undefined) return true
    const sorted = [...this.rows.keys()].sort()
    const kept = [...this.#keys.walk()]
    return sorted.length === kept.length && sorted.every((key, i) => key === kept[i])
  }

  *#present(keys: Iterable<string>): Generator<readonly [K, V], void, undefined> {
    for (const text of keys) {
      const value = this.rows.get(text)?.value
      if (value !== undefined) yield [this.def.key.decode(text) as K, value]
    }
  }

  #find(key: K): Row<V> | undefined {
    const found = this.#finder.find(key)
    if (found !== undefined) return found as Row<V>
    const row = this.peek(this.def.key.encode(key))
    if (row !== undefined) this.#finder.put(key, row, this.rows.size)
    return row
  }

  #writable(key: K): Row<V> {
    if (this.#journal.depth === 0) throw new Error(`${this.name}: written outside of a message`)
    const found = this.#find(key)
    if (found !== undefined) return found
    const row = this.row(this.def.key.encode(key))
    this.#finder.put(key, row, this.rows.size)
    return row
  }
}
