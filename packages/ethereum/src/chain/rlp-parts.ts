/** RLP out of parts that are encoded already: what tries, headers and receipts need to embed each other without copies. */

const EMPTY_STRING = Uint8Array.of(0x80)

function lengthPrefix(length: number, offset: number): Uint8Array {
  if (length < 56) return Uint8Array.of(offset + length)
  const digits: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256)
  return Uint8Array.of(offset + 55 + digits.length, ...digits)
}

export function rlpBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 1 && bytes[0]! < 0x80) return bytes
  return join([lengthPrefix(bytes.length, 0x80), bytes])
}

/** A quantity: big-endian without leading zeros, zero is the empty string. Not negative. */
export function rlpNumber(value: bigint | number): Uint8Array {
  if (value === 0n || value === 0) return EMPTY_STRING
  let hex = value.toString(16)
  if (hex.length % 2 === 1) hex = `0${hex}`
  const bytes = new Uint8Array(hex.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16)
  return rlpBytes(bytes)
}

/** A list whose items are RLP already. */
export function rlpList(items: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const item of items) length += item.length
  return join([lengthPrefix(length, 0xc0), ...items])
}

export function join(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
