import { bigintToBytes, concatBytes } from '@pegzone/encoding'

/** RLP out of parts that are encoded already: a trie node stands in its parent as it is. */

function lengthPrefix(length: number, offset: number): Uint8Array {
  if (length < 56) return Uint8Array.of(offset + length)
  const digits: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256)
  return Uint8Array.of(offset + 55 + digits.length, ...digits)
}

export function rlpBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 1 && bytes[0]! < 0x80) return bytes
  return concatBytes(lengthPrefix(bytes.length, 0x80), bytes)
}

/** A small integer: big-endian without leading zeros, zero is the empty string. */
export function rlpIndex(value: number): Uint8Array {
  return rlpBytes(bigintToBytes(BigInt(value)))
}

/** A list whose items are RLP already. */
export function rlpList(items: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const item of items) length += item.length
  return concatBytes(lengthPrefix(length, 0xc0), ...items)
}
