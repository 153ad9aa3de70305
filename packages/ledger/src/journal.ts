import type { Row } from './row.ts'
import type { LedgerEvent } from './types.ts'

/** Lists up to this length are used again; longer ones are given back after a message or block. */
const lengthKept = 4096

/** A list that keeps its memory when it is cut: emptying an array and filling it again costs an allocation each time. */
class Stack<T> {
  items: T[] = []
  size = 0

  push(item: T): void {
    this.items[this.size++] = item
  }

  /** Everything from `size` on is no longer there, though still held until it is overwritten. */
  cut(size: number): void {
    this.size = size
    if (this.items.length > lengthKept && size <= lengthKept) this.items = this.items.slice(0, size)
  }

  copy(): T[] {
    return this.items.slice(0, this.size)
  }
}

/** Where a message began: how long each list was. */
export interface Mark {
  readonly writes: number
  readonly touched: number
  readonly events: number
}

/**
 * What the open block changed so far. `touched` holds each row once, with its value of the last sealed block; the undo
 * log holds every write since the outermost message began.
 */
export class Journal {
  /** The open block's number in this process. A row is touched when its own number equals it. */
  epoch = 1
  /** Messages running, one inside the other. Rows may be written only while it is above 0. */
  depth = 0
  readonly #touched = new Stack<Row>()
  readonly #events = new Stack<LedgerEvent>()
  /** The undo log: row and value before. */
  readonly #rows = new Stack<Row>()
  readonly #values = new Stack<unknown>()

  /** To be called before a row changes. */
  note(row: Row): void {
    if (row.epoch !== this.epoch) {
      row.epoch = this.epoch
      row.before = row.value
      this.#touched.push(row)
    }
    this.#rows.push(row)
    this.#values.push(row.value)
  }

  emit(event: LedgerEvent): void {
    this.#events.push(event)
  }

  get events(): LedgerEvent[] {
    return this.#events.copy()
  }

  get touched(): Row[] {
    return this.#touched.copy()
  }

  /** The row's value at the last sealed block. */
  sealed(row: Row): unknown {
    return this.touches(row) ? row.before : row.value
  }

  touches(row: Row): boolean {
    return row.epoch === this.epoch
  }

  /** An outermost message begins. */
  begin(): void {
    this.#events.cut(0)
  }

  mark(): Mark {
    return { writes: this.#rows.size, touched: this.#touched.size, events: this.#events.size }
  }

  undo(mark: Mark): void {
    const { items } = this.#rows
    for (let i = this.#rows.size - 1; i >= mark.writes; i--) items[i]!.value = this.#values.items[i]
    this.#cutWrites(mark.writes)
    for (let i = this.#touched.size - 1; i >= mark.touched; i--) this.#touched.items[i]!.forget()
    this.#touched.cut(mark.touched)
    this.#events.cut(mark.events)
  }

  /** What was written by the outermost message stays: it can no longer be undone on its own. */
  keep(): void {
    this.#cutWrites(0)
  }

  /** Undoes the open block. */
  discard(): void {
    for (const row of this.touched) {
      row.value = row.before
      row.forget()
    }
    this.#touched.cut(0)
  }

  /** Starts the next block. The caller has dealt with `touched`. */
  next(): void {
    this.#touched.cut(0)
    this.epoch++
  }

  #cutWrites(size: number): void {
    this.#rows.cut(size)
    this.#values.cut(size)
  }
}
