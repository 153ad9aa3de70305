import { hash } from 'node:crypto'
import { PegZoneError } from '@pegzone/outcome'
import { SealedBlock } from './block.ts'
import { ByteReader, ByteWriter, equalBytes } from './bytes.ts'
import { entryKey, heightKey } from './index-entries.ts'
import { u32Key } from './key-codecs.ts'
import { ledgerCatalogue } from './rejections.ts'
import type { BlockRef } from './types.ts'

/** Goes up when anything in this file changes what is on disk; a migration comes with it. */
export const layoutVersion = 1

export const indexPrefix = 'i'

/** The keys of a ledger's keyspace: first char tells what it is. */
export const keys = {
  meta: 'm',
  block: (height: number) => `b${heightKey(height)}`,
  index: (key: string, height: number) => indexPrefix + entryKey(key, height),
  page: (table: string, { depth, bits }: PageId) => `p${table}\0${String.fromCharCode(depth)}${u32Key.encode(bits)}`,
}

/** See `Pages`. */
export interface PageId {
  readonly depth: number
  readonly bits: number
}

export const blockRange = { gte: 'b', lt: 'c' }
export const pageRange = { gte: 'p', lt: 'q' }

/** What a restart needs besides pages and blocks. */
export interface Meta {
  readonly base: BlockRef
  /** Pages hold everything that blocks below this changed, and perhaps more. */
  readonly replayFrom: number
  /** Stored pages. */
  readonly pages: number
}

const scratch = new ByteWriter()

function built(write: (out: ByteWriter) => void): Uint8Array {
  scratch.size = 0
  write(scratch)
  return scratch.copy()
}

export function encodeMeta({ base, replayFrom, pages }: Meta): Uint8Array {
  return built((out) => {
    out.u32(layoutVersion)
    out.u64(BigInt(base.height + 1))
    out.u64(base.timeNs + 1n)
    out.bytes(Buffer.from(base.root, 'hex'))
    out.u64(BigInt(replayFrom))
    out.u32(pages)
  })
}

/** Throws LEDGER_LAYOUT_UNKNOWN or LEDGER_CORRUPT. */
export function decodeMeta(bytes: Uint8Array, where: string): Meta {
  return guarded(where, 'the meta record', () => {
    const reader = new ByteReader(bytes)
    const layout = reader.u32()
    if (layout !== layoutVersion)
      throw new PegZoneError(ledgerCatalogue, { code: 'LEDGER_LAYOUT_UNKNOWN', found: layout, known: layoutVersion })
    const base = {
      height: Number(reader.u64()) - 1,
      timeNs: reader.u64() - 1n,
      root: Buffer.from(reader.bytes(32)).toString('hex'),
    }
    return { base, replayFrom: Number(reader.u64()), pages: reader.u32() }
  })
}

/** A block's one record. Of its index entries it names the keys; the values are entries of their own. */
export interface BlockRecord {
  readonly block: SealedBlock
  /** Everything up to here was on disk when this block was handed to it. */
  readonly durable: number
}

export function encodeBlock({ block, durable }: BlockRecord): Uint8Array {
  return built((out) => {
    out.bytes(Buffer.from(block.previousRoot, 'hex'))
    out.bytes(Buffer.from(block.root, 'hex'))
    out.u64(BigInt(block.height))
    out.u64(block.timeNs)
    out.u64(BigInt(durable + 1))
    for (const part of [block.body, block.extra, block.deltaBytes]) {
      out.u32(part.length)
      out.bytes(part)
    }
    out.u32(block.index.length)
    for (const [key] of block.index) {
      out.length(key.length)
      out.latin1(key)
    }
  })
}

/** Throws LEDGER_CORRUPT. */
export function decodeBlock(bytes: Uint8Array, where: string): BlockRecord {
  return guarded(where, 'a block record', () => {
    const reader = new ByteReader(bytes)
    const previousRoot = Buffer.from(reader.bytes(32)).toString('hex')
    const root = Buffer.from(reader.bytes(32)).toString('hex')
    const header = { height: Number(reader.u64()), timeNs: reader.u64() }
    const durable = Number(reader.u64()) - 1
    const body = Uint8Array.from(reader.bytes(reader.u32()))
    const extra = Uint8Array.from(reader.bytes(reader.u32()))
    const delta = reader.bytes(reader.u32())
    const empty = new Uint8Array(0)
    const index = Array.from({ length: reader.u32() }, () => [reader.latin1(reader.length()), empty] as const)
    return { block: new SealedBlock({ header, root, previousRoot, body, delta, records: { extra, index } }), durable }
  })
}

const checksumSize = 8

/** A page's rows: checksum, count, values, lengths of the keys, the keys in one piece. */
export function encodePage(rows: readonly { readonly key: string }[], write: (row: number, out: ByteWriter) => void) {
  return built((out) => {
    out.reserve(checksumSize)
    out.u32(rows.length)
    for (let i = 0; i < rows.length; i++) out.sized(i, write)
    let all = ''
    for (const { key } of rows) {
      out.length(key.length)
      all += key
    }
    out.latin1(all)
    out.buffer.set(checksum(out.buffer.subarray(checksumSize, out.size)), 0)
  })
}

/** Throws LEDGER_CORRUPT unless the bytes are those that were written. */
export function checkPage(bytes: Uint8Array, where: string): void {
  if (
    bytes.length < checksumSize ||
    !equalBytes(bytes.subarray(0, checksumSize), checksum(bytes.subarray(checksumSize)))
  )
    throw corrupt(where, 'the checksum of a page does not match')
}

/** Of checked bytes. Values are views into them. */
export function decodePage(bytes: Uint8Array, where: string, visit: (key: string, value: Uint8Array) => void): void {
  guarded(where, 'a page', () => {
    const reader = new ByteReader(bytes)
    reader.offset = checksumSize
    const values = Array.from({ length: reader.u32() }, () => reader.sized()!)
    const lengths = values.map(() => reader.length())
    const text = reader.latin1(lengths.reduce((sum, length) => sum + length, 0))
    let at = 0
    for (let i = 0; i < values.length; i++) {
      const end = at + lengths[i]!
      visit(text.slice(at, end), values[i]!)
      at = end
    }
  })
}

export function parsePageKey(key: string): PageId & { readonly table: string } {
  const cut = key.indexOf('\0')
  return { table: key.slice(1, cut), depth: key.charCodeAt(cut + 1), bits: u32Key.decode(key.slice(cut + 2)) }
}

function checksum(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer').subarray(0, checksumSize)
}

function guarded<T>(where: string, what: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof PegZoneError) throw cause
    throw corrupt(where, `${what} cannot be read`, cause)
  }
}

export function corrupt(where: string, detail: string, cause?: unknown): PegZoneError {
  return new PegZoneError(ledgerCatalogue, { code: 'LEDGER_CORRUPT', where, detail }, { cause })
}
