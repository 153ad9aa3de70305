import type { CosmosBlock, TxResult } from './block-types.ts'

/**
 * One term of a CometBFT query. `key` is `tx.hash`, `tx.height`, `block.height` or `type.attribute` (`transfer.recipient`).
 * A bigint `value` is a bare number in the query text, a string was quoted. `=` compares texts, the orderings compare
 * numbers: an attribute that is not a whole number (digits, then perhaps a denom) matches none of them.
 */
export type SearchCondition =
  | { readonly key: string; readonly op: '=' | '<' | '<=' | '>' | '>='; readonly value: string | bigint }
  | { readonly key: string; readonly op: 'CONTAINS'; readonly value: string }
  | { readonly key: string; readonly op: 'EXISTS' }

/** `page` counts from 1 (default 1), `perPage` 1 to 100 (default 30), `order` by (height, index), default `asc`. */
export interface SearchPage {
  readonly page?: number
  readonly perPage?: number
  readonly order?: 'asc' | 'desc'
}

/** A delivered transaction with its place in the chain. */
export interface TxRecord {
  readonly hash: Uint8Array
  readonly height: number
  readonly index: number
  readonly tx: Uint8Array
  readonly result: TxResult
  /** Time of its block. */
  readonly timeNs: bigint
}

/** `total` counts all matches, `txs` holds one page of them (empty past the last page). */
export interface TxSearch {
  readonly total: number
  readonly txs: readonly TxRecord[]
}

export interface BlockSearch {
  readonly total: number
  readonly blocks: readonly CosmosBlock[]
}
