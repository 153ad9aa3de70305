import type { SealedBlock } from './block.ts'
import type { Row } from './row.ts'
import type { Ledger } from './types.ts'

/** Where blocks go after they are sealed. The machine keeps the state and the newest blocks; this keeps the rest. */
export interface Archive {
  /** Blocks the machine must keep in memory above the durable one. */
  readonly window: number
  /** Height on disk. */
  readonly durable: number
  /** Why no more blocks can be taken. */
  readonly failure: Error | undefined
  /** Called in the sealing of a block, with the rows it changed. */
  append(block: SealedBlock, changed: readonly Row[]): void
  flushed(height: number): Promise<void>
  onDurable: Ledger['onDurable']
  /** Blocks below this are no longer needed. */
  prune(oldest: number): void
  /** A block that the machine no longer has in memory. */
  load(height: number): Promise<SealedBlock | undefined>
  /** The state is that of `height` again; `dropped` is gone and `changed` was put back. */
  rewind(height: number, dropped: readonly SealedBlock[], changed: readonly Row[]): Promise<void>
  find: Ledger['find']
  search: Ledger['search']
  close(): Promise<void>
}
