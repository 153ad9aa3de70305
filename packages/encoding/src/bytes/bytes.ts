/** A new array holding the parts one after another. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const out = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** Same length and same bytes. Not constant time: compare no secrets with it. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** Eight bytes, big-endian, of 0 ≤ n < 2^64. Throws RangeError outside. */
export function u64be(n: bigint): Uint8Array {
  return bigintToBytes(n, 8)
}

/**
 * Big-endian bytes of n ≥ 0: the shortest form (0 is empty), or exactly `length` bytes, zeros in front.
 * Throws RangeError if n is negative or does not fit.
 */
export function bigintToBytes(n: bigint, length?: number): Uint8Array {
  if (n < 0n) throw new RangeError(`negative: ${n}`)
  const size = length ?? byteLength(n)
  const out = new Uint8Array(size)
  let rest = n
  for (let end = size; end > 0 && rest !== 0n; end -= 6) {
    let limb = Number(rest & 0xffff_ffff_ffffn)
    for (let i = end - 1; i >= Math.max(0, end - 6); i--) {
      out[i] = limb & 0xff
      limb = Math.floor(limb / 256)
    }
    if (limb !== 0) throw new RangeError(`${n} needs more than ${size} bytes`)
    rest >>= 48n
  }
  if (rest !== 0n) throw new RangeError(`${n} needs more than ${size} bytes`)
  return out
}

/** The unsigned number written big-endian in `bytes`; empty is 0. */
export function bytesToBigint(bytes: Uint8Array): bigint {
  return readBigint(bytes, 0, bytes.length)
}

/** The unsigned big-endian number in bytes[from, to). */
export function readBigint(bytes: Uint8Array, from: number, to: number): bigint {
  let at = from
  while (at < to && bytes[at] === 0) at++
  let n = 0n
  while (at < to) {
    const end = Math.min(at + 6, to)
    const width = end - at
    let limb = 0
    for (; at < end; at++) limb = limb * 256 + bytes[at]!
    n = n === 0n ? BigInt(limb) : (n << BigInt(8 * width)) | BigInt(limb)
  }
  return n
}

function byteLength(n: bigint): number {
  if (n === 0n) return 0
  return (n.toString(16).length + 1) >> 1
}
