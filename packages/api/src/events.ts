import type { BooksData } from './books.ts'
import type { PacketData, Side } from './packets.ts'
import type { StatusData } from './status.ts'

/** A block that is durable. */
export interface BlockData {
  readonly side: Side
  readonly height: number
  /** As its chain writes hashes. */
  readonly hash: string
  /** Ledger time, nanoseconds since 1970, decimal digits. */
  readonly timeNs: string
  readonly transactions: number
}

export interface HeadsData {
  readonly ethereum: BlockData | null
  readonly cosmos: BlockData | null
}

/** State of the world at one sequence number: what a watcher starts from. */
export interface SnapshotData {
  readonly status: StatusData
  readonly heads: HeadsData
  /** Packets that are not settled, and some of the settled ones. */
  readonly packets: readonly PacketData[]
  readonly books: BooksData
}

/** Something the operator should read. */
export interface NoticeData {
  readonly level: 'info' | 'warn' | 'error'
  /** `PACKAGE_WHAT_HAPPENED`. */
  readonly code: string
  readonly text: string
}

/** Kinds of change. `packet` carries the whole packet: the last one of an id wins. */
export interface ChangePayloads {
  readonly block: BlockData
  readonly packet: PacketData
  readonly books: BooksData
  readonly notice: NoticeData
}

export type ChangeType = keyof ChangePayloads
export const changeTypes = ['block', 'packet', 'books', 'notice'] as const satisfies ChangeType[]

/** A change, before it is numbered. */
export type Change = { readonly [T in ChangeType]: { readonly type: T; readonly data: ChangePayloads[T] } }[ChangeType]

/**
 * One message of the event stream. `seq` grows by one per change and never repeats in one run of the emulator;
 * `snapshot` holds everything up to and including its `seq`. `run` changes with every start: numbers of another run
 * mean nothing.
 */
export type AdminEvent = { readonly run: string; readonly seq: number } & (
  | { readonly type: 'snapshot'; readonly data: SnapshotData }
  | Change
)
