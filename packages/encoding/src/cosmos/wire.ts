/** Leaves a decoder early; caught inside this package. */
export class WireFault {
  readonly detail: string
  constructor(detail: string) {
    this.detail = detail
  }
}

/** Wire type of a field: the two that Cosmos transactions use. */
export const VARINT = 0
export const BYTES = 2

/**
 * Walks the top-level fields of a protobuf message, strictly: shortest varints, no groups, no field that ends beyond the
 * message. After `next`, `field` and `wire` tell what is there and `start`..`end` is its content.
 */
export class WireReader {
  readonly bytes: Uint8Array
  field = 0
  wire = 0
  start = 0
  end = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** Moves to the next field; false at the end. Throws WireFault. */
  next(): boolean {
    if (this.end === this.bytes.length) return false
    const tag = this.#varint(this.end)
    this.field = Math.floor(tag / 8)
    this.wire = tag % 8
    if (this.field === 0) throw new WireFault('field number 0')
    this.#content()
    if (this.end > this.bytes.length) throw new WireFault(`field ${this.field} ends beyond the message`)
    return true
  }

  content(): Uint8Array {
    return this.bytes.subarray(this.start, this.end)
  }

  #content(): void {
    switch (this.wire) {
      case VARINT:
        while (this.bytes[this.end]! >= 0x80) this.end++
        this.end++
        return
      case BYTES: {
        const length = this.#varint(this.end)
        this.start = this.end
        this.end += length
        return
      }
      case 1:
        this.end += 8
        return
      case 5:
        this.end += 4
        return
      default:
        throw new WireFault(`wire type ${this.wire}`)
    }
  }

  /** A tag or length, below 2^32; leaves `start` at its first byte and `end` behind it. */
  #varint(from: number): number {
    let value = 0
    let scale = 1
    for (let at = from; at < from + 5; at++) {
      const byte = this.bytes[at]
      if (byte === undefined) throw new WireFault('cut inside a number')
      value += (byte & 0x7f) * scale
      scale *= 128
      if (byte < 0x80) {
        if (byte === 0 && at > from) throw new WireFault('number not in shortest form')
        if (value >= 2 ** 32) throw new WireFault('number too large')
        this.start = from
        this.end = at + 1
        return value
      }
    }
    throw new WireFault('number too large')
  }
}

/** A field to write: number below 16 and content. Empty bytes and 0 are left out, as proto3 does, unless `keep`. */
export interface WireField {
  readonly field: number
  readonly value: Uint8Array | bigint
  /** For repeated fields: an empty element is still an element. */
  readonly keep?: true
}

/** The message with these fields in this order, in one allocation. */
export function encodeWire(fields: readonly WireField[]): Uint8Array {
  let length = 0
  for (const { value, keep } of fields) {
    if (typeof value === 'bigint') length += value === 0n ? 0 : 1 + varintLength(value)
    else if (value.length > 0 || keep) length += 1 + varintLength(BigInt(value.length)) + value.length
  }
  const out = new Uint8Array(length)
  let at = 0
  for (const { field, value, keep } of fields) {
    if (typeof value === 'bigint') {
      if (value === 0n) continue
      out[at] = field * 8 + VARINT
      at = writeVarint(out, at + 1, value)
    } else if (value.length > 0 || keep) {
      out[at] = field * 8 + BYTES
      at = writeVarint(out, at + 1, BigInt(value.length))
      out.set(value, at)
      at += value.length
    }
  }
  return out
}

function varintLength(n: bigint): number {
  let length = 1
  for (let rest = n >> 7n; rest > 0n; rest >>= 7n) length++
  return length
}

function writeVarint(out: Uint8Array, from: number, n: bigint): number {
  let at = from
  let rest = n
  while (rest >= 128n) {
    out[at++] = Number(rest & 127n) | 128
    rest >>= 7n
  }
  out[at] = Number(rest)
  return at + 1
}
