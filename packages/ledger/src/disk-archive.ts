import { PegZoneError } from '@pegzone/outcome'
import { Announcer } from './announcer.ts'
import type { Archive } from './archive.ts'
import type { SealedBlock } from './block.ts'
import type { Keyspace, WriteOp, WriteOptions } from './database.ts'
import { DiskIndex } from './disk-index.ts'
import { decodeBlock, encodeBlock, encodeMeta, keys } from './layout.ts'
import type { Pages } from './pages.ts'
import { ledgerCatalogue } from './rejections.ts'
import type { Row } from './row.ts'
import type { BlockRef } from './types.ts'
import { type Batch, WriteQueue } from './write-queue.ts'

/** Blocks are pruned this many at a time. */
const pruneChunk = 32

interface Waiter {
  readonly height: number
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

interface Rewind {
  /** Blocks below it that were not on disk yet. */
  readonly blocks: readonly SealedBlock[]
  readonly ops: readonly WriteOp[]
  readonly replayFrom: number
  readonly waiters: readonly Waiter[]
}

export interface DiskArchiveOptions {
  readonly space: Keyspace
  readonly pages: Pages
  readonly base: BlockRef
  readonly head: BlockRef
  /** What the meta record on disk says. */
  readonly replayFrom: number
  /** Oldest stored block. */
  readonly oldest: number
  readonly write: WriteOptions
  /** Pages are written in portions of about this many bytes, as many bytes of pages as of blocks. */
  readonly pagePortion: number
}

/**
 * Writes blocks in the order they were sealed; a batch takes every block that waits. Two batches may overtake each other
 * on the way to disk: what then lies beyond a gap was never announced, and the next start drops it. A batch with pages,
 * or one that drops blocks, therefore starts only when all before it are on disk.
 */
export class DiskArchive implements Archive {
  readonly window = 128
  readonly #space: Keyspace
  readonly #pages: Pages
  readonly #base: BlockRef
  readonly #announcer = new Announcer()
  readonly #index: DiskIndex
  readonly #queue: WriteQueue
  readonly #writeOptions: WriteOptions
  readonly #pagePortion: number
  #pending: SealedBlock[] = []
  /** Not on disk yet, the one under way first. */
  #rewinds: Rewind[] = []
  #waiters: Waiter[] = []
  #durable: number
  #failure: Error | undefined
  #replayFrom: number
  /** Bytes of pages that may be written. */
  #budget = 0
  #pruned: number
  #pruneTo: number
  #pruning: Promise<void> | undefined
  #pruneOps: WriteOp[] = []

  constructor({ space, pages, base, head, replayFrom, oldest, write, pagePortion }: DiskArchiveOptions) {
    this.#space = space
    this.#pages = pages
    this.#base = base
    this.#durable = head.height
    this.#replayFrom = replayFrom
    this.#pruned = oldest
    this.#pruneTo = oldest
    this.#writeOptions = write
    this.#pagePortion = pagePortion
    this.#index = new DiskIndex(space, oldest)
    this.#queue = new WriteQueue(
      (ops) => space.write(ops, write),
      (idle) => this.#nextBatch(idle),
      (error) => this.#fail(error),
    )
  }

  get durable(): number {
    return this.#durable
  }

  get failure(): Error | undefined {
    return this.#failure
  }

  onDurable: Archive['onDurable'] = (listener) => this.#announcer.subscribe(listener)

  append(block: SealedBlock, changed: readonly Row[]): void {
    for (const row of changed) this.#pages.touch(row, block.height)
    this.#index.add(block, this.#durable)
    this.#pending.push(block)
    this.#queue.pump()
  }

  flushed(height: number): Promise<void> {
    if (height <= this.#durable) return Promise.resolve()
    if (this.#failure !== undefined) return Promise.reject(this.#failure)
    return new Promise((resolve, reject) => this.#waiters.push({ height, resolve, reject }))
  }

  prune(oldest: number): void {
    this.#pruneTo = oldest
    this.#index.oldest = oldest
  }

  async load(height: number): Promise<SealedBlock | undefined> {
    if (height > this.#index.trusted) return undefined
    const bytes = await this.#space.get(keys.block(height))
    return bytes === undefined ? undefined : decodeBlock(bytes, this.#space.name).block
  }

  rewind(height: number, dropped: readonly SealedBlock[], changed: readonly Row[]): Promise<void> {
    const gone = new Set(dropped)
    const blocks = this.#pending.filter((block) => !gone.has(block))
    this.#pending = []
    this.#index.remove(gone)
    this.#index.trusted = Math.min(this.#index.trusted, height)
    this.#durable = Math.min(this.#durable, height)
    const ops = dropped.flatMap((block) => this.#deletion(block))
    // Encoded now: when the batch starts, later blocks may have changed the rows again.
    this.#pages.writeBack(changed, height, this.#space, ops)
    const replayFrom = this.#pages.replayFrom(height + 1)
    ops.push(this.#meta(replayFrom))
    const waiters = this.#waiters.filter((waiter) => waiter.height > height)
    this.#waiters = this.#waiters.filter((waiter) => waiter.height <= height)
    return new Promise((resolve, reject) => {
      this.#rewinds.push({ blocks, ops, replayFrom, waiters: [...waiters, { height, resolve, reject }] })
      this.#queue.pump()
    })
  }

  find(key: string): Promise<Uint8Array | undefined> {
    return this.#index.find(key)
  }

  search: Archive['search'] = (prefix, options = {}) => this.#index.search(prefix, options)

  async close(): Promise<void> {
    await this.#queue.idle()
    await this.#pruning
    this.#startPruning()
    await this.#pruning
    if (this.#failure !== undefined) return
    this.#failure = new Error('the ledger is closed')
    const ops = this.#pruneOps.splice(0)
    // All that is dirty, so that the next start replays nothing.
    this.#pages.write(Number.POSITIVE_INFINITY, this.#space, ops)
    ops.push(this.#meta(this.#durable + 1))
    await this.#space.write(ops, this.#writeOptions)
  }

  #nextBatch(idle: boolean): Batch | undefined {
    if (this.#rewinds.length > 0) return idle ? this.#rewindBatch(this.#rewinds[0]!) : undefined
    const blocks = this.#pending
    if (blocks.length === 0) return undefined
    const withPages = this.#budget >= this.#pagePortion && this.#pages.dirty
    if (withPages && !idle) return undefined

    this.#pending = []
    const ops: WriteOp[] = this.#pruneOps.splice(0)
    this.#putBlocks(blocks, ops)
    let replayFrom = this.#replayFrom
    if (withPages) {
      this.#budget = Math.max(0, this.#budget - this.#pages.write(this.#budget, this.#space, ops))
      if (!this.#pages.dirty) this.#budget = 0
      replayFrom = this.#pages.replayFrom(blocks.at(-1)!.height + 1)
      ops.push(this.#meta(replayFrom))
    }
    return { ops, barrier: false, landed: () => this.#landed(blocks, replayFrom) }
  }

  #putBlocks(blocks: readonly SealedBlock[], ops: WriteOp[]): void {
    for (const block of blocks) {
      const bytes = encodeBlock({ block, durable: this.#durable })
      this.#budget += bytes.length
      ops.push(this.#space.put(keys.block(block.height), bytes))
      for (const [key, value] of block.index) ops.push(this.#space.put(keys.index(key, block.height), value))
    }
  }

  #landed(blocks: readonly SealedBlock[], replayFrom: number): void {
    this.#replayFrom = replayFrom
    for (const block of blocks) {
      // Dropped while under way: the rewind's batch takes it back.
      if (block.height > this.#index.trusted) break
      this.#durable = block.height
      this.#announcer.announce(block)
    }
    this.#settleWaiters()
    this.#startPruning()
  }

  #rewindBatch({ blocks, ops, replayFrom, waiters }: Rewind): Batch {
    const all = [...ops]
    this.#putBlocks(blocks, all)
    return {
      ops: all,
      barrier: true,
      landed: () => {
        this.#rewinds.shift()
        this.#landed(blocks, replayFrom)
        if (this.#rewinds.length === 0) this.#index.trusted = Number.POSITIVE_INFINITY
        for (const { resolve } of waiters) resolve()
      },
    }
  }

  #settleWaiters(): void {
    if (this.#waiters.length === 0) return
    const reached = this.#waiters.filter(({ height }) => height <= this.#durable)
    this.#waiters = this.#waiters.filter(({ height }) => height > this.#durable)
    for (const { resolve } of reached) resolve()
  }

  #startPruning(): void {
    const to = Math.min(this.#pruneTo, this.#replayFrom, this.#durable)
    if (this.#pruning !== undefined || to - this.#pruned < pruneChunk) return
    this.#pruning = this.#prune(to)
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#pruning = undefined
      })
  }

  /** Prepares the removal of old blocks; it rides in the next batch. */
  async #prune(to: number): Promise<void> {
    const ops: WriteOp[] = []
    for await (const [, bytes] of this.#space.range({ gte: keys.block(Math.max(0, this.#pruned)), lt: keys.block(to) }))
      ops.push(...this.#deletion(decodeBlock(bytes, this.#space.name).block))
    for (const op of ops) this.#pruneOps.push(op)
    this.#pruned = to
  }

  #deletion(block: SealedBlock): WriteOp[] {
    const entries = block.index.map(([key]) => this.#space.del(keys.index(key, block.height)))
    return [this.#space.del(keys.block(block.height)), ...entries]
  }

  #meta(replayFrom: number): WriteOp {
    return this.#space.put(keys.meta, encodeMeta({ base: this.#base, replayFrom, pages: this.#pages.stored }))
  }

  #fail(error: unknown): void {
    const detail = error instanceof Error ? error.message : String(error)
    this.#failure ??= new PegZoneError(
      ledgerCatalogue,
      { code: 'LEDGER_STOPPED', height: this.#durable, detail },
      { cause: error },
    )
    const waiters = [...this.#waiters, ...this.#rewinds.flatMap((rewind) => rewind.waiters)]
    this.#waiters = []
    this.#rewinds = []
    for (const { reject } of waiters) reject(this.#failure)
  }
}
