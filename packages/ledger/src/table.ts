import type { TableDef, TableSpec } from './types.ts'

/** Any table, where keys and values are handled by the codecs only. */
export type AnyTableDef = TableSpec<unknown, unknown>

const nameRule = /^[!-~]{1,64}$/

/** Declares a table, once, at the top of the keeper that owns it. Names are permanent: in every root and on disk. */
export function table<K, V>(spec: TableSpec<K, V>): TableDef<K, V> {
  if (!nameRule.test(spec.name)) throw new Error(`a table's name is 1 to 64 visible ASCII characters: ${spec.name}`)
  return Object.freeze({ ...spec })
}
