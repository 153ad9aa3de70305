import type { AnyTableDef } from '@pegzone/ledger'
import { attestationClientsTable, attestationCountsTable, attestationTimesTable } from './clients/attestation/client.ts'
import { mockClientsTable } from './clients/mock/client.ts'
import { soloClientsTable } from './clients/solo/client.ts'
import * as core from './core/tables.ts'
import { booksTable, transferParamsTable } from './transfer/books.ts'
import { heldTable, heldTurnsTable } from './transfer/held.ts'
import { registeredTable, registryTable, tracesTable } from './transfer/registry.ts'

/** Every table of this package, for a ledger that lists its keepers in one place. */
export const ibcTables: readonly AnyTableDef[] = [
  ...Object.values(core),
  soloClientsTable,
  attestationClientsTable,
  attestationTimesTable,
  attestationCountsTable,
  mockClientsTable,
  registryTable,
  registeredTable,
  tracesTable,
  booksTable,
  transferParamsTable,
  heldTable,
  heldTurnsTable,
]
