import type { Catalogue } from '@pegzone/outcome'

export type LedgerRejection =
  | { readonly code: 'LEDGER_PRUNED'; readonly height: number; readonly oldest: number }
  | { readonly code: 'LEDGER_HEIGHT_UNKNOWN'; readonly height: number; readonly head: number }
  | { readonly code: 'LEDGER_LOCKED'; readonly directory: string; readonly pid: number | undefined }
  | { readonly code: 'LEDGER_CORRUPT'; readonly where: string; readonly detail: string }
  | { readonly code: 'LEDGER_LAYOUT_UNKNOWN'; readonly found: number; readonly known: number }
  | { readonly code: 'LEDGER_STOPPED'; readonly height: number; readonly detail: string }
  | { readonly code: 'LEDGER_IMPORT_INVALID'; readonly detail: string }
  | { readonly code: 'LEDGER_NOT_EMPTY'; readonly where: string; readonly head: number }

export const ledgerCatalogue: Catalogue<LedgerRejection> = {
  LEDGER_PRUNED: ({ height, oldest }) => ({
    what: `The state of block ${height} is no longer kept; the oldest one is ${oldest}.`,
    why: 'A ledger keeps a bounded history, and drops blocks, states and indexes together.',
    fix: 'Ask for a later block, or start with a longer history.',
  }),
  LEDGER_HEIGHT_UNKNOWN: ({ height, head }) => ({
    what: `Block ${height} does not exist; the head is ${head}.`,
    why: 'A state can only be read of a block that has been sealed.',
    fix: 'Wait for the block, or ask for an earlier one.',
  }),
  LEDGER_LOCKED: ({ directory, pid }) => ({
    what: `${directory} is in use by ${pid === undefined ? 'another process' : `process ${pid}`}.`,
    why: 'One process at a time may write a data directory, or blocks would be lost.',
    fix: 'Stop that process, or choose another data directory.',
  }),
  LEDGER_CORRUPT: ({ where, detail }) => ({
    what: `The data in ${where} is damaged: ${detail}.`,
    why: 'A ledger that cannot prove its own state does not start from it.',
    fix: 'Restore a copy of the directory, or delete it and start anew.',
  }),
  LEDGER_LAYOUT_UNKNOWN: ({ found, known }) => ({
    what: `The data was written with layout ${found}; this version reads layout ${known}.`,
    why: 'Reading one layout as another would damage the data.',
    fix: 'Use the version that wrote it, or start with a new data directory.',
  }),
  LEDGER_STOPPED: ({ height, detail }) => ({
    what: `The ledger stopped at block ${height}, because the disk failed: ${detail}.`,
    why: 'Blocks that cannot be stored must not be announced, so no more are made.',
    fix: 'Free or repair the disk, then start again; everything announced is still there.',
  }),
  LEDGER_IMPORT_INVALID: ({ detail }) => ({
    what: `The exported ledger cannot be read: ${detail}.`,
    why: 'An import must hold exactly what an export wrote.',
    fix: 'Export again, or undo the edits of the file.',
  }),
  LEDGER_NOT_EMPTY: ({ where, head }) => ({
    what: `${where} already holds a ledger with head ${head}.`,
    why: 'An import starts a ledger; it never replaces one.',
    fix: 'Choose an empty data directory, or open it without an import.',
  }),
}
