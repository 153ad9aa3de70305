import type {
  ActionInput,
  ActionOutput,
  AdminAction,
  BooksData,
  Change,
  HeadsData,
  PacketData,
  PacketFilter,
  StatusData,
} from '@pegzone/api'

/** What the emulator gives the admin server. Everything answers about durable state. */
export interface AdminHandlers {
  status(): StatusData
  heads(): HeadsData
  books(): BooksData | Promise<BooksData>
  /** Newest first, at most `limit` of the filter. */
  packets(filter: PacketFilter): readonly PacketData[] | Promise<readonly PacketData[]>
  packet(id: string): PacketData | undefined | Promise<PacketData | undefined>
  /** Every change from now on, in order. Called once, at the first watcher. Returns the unsubscribe function. */
  onChange(listener: (change: Change) => void): () => void
  /** Those that are missing answer 501 RPC_ACTION_UNAVAILABLE. */
  readonly actions: Partial<AdminActionHandlers>
}

export type AdminActionHandlers = {
  readonly [A in AdminAction]: (input: ActionInput<A>) => ActionOutput<A> | Promise<ActionOutput<A>>
}
