import { ByteReader, type ByteWriter, sizedAt } from './bytes.ts'
import type { RowTable } from './row.ts'
import type { DeltaRow } from './types.ts'

/** One row to be written as changed. Values are what the table's codec takes. */
export interface Change {
  readonly key: string
  readonly before: unknown
  readonly value: unknown
}

/**
 * Appends the rows of one table: name, count, then per row both values, then the lengths of the keys, then the keys in
 * one piece (one call writes them all). Rows must be sorted by key; equal writes are left out.
 * Returns the rows that were written.
 */
export function writeTableDelta<C extends Change>(table: RowTable, rows: readonly C[], out: ByteWriter): C[] {
  const start = out.size
  out.length(table.name.length)
  out.latin1(table.name)
  const countAt = out.reserve(4)
  const changed: C[] = []
  for (const row of rows) if (writeValues(table, row, out)) changed.push(row)
  if (changed.length === 0) {
    out.size = start
    return changed
  }
  out.data.setUint32(countAt, changed.length)
  let keys = ''
  for (const row of changed) {
    out.length(row.key.length)
    keys += row.key
  }
  out.latin1(keys)
  return changed
}

/** False, and nothing appended, if both sides are equal. */
function writeValues(table: RowTable, { before, value }: Change, out: ByteWriter): boolean {
  if (before === value) return false
  const start = out.size
  out.sized(before, table.write)
  const middle = out.size
  out.sized(value, table.write)
  const equal =
    typeof value === 'object' &&
    middle - start === out.size - middle &&
    out.buffer.compare(out.buffer, start, middle, middle, out.size) === 0
  if (equal) out.size = start
  return !equal
}

/** What a reader of deltas gets, row by row: where both values are, for `sizedAt`. Most readers want only some. */
export type DeltaVisitor = (table: string, key: string, before: number, after: number) => void

export function readDelta(delta: Uint8Array, visit: DeltaVisitor): void {
  const reader = new ByteReader(delta)
  const values: number[] = []
  const lengths: number[] = []
  while (!reader.done) {
    const name = reader.latin1(reader.length())
    const count = reader.u32()
    for (let i = 0; i < count * 2; i++) {
      values[i] = reader.offset
      reader.skipSized()
    }
    let total = 0
    for (let i = 0; i < count; i++) total += lengths[i] = reader.length()
    const keys = reader.latin1(total)
    let at = 0
    for (let i = 0; i < count; i++) {
      const end = at + lengths[i]!
      visit(name, keys.slice(at, end), values[i * 2]!, values[i * 2 + 1]!)
      at = end
    }
  }
}

export function deltaRows(delta: Uint8Array): DeltaRow[] {
  const rows: DeltaRow[] = []
  const copyAt = (offset: number) => {
    const bytes = sizedAt(delta, offset)
    return bytes === undefined ? undefined : Uint8Array.from(bytes)
  }
  readDelta(delta, (table, key, before, after) =>
    rows.push({ table, key, before: copyAt(before), after: copyAt(after) }),
  )
  return rows
}
