import type { Step } from './block.ts'
import { sizedAt } from './bytes.ts'
import { readDelta } from './delta.ts'
import type { LiveTable } from './live-table.ts'
import type { AnyTableDef } from './table.ts'
import type { ReadTable, TableDef, View } from './types.ts'

/** What a table held, where it differs from now: encoded key → where its value is, see `sizedAt`. */
type Overlay = Map<string, { readonly in: Uint8Array; readonly at: number }>

/** The values before some steps: for every row they changed, the one the first of them found. */
export class Overlays {
  readonly #tables = new Map<string, Overlay>()

  of(table: string): Overlay {
    let overlay = this.#tables.get(table)
    if (overlay === undefined) {
      overlay = new Map()
      this.#tables.set(table, overlay)
    }
    return overlay
  }

  /** Adds the step after those already here. */
  add(delta: Uint8Array): void {
    let name: string | undefined
    let overlay: Overlay = new Map()
    readDelta(delta, (table, key, before) => {
      if (table !== name) {
        name = table
        overlay = this.of(table)
      }
      if (!overlay.has(key)) overlay.set(key, { in: delta, at: before })
    })
  }

  entries(): IterableIterator<[table: string, overlay: Overlay]> {
    return this.#tables.entries()
  }
}

/**
 * The state right after one block, for good: it follows the steps made since, also a rewind that drops its own block.
 * Reads are live rows, except where a step since changed them.
 */
export class PastView implements View {
  readonly height: number
  readonly #tableOf: (def: AnyTableDef) => LiveTable
  readonly #overlays: Overlays
  readonly #tables = new Map<string, ReadTable<unknown, unknown>>()
  #last: Step

  /** `last` is the newest step that `overlays` contains, or the block of `height` itself. */
  constructor(height: number, last: Step, overlays: Overlays, tableOf: (def: AnyTableDef) => LiveTable) {
    this.height = height
    this.#last = last
    this.#overlays = overlays
    this.#tableOf = tableOf
  }

  read<K, V>(def: TableDef<K, V>): ReadTable<K, V> {
    let table = this.#tables.get(def.name)
    if (table === undefined) {
      table = new PastTable(this.#tableOf(def), this.#overlays.of(def.name), () => this.#follow())
      this.#tables.set(def.name, table)
    }
    return table as ReadTable<K, V>
  }

  #follow(): void {
    while (this.#last.next !== undefined) {
      this.#last = this.#last.next
      this.#overlays.add(this.#last.deltaBytes)
    }
  }
}

class PastTable<K, V> implements ReadTable<K, V> {
  readonly #live: LiveTable
  readonly #overlay: Overlay
  readonly #follow: () => void

  constructor(live: LiveTable, overlay: Overlay, follow: () => void) {
    this.#live = live
    this.#overlay = overlay
    this.#follow = follow
  }

  get(key: K): V | undefined {
    this.#follow()
    return this.#value(this.#live.def.key.encode(key))
  }

  range(from?: K, to?: K): Iterable<readonly [K, V]> {
    this.#follow()
    const { key } = this.#live.def
    const first = from === undefined ? '' : key.encode(from)
    const end = to === undefined ? undefined : key.encode(to)
    // A copy: blocks may be sealed while the caller walks.
    const keys = new Set(this.#live.walk(first, end))
    for (const text of this.#overlay.keys()) if (text >= first && (end === undefined || text < end)) keys.add(text)
    return this.#present([...keys].sort())
  }

  *#present(keys: readonly string[]): Generator<readonly [K, V], void, undefined> {
    for (const text of keys) {
      this.#follow()
      const value = this.#value(text)
      if (value !== undefined) yield [this.#live.def.key.decode(text) as K, value]
    }
  }

  #value(text: string): V | undefined {
    const past = this.#overlay.get(text)
    if (past === undefined) return this.#live.sealed(text) as V | undefined
    const bytes = sizedAt(past.in, past.at)
    return bytes === undefined ? undefined : (this.#live.def.value.decode(bytes) as V)
  }
}
