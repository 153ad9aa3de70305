export type { ByteReader, ByteWriter } from './bytes.ts'
export {
  amountCodec,
  boolCodec,
  bytesCodec,
  codec,
  list,
  optional,
  type RecordOf,
  record,
  textCodec,
  u32Codec,
  u64Codec,
} from './codecs.ts'
export { createLedger, type LedgerOptions } from './create.ts'
export {
  type Database,
  databaseOf,
  type Keyspace,
  type RangeOptions,
  type RawStore,
  type WriteOp,
  type WriteOptions,
} from './database.ts'
export { canonicalJson, jsonCodec } from './json-codec.ts'
export { bytesKey, hexAddressKey, hexHashKey, textKey, tuple, u32Key, u64Key } from './key-codecs.ts'
export { createMapDatabase } from './map-database.ts'
export { type OpenLedgerOptions, openLedger } from './open.ts'
export { type LedgerRejection, ledgerCatalogue } from './rejections.ts'
export { type AnyTableDef, table } from './table.ts'
export type {
  Block,
  BlockHeader,
  BlockRecords,
  BlockRef,
  Codec,
  DeltaRow,
  KeyCodec,
  Ledger,
  LedgerEvent,
  LedgerExport,
  ReadTable,
  State,
  StoredBlock,
  Table,
  TableDef,
  TableSpec,
  View,
  Violation,
} from './types.ts'
