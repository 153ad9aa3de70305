import { PegZoneError } from '@pegzone/outcome'
import { encodeWith } from './codecs.ts'
import { ledgerCatalogue } from './rejections.ts'
import type { Tables } from './tables.ts'
import type { BlockRef, LedgerExport } from './types.ts'

/** All rows of the last sealed block, in hex; a table without rows is left out. */
export function exportTables(tables: Tables): LedgerExport['tables'] {
  const exported: Record<string, (readonly [string, string])[]> = {}
  for (const table of tables.sorted()) {
    const rows: (readonly [string, string])[] = []
    table.cold?.warmAll()
    for (const key of [...table.rows.keys()].sort()) {
      const value = table.sealed(key)
      if (value === undefined) continue
      rows.push([
        Buffer.from(key, 'latin1').toString('hex'),
        Buffer.from(encodeWith(table.write, value)).toString('hex'),
      ])
    }
    if (rows.length > 0) exported[table.name] = rows
  }
  return exported
}

/** Fills empty tables and returns the head to go on from. Throws LEDGER_IMPORT_INVALID. */
export function importTables(tables: Tables, exported: LedgerExport): BlockRef {
  if (exported.format !== 'pegzone-ledger') invalid(`its format is ${String(exported.format)}`)
  if (exported.version !== 1) invalid(`its version is ${String(exported.version)}`)
  const { height, timeNs, root } = exported.head
  if (!Number.isSafeInteger(height) || height < -1) invalid(`its height is ${String(height)}`)
  if (!/^-?\d+$/.test(timeNs)) invalid(`its time is ${timeNs}`)
  if (!/^[0-9a-f]{64}$/.test(root)) invalid(`its root is ${root}`)
  for (const [name, rows] of Object.entries(exported.tables)) {
    const table = tables.named(name)
    for (const [key, value] of rows) {
      const row = table.row(fromHex(name, key).toString('latin1'))
      if (row.value !== undefined) invalid(`table ${name} has the key ${key} twice`)
      const bytes = Uint8Array.from(fromHex(name, value))
      try {
        row.value = table.decode(bytes)
      } catch (error) {
        invalid(`table ${name}, key ${key}: ${String(error)}`)
      }
    }
  }
  return { height, timeNs: BigInt(timeNs), root }
}

function fromHex(table: string, text: string): Buffer {
  if (typeof text !== 'string' || !/^([0-9a-f]{2})*$/.test(text))
    invalid(`table ${table} holds ${String(text)}, not hex`)
  return Buffer.from(text, 'hex')
}

function invalid(detail: string): never {
  throw new PegZoneError(ledgerCatalogue, { code: 'LEDGER_IMPORT_INVALID', detail })
}
