import { rootHeadSize, rootOf, type SealedBlock } from './block.ts'
import { ByteWriter, equalBytes, sizedAt } from './bytes.ts'
import { encodeWith } from './codecs.ts'
import { readDelta } from './delta.ts'
import type { LiveTable } from './live-table.ts'
import type { Page, Row } from './row.ts'
import type { Tables } from './tables.ts'
import type { Violation } from './types.ts'

const shown = (key: string) => Buffer.from(key, 'latin1').toString('hex')

/** What every table must hold to: codecs that are true to each other, sorted keys and pages that match the rows. */
export function auditTables(tables: Tables): Violation[] {
  const found: Violation[] = []
  const pages = new Map<Page, Set<Row>>()
  const rowsOf = (page: Page) => {
    const rows = pages.get(page) ?? new Set(page.rows)
    pages.set(page, rows)
    return rows
  }
  for (const table of tables.sorted()) {
    table.cold?.warmAll()
    for (const [key, row] of table.rows) {
      const report = (law: string, detail: string) =>
        found.push({ law, detail: `table ${table.name}, key ${shown(key)}: ${detail}` })
      if (row.key !== key) report('row-key', `row says ${shown(row.key)}`)
      if (row.page !== undefined && !rowsOf(row.page).has(row)) report('page-rows', 'its page lacks the row')
      if (row.value !== undefined) auditValue(table, key, row.value, report)
    }
    if (!table.keysAgree())
      found.push({ law: 'sorted-keys', detail: `table ${table.name}: sorted keys are not its keys` })
  }
  return found
}

function auditValue(
  table: LiveTable,
  key: string,
  value: unknown,
  report: (law: string, detail: string) => void,
): void {
  const bytes = encodeWith(table.write, value)
  if (!equalBytes(encodeWith(table.write, table.decode(bytes)), bytes))
    report('value-codec', `${shownBytes(bytes)} decodes to another value`)
  const again = table.def.key.encode(table.def.key.decode(key))
  if (again !== key) report('key-codec', `decodes to the key ${shown(again)}`)
}

/** The head's root from its parts, and its delta against the tables. */
export function auditHead(tables: Tables, head: SealedBlock): Violation[] {
  const found: Violation[] = []
  const out = new ByteWriter()
  out.reserve(rootHeadSize)
  out.bytes(head.deltaBytes)
  const root = rootOf(head.previousRoot, head, head.body, out)
  if (root !== head.root)
    found.push({ law: 'root', detail: `block ${head.height}: ${root} expected, got ${head.root}` })
  readDelta(head.deltaBytes, (name, key, _before, at) => {
    const after = sizedAt(head.deltaBytes, at)
    const table = tables.named(name)
    const value = table.sealed(key)
    const held = value === undefined ? undefined : encodeWith(table.write, value)
    const same = held === undefined || after === undefined ? held === after : equalBytes(held, after)
    if (!same)
      found.push({
        law: 'delta',
        detail: `table ${name}, key ${shown(key)}: block ${head.height} left ${shownBytes(after)}, the table holds ${shownBytes(held)}`,
      })
  })
  return found
}

function shownBytes(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? 'nothing' : `0x${Buffer.from(bytes).toString('hex')}`
}
