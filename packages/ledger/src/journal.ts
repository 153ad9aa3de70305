import type { Row } from './row.ts'
import type { LedgerEvent } from './types.ts'

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
  touched: Row[] = []
  events: LedgerEvent[] = []
  readonly #rows: Row[] = []
  readonly #values: unknown[] = []

  /** To be called before a row changes. */
  note(row: Row): void {
    if (row.epoch !== this.epoch) {
      row.epoch = this.epoch
      row.before = row.value
      this.touched.push(row)
    }
    this.#rows.push(row)
    this.#values.push(row.value)
  }

  /** The row's value at the last sealed block. */
  sealed(row: Row): unknown {
    return this.touches(row) ? row.before : row.value
  }

  touches(row: Row): boolean {
    return row.epoch === this.epoch
  }

  mark(): Mark {
    return { writes: this.#rows.length, touched: this.touched.length, events: this.events.length }
  }

  undo(mark: Mark): void {
    for (let i = this.#rows.length - 1; i >= mark.writes; i--) this.#rows[i]!.value = this.#values[i]
    this.#rows.length = mark.writes
    this.#values.length = mark.writes
    for (let i = this.touched.length - 1; i >= mark.touched; i--) this.touched[i]!.forget()
    this.touched.length = mark.touched
    if (this.events.length > mark.events) this.events.length = mark.events
  }

  /** What was written by the outermost message stays: it can no longer be undone on its own. */
  keep(): void {
    this.#rows.length = 0
    this.#values.length = 0
  }

  /** Undoes the open block. */
  discard(): void {
    for (const row of this.touched) {
      row.value = row.before
      row.forget()
    }
    this.touched = []
  }

  /** Starts the next block. The caller has dealt with `touched`. */
  next(): void {
    this.touched = []
    this.epoch++
  }
}
