import { bytesToKey, fromHex } from '@pegzone/encoding'
import { ibcTables } from '@pegzone/ibc'
import type { LedgerExport, State } from '@pegzone/ledger'
import { type Outcome, ok } from '@pegzone/outcome'
import type { GenesisRejection } from '../errors.ts'
import { invalid } from '../genesis/check.ts'
import type { GenesisIbc } from '../genesis/types.ts'

/** The registry is made of the denoms' traces. */
const FROM_DENOMS: ReadonlySet<string> = new Set(['transfer/registry', 'transfer/registered'])

/** Rows of every table of the ibc package, as exported. */
export function exportIbc({ tables }: LedgerExport): GenesisIbc | undefined {
  const own = ibcTables.filter(({ name }) => !FROM_DENOMS.has(name) && (tables[name]?.length ?? 0) > 0)
  return own.length === 0 ? undefined : { tables: Object.fromEntries(own.map(({ name }) => [name, tables[name]!])) }
}

/** Puts exported rows back. Refuses unknown tables and rows that do not decode. */
export function initIbc(state: State, { tables }: GenesisIbc): Outcome<void, GenesisRejection> {
  for (const [name, rows] of Object.entries(tables)) {
    const def = ibcTables.find((other) => other.name === name)
    if (def === undefined || FROM_DENOMS.has(name)) {
      return invalid(`ibc.tables.${name}`, name, ibcTables.map((other) => other.name).join(', '))
    }
    const table = state.open(def)
    for (const [i, [key, value]] of rows.entries()) {
      try {
        table.set(def.key.decode(bytesToKey(fromHex(key))), def.value.decode(fromHex(value)))
      } catch {
        // Codecs throw on bytes that are not theirs; in a file from outside that is a wrong field, not a bug.
        return invalid(`ibc.tables.${name}[${i}]`, `${key}: ${value}`, 'key and value in hex, as exported')
      }
    }
  }
  return ok()
}
