import { toHex } from '../bytes/hex.ts'
import { parseUtf8, utf8ToBytes } from '../bytes/text.ts'
import { AbiFault, type Codec, type Cursor, readLength } from './value.ts'

/** Codec of an elementary type. Throws TypeError on an unknown type name. */
export function primitiveCodec(type: string): Codec {
  if (type === 'address') return word(writeAddress, readAddress)
  if (type === 'bool') return word(writeBool, readBool)
  if (type === 'bytes')
    return blob(
      (value) => value as Uint8Array,
      (bytes) => bytes.slice(),
    )
  if (type === 'string') return blob((value) => utf8ToBytes(value as string), readText)
  const [, name, digits] = /^(u?int|bytes)(\d+)$/.exec(type) ?? []
  const size = Number(digits)
  if (name === 'bytes' && size >= 1 && size <= 32) return fixedBytes(size)
  if (size >= 8 && size <= 256 && size % 8 === 0) {
    if (name === 'uint') return unsigned(size)
    if (name === 'int') return signed(size)
  }
  throw new TypeError(`unknown ABI type ${type}`)
}

type Write = (out: DataView, at: number, value: unknown) => void

function word(write: Write, read: (from: Cursor) => unknown): Codec {
  const put = (out: DataView, at: number, value: unknown) => {
    write(out, at, value)
    return at + 32
  }
  return {
    dynamic: false,
    size: 32,
    measure: () => 32,
    write: put,
    read(from) {
      if (from.end - from.at < 32) throw new AbiFault('data too short')
      const value = read(from)
      from.at += 32
      return value
    },
    measureInPlace: () => 32,
    writeInPlace: put,
  }
}

const MASK = 0xffff_ffff_ffff_ffffn

/** Big-endian word of 0 ≤ n < 2^256. `out` is zeroed, so high limbs that are 0 are left alone. */
function putWord(out: DataView, at: number, n: bigint): void {
  let rest = n
  for (let i = at + 24; rest !== 0n; i -= 8) {
    out.setBigUint64(i, rest & MASK)
    rest >>= 64n
  }
}

function takeWord({ view, at }: Cursor): bigint {
  const low = view.getBigUint64(at + 24)
  const third = view.getBigUint64(at + 16)
  const second = view.getBigUint64(at + 8)
  const first = view.getBigUint64(at)
  if (first === 0n && second === 0n) return third === 0n ? low : (third << 64n) | low
  return (first << 192n) | (second << 128n) | (third << 64n) | low
}

function unsigned(bits: number): Codec {
  const limit = 1n << BigInt(bits)
  return word(
    (out, at, value) => {
      const n = value as bigint
      if (typeof n !== 'bigint' || n < 0n || n >= limit) throw new RangeError(`not a uint${bits}: ${String(value)}`)
      putWord(out, at, n)
    },
    (from) => {
      const n = takeWord(from)
      if (bits < 256 && n >= limit) throw new AbiFault(`uint${bits} out of range`)
      return n
    },
  )
}

function signed(bits: number): Codec {
  const limit = 1n << BigInt(bits - 1)
  return word(
    (out, at, value) => {
      const n = value as bigint
      if (typeof n !== 'bigint' || n < -limit || n >= limit) throw new RangeError(`not an int${bits}: ${String(value)}`)
      putWord(out, at, BigInt.asUintN(256, n))
    },
    (from) => {
      const n = BigInt.asIntN(256, takeWord(from))
      if (n < -limit || n >= limit) throw new AbiFault(`int${bits} out of range`)
      return n
    },
  )
}

function writeBool(out: DataView, at: number, value: unknown): void {
  if (typeof value !== 'boolean') throw new RangeError(`not a bool: ${String(value)}`)
  if (value) out.setUint8(at + 31, 1)
}

function readBool({ view, at }: Cursor): boolean {
  for (let i = 0; i < 28; i += 4) if (view.getUint32(at + i) !== 0) throw new AbiFault('bool out of range')
  const bit = view.getUint32(at + 28)
  if (bit > 1) throw new AbiFault('bool out of range')
  return bit === 1
}

function writeAddress(out: DataView, at: number, value: unknown): void {
  const text = value as string
  if (typeof text !== 'string' || !/^0x[0-9a-fA-F]{40}$/.test(text))
    throw new RangeError(`not an address: ${String(value)}`)
  for (let i = 0; i < 5; i++) out.setUint32(at + 12 + 4 * i, Number.parseInt(text.slice(2 + 8 * i, 10 + 8 * i), 16))
}

function readAddress({ view, bytes, at }: Cursor): string {
  if (view.getBigUint64(at) !== 0n || view.getUint32(at + 8) !== 0) throw new AbiFault('address out of range')
  return `0x${toHex(bytes.subarray(at + 12, at + 32))}`
}

function fixedBytes(size: number): Codec {
  return word(
    (out, at, value) => {
      if (!(value instanceof Uint8Array) || value.length !== size)
        throw new RangeError(`not ${size} bytes: ${String(value)}`)
      bytesOf(out).set(value, at)
    },
    ({ bytes, at }) => {
      requireZero(bytes, at + size, at + 32)
      return bytes.slice(at, at + size)
    },
  )
}

/** `bytes` and `string`: length, content, zeros up to a full word. */
function blob(toBytes: (value: unknown) => Uint8Array, fromBytes: (bytes: Uint8Array) => unknown): Codec {
  const put = (out: DataView, at: number, content: Uint8Array) => {
    bytesOf(out).set(content, at)
    return at + padded(content.length)
  }
  return {
    dynamic: true,
    size: 32,
    measure: (value) => 32 + padded(lengthOf(value)),
    write(out, at, value) {
      const content = toBytes(value)
      out.setUint32(at + 28, content.length)
      return put(out, at + 32, content)
    },
    read(from) {
      const length = readLength(from, 'length')
      const { at, bytes } = from
      const next = at + padded(length)
      if (next > from.end) throw new AbiFault('data too short')
      requireZero(bytes, at + length, next)
      from.at = next
      return fromBytes(bytes.subarray(at, at + length))
    },
    measureInPlace: (value) => padded(lengthOf(value)),
    writeInPlace: (out, at, value) => put(out, at, toBytes(value)),
  }
}

function lengthOf(value: unknown): number {
  if (value instanceof Uint8Array) return value.length
  if (typeof value === 'string') return Buffer.byteLength(value, 'utf8')
  throw new RangeError(`neither bytes nor text: ${String(value)}`)
}

function readText(bytes: Uint8Array): string {
  const text = parseUtf8(bytes)
  if (text === undefined) throw new AbiFault('text that is not UTF-8')
  return text
}

function requireZero(bytes: Uint8Array, from: number, to: number): void {
  for (let i = from; i < to; i++) if (bytes[i] !== 0) throw new AbiFault('padding is not zero')
}

function padded(length: number): number {
  return (length + 31) & ~31
}

function bytesOf({ buffer, byteOffset, byteLength }: DataView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}
