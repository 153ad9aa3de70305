import { type Outcome, ok, refuse } from '@pegzone/outcome'
import type { RlpRejection } from './rejection.ts'

/** A byte string or a list of items. */
export type RlpItem = Uint8Array | readonly RlpItem[]

/** Lists inside lists deeper than this are refused: nothing of Ethereum needs more than 4. */
const MAX_DEPTH = 64

/** The one encoding of `item`, in one allocation. Numbers are given as shortest big-endian bytes (`bigintToBytes(n)`). */
export function rlpEncode(item: RlpItem): Uint8Array {
  const out = new Uint8Array(rlpLength(item))
  write(out, 0, item)
  return out
}

/** Strict: shortest forms only, no trailing bytes. Byte strings are views of the input, not copies. */
export function rlpDecode(bytes: Uint8Array): Outcome<RlpItem, RlpRejection> {
  const reader = new RlpReader(bytes)
  try {
    const item = readItem(reader, bytes.length, 0)
    if (reader.at !== bytes.length) throw new RlpFault('trailing bytes', reader.at)
    return ok(item)
  } catch (fault) {
    if (fault instanceof RlpFault) return refuse({ code: 'ENCODING_RLP_MALFORMED', ...fault })
    throw fault
  }
}

/** Leaves the decoder early; caught inside this package. No Error: no stack to collect for hostile input. */
export class RlpFault {
  readonly detail: string
  readonly offset: number
  constructor(detail: string, offset: number) {
    this.detail = detail
    this.offset = offset
  }
}

/** Walks items in place: `next` moves into the header, then `start`..`end` is the payload and `list` its kind. */
export class RlpReader {
  readonly bytes: Uint8Array
  at = 0
  start = 0
  end = 0
  list = false

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** Reads the header at `at` of an item that must end by `limit`; `at` is then its payload. Throws RlpFault. */
  next(limit: number): void {
    const { bytes, at } = this
    if (at >= limit) throw new RlpFault('item missing', at)
    const head = bytes[at]!
    this.list = head >= 0xc0
    if (head < 0x80) {
      this.start = at
      this.end = at + 1
    } else if (head < 0xb8) {
      this.start = at + 1
      this.end = at + 1 + (head - 0x80)
      if (head === 0x81 && this.end <= limit && bytes[at + 1]! < 0x80)
        throw new RlpFault('single byte with a prefix', at)
    } else if (head >= 0xc0 && head < 0xf8) {
      this.start = at + 1
      this.end = at + 1 + (head - 0xc0)
    } else {
      this.#long(head - (head < 0xc0 ? 0xb7 : 0xf7), limit)
    }
    if (this.end > limit) throw new RlpFault('length beyond the end', at)
    this.at = this.start
  }

  #long(width: number, limit: number): void {
    const { bytes, at } = this
    this.start = at + 1 + width
    if (this.start > limit) throw new RlpFault('length beyond the end', at)
    if (bytes[at + 1] === 0) throw new RlpFault('length with a leading zero', at)
    let length = 0
    // More than 2^53 loses digits but stays far beyond any limit.
    for (let i = at + 1; i < this.start; i++) length = length * 256 + bytes[i]!
    if (length < 56) throw new RlpFault('long form of a short length', at)
    this.end = this.start + length
  }
}

function readItem(reader: RlpReader, limit: number, depth: number): RlpItem {
  reader.next(limit)
  const { start, end } = reader
  if (!reader.list) {
    reader.at = end
    return reader.bytes.subarray(start, end)
  }
  if (depth >= MAX_DEPTH) throw new RlpFault('nested too deep', start)
  const items: RlpItem[] = []
  while (reader.at < end) items.push(readItem(reader, end, depth + 1))
  return items
}

/** Bytes that `item` takes when encoded. */
function rlpLength(item: RlpItem): number {
  if (item instanceof Uint8Array) {
    return item.length === 1 && item[0]! < 0x80 ? 1 : rlpHeaderLength(item.length) + item.length
  }
  const payload = payloadLength(item)
  return rlpHeaderLength(payload) + payload
}

/** Bytes of the header before a payload of `length` (for a string of one small byte there is none). */
export function rlpHeaderLength(length: number): number {
  return length < 56 ? 1 : 1 + lengthWidth(length)
}

/** Writes the header of a payload of `length` bytes at `at`; `base` is 0x80 for a string, 0xc0 for a list. Returns the next position. */
export function rlpWriteHeader(out: Uint8Array, at: number, length: number, base: 0x80 | 0xc0): number {
  if (length < 56) {
    out[at] = base + length
    return at + 1
  }
  const width = lengthWidth(length)
  out[at] = base + 55 + width
  let rest = length
  for (let i = at + width; i > at; i--) {
    out[i] = rest & 0xff
    rest = Math.floor(rest / 256)
  }
  return at + 1 + width
}

function write(out: Uint8Array, at: number, item: RlpItem): number {
  if (item instanceof Uint8Array) {
    const from = item.length === 1 && item[0]! < 0x80 ? at : rlpWriteHeader(out, at, item.length, 0x80)
    out.set(item, from)
    return from + item.length
  }
  let next = rlpWriteHeader(out, at, payloadLength(item), 0xc0)
  for (const part of item) next = write(out, next, part)
  return next
}

function payloadLength(items: readonly RlpItem[]): number {
  let length = 0
  for (const item of items) length += rlpLength(item)
  return length
}

function lengthWidth(length: number): number {
  return length < 0x100 ? 1 : length < 0x1_0000 ? 2 : length < 0x100_0000 ? 3 : length < 0x1_0000_0000 ? 4 : 5
}
