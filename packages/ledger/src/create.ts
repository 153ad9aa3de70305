import { rootOfNothing } from './block.ts'
import { importTables } from './export.ts'
import { Machine } from './ledger.ts'
import { MemoryArchive } from './memory-archive.ts'
import type { AnyTableDef } from './table.ts'
import { Tables } from './tables.ts'
import type { BlockRef, Ledger, LedgerExport } from './types.ts'

export interface LedgerOptions {
  /** Tables known from the start; others join when first opened. */
  readonly tables?: readonly AnyTableDef[]
  /** Blocks kept below the head, with their states and indexes. 0: the head only. Default: all. */
  readonly history?: number
  /** `set` with the object that is already there throws, since it may have been changed in place. For tests. */
  readonly strict?: boolean
  /** Start from this state instead of an empty one. */
  readonly import?: LedgerExport
}

/** Before genesis, which is block 0. */
export const nothing: BlockRef = { height: -1, timeNs: -1n, root: rootOfNothing }

/** A ledger in memory only. Blocks are durable as soon as they are sealed, and announced in a microtask. */
export function createLedger(options: LedgerOptions = {}): Ledger {
  const { tables: defs = [], history = Number.POSITIVE_INFINITY, strict = false } = options
  const tables = new Tables(defs, strict)
  const base = options.import === undefined ? nothing : importTables(tables, options.import)
  const archive = new MemoryArchive(base.height, Number.POSITIVE_INFINITY)
  return new Machine({ tables, base, blocks: [], oldest: base.height }, archive, history)
}
