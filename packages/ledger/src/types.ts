import type { Outcome, Rejection } from '@pegzone/outcome'
import type { ByteWriter } from './bytes.ts'

/** Values to bytes and back. `decode(encode(v))` is `v`; equal values have equal bytes, or roots differ. */
export interface Codec<V> {
  encode(value: V): Uint8Array
  decode(bytes: Uint8Array): V
  /** The same bytes as `encode`, appended: saves an array per value when a block is sealed. Must not use `this`. */
  write?(value: V, out: ByteWriter): void
}

/**
 * Keys as byte strings (one char per byte, each < 256): JavaScript's string order is then the byte order on disk.
 * `fixed` tells that every key has the same width; `tuple` needs it to know where a part ends.
 */
export interface KeyCodec<K> {
  encode(key: K): string
  decode(text: string): K
  readonly fixed?: number
}

/** Declares a table. `name` is permanent: it is in the root and on disk. `ordered` allows `range`. */
export interface TableSpec<K, V> {
  readonly name: string
  readonly key: KeyCodec<K>
  readonly value: Codec<V>
  readonly ordered?: true
  /** `rows` (default): any value. `amounts`: bigint ≥ 0, held as limbs behind the same interface. */
  readonly as?: 'rows' | 'amounts'
}

declare const tableOf: unique symbol
/** A table that was declared by `table(spec)`. */
export interface TableDef<K, V> extends TableSpec<K, V> {
  readonly [tableOf]?: (key: K, value: V) => void
}

export interface ReadTable<K, V> {
  get(key: K): V | undefined
  /** From `from` (inclusive) to `to` (exclusive), in encoded-key order. Throws unless the table is `ordered`. */
  range(from?: K, to?: K): Iterable<readonly [K, V]>
}

export interface Table<K, V> extends ReadTable<K, V> {
  set(key: K, value: V): void
  delete(key: K): void
}

/** Something that happened, for receipts and indexes. Each chain narrows it to its own union. Never in the root. */
export interface LedgerEvent {
  readonly type: string
}

/** A consistent, read-only look at one height. */
export interface View {
  readonly height: number
  read<K, V>(def: TableDef<K, V>): ReadTable<K, V>
}

/** What a keeper writes through. Everything is journaled; see `attempt` for marks. */
export interface State extends View {
  open<K, V>(def: TableDef<K, V>): Table<K, V>
  emit(event: LedgerEvent): void
  /** A copy of the events emitted so far by the running `apply`, without those of undone attempts. */
  readonly events: readonly LedgerEvent[]
  /** Runs between two marks: writes and events are kept when ok, undone when refused or thrown. Nests. */
  attempt<T, R extends Rejection>(run: (state: State) => Outcome<T, R>): Outcome<T, R>
}

/** Time is nanoseconds since 1970, strictly increasing from block to block. */
export interface BlockHeader {
  readonly height: number
  readonly timeNs: bigint
}

export interface BlockRef extends BlockHeader {
  /** State root, 32 bytes, as lower-case hex without prefix. */
  readonly root: string
}

/** One changed row: encoded key, the value before and after (undefined: absent). */
export interface DeltaRow {
  readonly table: string
  readonly key: string
  readonly before: Uint8Array | undefined
  readonly after: Uint8Array | undefined
}

/** What rides in the same batch as the block, outside the root, and is pruned with the history. */
export interface BlockRecords {
  /** Receipts, block hashes: whatever the chain wants back by height. */
  readonly extra?: Uint8Array
  /** Look-up entries. A key is a byte string; two entries may share it only if `value` is meant to be replaced. */
  readonly index?: readonly (readonly [key: string, value: Uint8Array])[]
}

export interface Block extends BlockRef {
  readonly body: Uint8Array
  readonly extra: Uint8Array
  /** Sorted by (table, key), equal writes left out. Computed on first use when nothing needs it sooner. */
  readonly delta: readonly DeltaRow[]
}

/** A block as it comes back from memory or disk. */
export interface StoredBlock extends BlockRef {
  readonly body: Uint8Array
  readonly extra: Uint8Array
}

export interface LedgerExport {
  readonly format: 'pegzone-ledger'
  readonly version: 1
  readonly head: { readonly height: number; readonly timeNs: string; readonly root: string }
  /** Table name → rows as [key, value] in hex, sorted by key. */
  readonly tables: Readonly<Record<string, readonly (readonly [key: string, value: string])[]>>
}

/** A broken law: which one, where, what was expected and found. */
export interface Violation {
  readonly law: string
  readonly detail: string
}

export interface Ledger {
  /** Sealed in memory. */
  readonly head: BlockRef
  /** On disk: what RPC calls latest. Equals `head` without a store. */
  readonly durable: BlockRef
  /** Runs one message on the open block. Kept when ok, undone when refused; a throw undoes and passes on. */
  apply<T, R extends Rejection>(message: (state: State) => Outcome<T, R>): Outcome<T, R>
  /** The same, always undone: eth_call, simulate, CheckTx. Sees the open block. */
  probe<T>(run: (state: State) => T): T
  /** Closes the open block. Synchronous; the write is queued. The header's height must be head + 1, its time later. */
  seal(header: BlockHeader, body: Uint8Array, records?: BlockRecords): Block
  /** Resolves when `height` (default: head) is on disk. Rejects if the disk fails; the ledger then refuses to go on. */
  flushed(height?: number): Promise<void>
  /** Called in height order, once per block, after it is durable. Returns the unsubscribe function. */
  onDurable(listener: (block: Block) => void): () => void
  /** The state right after block `height`. Rejects with LEDGER_PRUNED if older than the history kept. */
  at(height: number): Promise<View>
  /** The live state as a view: the head, synchronous, valid until the next write. */
  readonly latest: View
  /** Undefined when beyond the head or pruned. */
  block(height: number): Promise<StoredBlock | undefined>
  /** One index entry by its whole key. */
  find(key: string): Promise<Uint8Array | undefined>
  /** Index entries with the prefix, in key order, or backwards. */
  search(
    prefix: string,
    options?: { readonly limit?: number; readonly reverse?: boolean; readonly after?: string },
  ): Promise<readonly (readonly [key: string, value: Uint8Array])[]>
  /** Oldest height whose block and state can still be had. */
  readonly oldest: number
  /** Drops every block above `height`; returns them newest first (reorg logs need them). */
  rewind(height: number): Promise<readonly Block[]>
  export(): LedgerExport
  /** Recomputes from the tables what is otherwise kept incrementally. Empty: clean. */
  audit(): readonly Violation[]
  close(): Promise<void>
}
