import { PegZoneError } from '@pegzone/outcome'
import { rootHeadSize, rootOf, type SealedBlock } from './block.ts'
import { ByteWriter } from './bytes.ts'
import { type LedgerOptions, nothing } from './create.ts'
import type { Keyspace, WriteOp } from './database.ts'
import { readDelta } from './delta.ts'
import { DiskArchive } from './disk-archive.ts'
import { importTables } from './export.ts'
import {
  blockRange,
  checkPage,
  corrupt,
  decodeBlock,
  decodeMeta,
  encodeMeta,
  keys,
  type Meta,
  pageRange,
  parsePageKey,
} from './layout.ts'
import { Machine } from './ledger.ts'
import { Pages } from './pages.ts'
import { ledgerCatalogue } from './rejections.ts'
import type { Row } from './row.ts'
import { Tables } from './tables.ts'
import type { BlockRef, Ledger, LedgerExport } from './types.ts'

export interface OpenLedgerOptions extends LedgerOptions {
  /** The part of a database that is this ledger's alone. Closing the ledger does not close it. */
  readonly store: Keyspace
  /** Every batch waits for the disk itself: what is announced survives a power cut too. */
  readonly sync?: boolean
  /**
   * Pages are written in portions of about this many bytes, as many bytes of pages as of blocks; default 64 KiB.
   * Larger means fewer interruptions of the stream of blocks and more blocks to replay after a crash.
   */
  readonly pagePortion?: number
}

const defaultPagePortion = 1 << 16

/**
 * A ledger on a store: the one found there, or a new one. The state is in memory; it is read from pages and the blocks
 * after them. Rejects with LEDGER_LAYOUT_UNKNOWN, LEDGER_CORRUPT, and with LEDGER_NOT_EMPTY for an import into a used store.
 */
export async function openLedger(options: OpenLedgerOptions): Promise<Ledger> {
  const { store: space, tables: defs = [], history = Number.POSITIVE_INFINITY, strict = false } = options
  const tables = new Tables(defs, strict)
  const pages = new Pages(tables.journal)
  const found = await space.get(keys.meta)
  const meta =
    found === undefined ? await start({ space, tables, pages }, options.import) : decodeMeta(found, space.name)
  if (found !== undefined) await readPages({ space, tables, pages }, meta)
  const chain = await readChain(space, meta)
  if (found !== undefined && options.import !== undefined)
    throw new PegZoneError(ledgerCatalogue, { code: 'LEDGER_NOT_EMPTY', where: space.name, head: chain.head.height })
  for (const block of chain.blocks) if (block.height >= meta.replayFrom) replay(block, tables, pages)

  const oldest = Math.max(chain.oldest, chain.head.height - history)
  const archive = new DiskArchive({
    space,
    pages,
    base: meta.base,
    head: chain.head,
    replayFrom: meta.replayFrom,
    oldest: chain.oldest,
    write: { sync: options.sync ?? false },
    pagePortion: options.pagePortion ?? defaultPagePortion,
  })
  return new Machine({ tables, base: meta.base, blocks: chain.blocks, oldest }, archive, history)
}

interface Parts {
  readonly space: Keyspace
  readonly tables: Tables
  readonly pages: Pages
}

/** The first meta record, with the pages of an imported state. */
async function start({ space, tables, pages }: Parts, imported: LedgerExport | undefined): Promise<Meta> {
  const base = imported === undefined ? nothing : importTables(tables, imported)
  const replayFrom = base.height + 1
  const ops: WriteOp[] = []
  for (const table of tables.sorted()) for (const row of table.rows.values()) pages.touch(row as Row, replayFrom)
  pages.write(Number.POSITIVE_INFINITY, space, ops)
  const meta = { base, replayFrom, pages: pages.stored }
  await space.write([...ops, space.put(keys.meta, encodeMeta(meta))])
  return meta
}

async function readPages({ space, tables, pages }: Parts, meta: Meta): Promise<void> {
  for await (const [stored, bytes] of space.range(pageRange)) {
    const { table, depth, bits } = parsePageKey(stored)
    checkPage(bytes, space.name)
    pages.restore(tables.named(table), depth, bits, bytes)
  }
  if (pages.stored !== meta.pages || !pages.complete)
    throw corrupt(space.name, `${pages.stored} of ${meta.pages} pages are there`)
}

interface Chain {
  readonly head: BlockRef
  /** From the first that must be replayed, or else the head alone. */
  readonly blocks: readonly SealedBlock[]
  readonly oldest: number
}

/** Reads the newest blocks and drops what lies beyond a gap: batches that were under way when the process died. */
async function readChain(space: Keyspace, { base, replayFrom }: Meta): Promise<Chain> {
  const [first] = await blocksIn(space, { limit: 1 })
  const [last] = await blocksIn(space, { limit: 1, reverse: true })
  if (first === undefined || last === undefined) {
    if (replayFrom !== base.height + 1) throw corrupt(space.name, `the blocks before ${replayFrom} are missing`)
    return { head: base, blocks: [], oldest: base.height }
  }
  // Up to what was durable when the last block was handed over, blocks are complete; the gap can only be above.
  const from = Math.max(first.block.height, Math.min(replayFrom, last.durable, last.block.height))
  const blocks: SealedBlock[] = []
  const beyond: SealedBlock[] = []
  let next = first.block.height > last.durable ? last.durable + 1 : from
  for (const { block } of await blocksIn(space, { gte: keys.block(from) })) {
    if (block.height !== next) beyond.push(block)
    else {
      verify(space, block, blocks.at(-1) ?? (block.height === base.height + 1 ? base : undefined))
      blocks.push(block)
      next++
    }
  }
  const head = blocks.at(-1) ?? base
  if (head.height < Math.max(last.durable, replayFrom - 1) || (blocks[0]?.height ?? replayFrom) > replayFrom)
    throw corrupt(space.name, `the block after ${head.height} is missing`)
  if (beyond.length > 0)
    await space.write(
      beyond.flatMap((block) => [
        space.del(keys.block(block.height)),
        ...block.index.map(([key]) => space.del(keys.index(key, block.height))),
      ]),
    )
  const oldest = first.block.height === base.height + 1 ? base.height : first.block.height
  return { head, blocks, oldest }
}

async function blocksIn(space: Keyspace, range: { gte?: string; limit?: number; reverse?: boolean }) {
  const found: ReturnType<typeof decodeBlock>[] = []
  for await (const [, bytes] of space.range({ ...blockRange, ...range })) found.push(decodeBlock(bytes, space.name))
  return found
}

const scratch = new ByteWriter()

function verify(space: Keyspace, block: SealedBlock, previous: BlockRef | undefined): void {
  scratch.size = 0
  scratch.reserve(rootHeadSize)
  scratch.bytes(block.deltaBytes)
  const linked = previous === undefined || previous.root === block.previousRoot
  if (!linked || rootOf(block.previousRoot, block, block.body, scratch) !== block.root)
    throw corrupt(space.name, `block ${block.height} does not have the root it says`)
}

function replay(block: SealedBlock, tables: Tables, pages: Pages): void {
  readDelta(block.deltaBytes, (name, key, _before, after) => {
    pages.replay(tables.named(name), { key, in: block.deltaBytes, at: after }, block.height)
  })
}
