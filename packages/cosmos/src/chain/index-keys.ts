import { bytesToKey, sha256, toHex, utf8ToBytes } from '@pegzone/encoding'
import type { CosmosEvent, TxResult } from './block-types.ts'

/**
 * Look-up entries of a block, in the ledger's index:
 *   t hash → height, position        b block hash → height
 *   h height → count of its transactions, when it has any
 *   e type.key \0 value \0 height → positions of the transactions of that block with this attribute
 * Numbers are big-endian and of fixed width, so that key order is chain order.
 */
export function indexEntries(
  height: number,
  hash: Uint8Array,
  txHashes: readonly Uint8Array[],
  results: readonly TxResult[],
): readonly (readonly [key: string, value: Uint8Array])[] {
  const entries: (readonly [string, Uint8Array])[] = [[blockHashKey(hash), encodePlace(height, 0)]]
  if (txHashes.length === 0) return entries
  const postings = new Map<string, number[]>()
  for (const [position, { events }] of results.entries()) {
    entries.push([txHashKey(txHashes[position]!), encodePlace(height, position)])
    for (const prefix of attributePrefixes(events)) {
      const positions = postings.get(prefix)
      if (positions === undefined) postings.set(prefix, [position])
      else positions.push(position)
    }
  }
  entries.push([heightKey(height), encodePositions([txHashes.length])])
  for (const [prefix, positions] of postings) entries.push([prefix + u64Text(height), encodePositions(positions)])
  return entries
}

/** Not worth an entry: large, different in every transaction, or the same in all. Searching them reads the results. */
const UNINDEXED: ReadonlySet<string> = new Set([
  'msg_index',
  'signature',
  'amount',
  'fee',
  'packet_data',
  'packet_data_hex',
  'packet_ack',
  'packet_ack_hex',
  'memo',
])

/** Can a condition on this composite key be answered by the index alone? */
export function isIndexed(compositeKey: string): boolean {
  return !UNINDEXED.has(compositeKey.slice(compositeKey.lastIndexOf('.') + 1))
}

function attributePrefixes(events: readonly CosmosEvent[]): ReadonlySet<string> {
  const prefixes = new Set<string>()
  for (const { type, attributes } of events) {
    for (const { key, value } of attributes) {
      if (!UNINDEXED.has(key)) prefixes.add(attributePrefix(`${type}.${key}`, value))
    }
  }
  return prefixes
}

/** Longer values are indexed by their hash: only equality is ever looked up. */
const LONGEST_VALUE = 96
const PLAIN = /^[ -~]*$/

export function attributePrefix(compositeKey: string, value: string): string {
  return `e${bytewise(compositeKey)}\0${value.length > LONGEST_VALUE ? `#${hashText(value)}` : bytewise(value)}\0`
}

function bytewise(text: string): string {
  return PLAIN.test(text) ? text : bytesToKey(utf8ToBytes(text))
}

function hashText(value: string): string {
  return toHex(sha256(utf8ToBytes(value)))
}

export function txHashKey(hash: Uint8Array): string {
  return `t${bytesToKey(hash)}`
}

export function blockHashKey(hash: Uint8Array): string {
  return `b${bytesToKey(hash)}`
}

export const HEIGHTS = 'h'

export function heightKey(height: number): string {
  return HEIGHTS + u64Text(height)
}

/** Eight bytes, big-endian, one char each. Heights stay below 2^53. */
export function u64Text(n: number): string {
  const high = Math.floor(n / 0x1_0000_0000)
  return u32Text(high) + u32Text(n >>> 0)
}

function u32Text(n: number): string {
  return String.fromCharCode(n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255)
}

/** The height at the end of a posting or height key. */
export function heightOfKey(key: string): number {
  let height = 0
  for (let i = key.length - 8; i < key.length; i++) height = height * 256 + key.charCodeAt(i)
  return height
}

function encodePlace(height: number, position: number): Uint8Array {
  const bytes = new Uint8Array(12)
  const data = new DataView(bytes.buffer)
  data.setBigUint64(0, BigInt(height))
  data.setUint32(8, position)
  return bytes
}

export function decodePlace(bytes: Uint8Array): { readonly height: number; readonly position: number } {
  const data = new DataView(bytes.buffer, bytes.byteOffset)
  return { height: Number(data.getBigUint64(0)), position: data.getUint32(8) }
}

function encodePositions(positions: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(positions.length * 4)
  const data = new DataView(bytes.buffer)
  for (const [i, position] of positions.entries()) data.setUint32(i * 4, position)
  return bytes
}

export function decodePositions(bytes: Uint8Array): readonly number[] {
  const data = new DataView(bytes.buffer, bytes.byteOffset)
  return Array.from({ length: bytes.length / 4 }, (_, i) => data.getUint32(i * 4))
}
