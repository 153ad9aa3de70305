import type { ByteWriter } from './bytes.ts'

/** Rows that are still bytes. */
export interface ColdRows {
  /** Reads those that are stored with the key. */
  warm(key: string): void
  warmAll(): void
}

/** What rows and pages need of a table. */
export interface RowTable {
  readonly name: string
  cold: ColdRows | undefined
  /** Appends a value as the table's codec has it. */
  readonly write: (value: unknown, out: ByteWriter) => void
  decode(bytes: Uint8Array): unknown
  /** A new row; there must be none of that key. */
  put(key: string): Row
  drop(row: Row): void
}

/** The epoch of a row that was never touched, or not in this block. */
const untouched = 0
/** The epoch of a row that is no longer the table's; another of the same key may have taken its place. */
const gone = -1

/** One row of a live table. Absent while `value` is undefined. What every write touches comes first. */
export class Row<V = unknown> {
  /** See `Journal.epoch`. */
  epoch = untouched
  value: V | undefined = undefined
  /** The value at the last sealed block, if the open block touched the row. */
  before: V | undefined = undefined
  readonly key: string
  readonly table: RowTable
  /** Where it is stored; none in a ledger without a store, or before its first block is sealed. */
  page: Page | undefined = undefined

  constructor(table: RowTable, key: string) {
    this.key = key
    this.table = table
  }

  get dropped(): boolean {
    return this.epoch === gone
  }

  drop(): void {
    this.epoch = gone
  }

  /** Untouched again; a row that came only with the open block goes. */
  forget(): void {
    this.epoch = untouched
    this.before = undefined
    if (this.value === undefined) this.table.drop(this)
  }
}

/** Rows that are stored together. */
export interface Page {
  readonly rows: readonly Row[]
  /** The first block whose change is not on disk yet; undefined: none. */
  readonly dirtySince: number | undefined
}
