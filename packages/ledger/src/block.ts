import { hash } from 'node:crypto'
import type { ByteWriter } from './bytes.ts'
import { deltaRows } from './delta.ts'
import type { Block, BlockHeader, BlockRecords, BlockRef, DeltaRow } from './types.ts'

/** Bytes before the delta in what is hashed: previous root, height, time, hash of the body. */
export const rootHeadSize = 32 + 8 + 8 + 32

/** The root before there is any block. */
export const rootOfNothing = '00'.repeat(32)

/**
 * A step into the state of a block: sealing it, or coming back to it by a rewind. Views of the past follow `next` to
 * learn what changed since.
 */
export interface Step extends BlockRef {
  readonly deltaBytes: Uint8Array
  next: Step | undefined
}

/**
 * root(h) = sha256(root(h−1) ‖ height ‖ time ‖ sha256(body) ‖ delta). `out` holds `rootHeadSize` reserved bytes and then
 * the delta, nothing else; the head is filled in here.
 */
export function rootOf(previous: string, { height, timeNs }: BlockHeader, body: Uint8Array, out: ByteWriter): string {
  out.buffer.write(previous, 0, 'hex')
  out.data.setBigUint64(32, BigInt(height))
  out.data.setBigUint64(40, timeNs)
  out.buffer.write(hash('sha256', body, 'hex'), 48, 'hex')
  return hash('sha256', out.buffer.subarray(0, out.size), 'hex')
}

export const noBytes = new Uint8Array(0)

/** A block as sealed: its record, and a step between states. */
export class SealedBlock implements Block, Step {
  readonly height: number
  readonly timeNs: bigint
  readonly root: string
  readonly previousRoot: string
  readonly body: Uint8Array
  readonly extra: Uint8Array
  readonly index: NonNullable<BlockRecords['index']>
  /** See `writeTableDelta`. */
  readonly deltaBytes: Uint8Array
  next: Step | undefined = undefined
  #rows: readonly DeltaRow[] | undefined

  constructor(from: {
    readonly header: BlockHeader
    readonly root: string
    readonly previousRoot: string
    readonly body: Uint8Array
    readonly delta: Uint8Array
    readonly records: BlockRecords
  }) {
    this.height = from.header.height
    this.timeNs = from.header.timeNs
    this.root = from.root
    this.previousRoot = from.previousRoot
    this.body = from.body
    this.deltaBytes = from.delta
    this.extra = from.records.extra ?? noBytes
    this.index = from.records.index ?? []
  }

  get delta(): readonly DeltaRow[] {
    this.#rows ??= deltaRows(this.deltaBytes)
    return this.#rows
  }
}
