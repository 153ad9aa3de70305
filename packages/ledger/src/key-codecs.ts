import type { KeyCodec } from './types.ts'

const ascii = /^[\0-\x7f]*$/

/** Text as UTF-8: sorts by code point. */
export const textKey: KeyCodec<string> = {
  encode: (key) => (ascii.test(key) ? key : Buffer.from(key, 'utf8').toString('latin1')),
  decode: (text) => (ascii.test(text) ? text : Buffer.from(text, 'latin1').toString('utf8')),
}

/** Hex with prefix, as `digits` ASCII characters without it: no conversion. Lower-case, or it is another key. */
function hexKey(digits: number): KeyCodec<`0x${string}`> {
  return {
    fixed: digits,
    encode(key) {
      if (key.length !== digits + 2) throw new RangeError(`a key of ${digits} hex digits expected, got ${key}`)
      return key.slice(2)
    },
    decode: (text) => `0x${text}`,
  }
}

/** A lower-case 20-byte hex address. */
export const hexAddressKey = hexKey(40)

/** A lower-case 32-byte hex hash. */
export const hexHashKey = hexKey(64)

/** 0 ≤ key < 2^32, big-endian. */
export const u32Key: KeyCodec<number> = {
  fixed: 4,
  encode(key) {
    if (key < 0 || key > 0xffff_ffff || !Number.isInteger(key)) throw new RangeError(`not a u32: ${key}`)
    return String.fromCharCode(key >>> 24, (key >>> 16) & 0xff, (key >>> 8) & 0xff, key & 0xff)
  },
  decode: (text) => readU32(text, 0),
}

/** 0 ≤ key < 2^64, big-endian. */
export const u64Key: KeyCodec<bigint> = {
  fixed: 8,
  encode(key) {
    if (key < 0n || key >= 1n << 64n) throw new RangeError(`not a u64: ${key}`)
    return u32Key.encode(Number(key >> 32n)) + u32Key.encode(Number(key & 0xffff_ffffn))
  },
  decode: (text) => (BigInt(readU32(text, 0)) << 32n) | BigInt(readU32(text, 4)),
}

/** Bytes as they are. */
export const bytesKey: KeyCodec<Uint8Array> = {
  encode: (key) => Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1'),
  decode: (text) => Uint8Array.from(Buffer.from(text, 'latin1')),
}

function readU32(text: string, at: number): number {
  return (
    text.charCodeAt(at) * 0x100_0000 +
    ((text.charCodeAt(at + 1) << 16) | (text.charCodeAt(at + 2) << 8) | text.charCodeAt(at + 3))
  )
}

/** Ends a part of unknown width, so that no part is a prefix of another and order is kept: 0 becomes 0 255, the end 0 1. */
const terminator = '\0\x01'

function terminated(part: string): string {
  return (part.includes('\0') ? part.replaceAll('\0', '\0\xff') : part) + terminator
}

/** A key codec of any key, for the parts of a tuple. */
interface AnyKeyCodec {
  encode(key: never): string
  decode(text: string): unknown
  readonly fixed?: number
}

type KeysOf<C extends readonly AnyKeyCodec[]> = { [I in keyof C]: C[I] extends KeyCodec<infer K> ? K : never }

/**
 * Several keys as one, sorted by the first, then the second …; a shorter tuple of the same table is a usable range bound
 * only through `prefixRange`. Parts without `fixed` are terminated unless they come last.
 */
export function tuple<const C extends readonly AnyKeyCodec[]>(...parts: C): KeyCodec<Readonly<KeysOf<C>>> {
  type Keys = Readonly<KeysOf<C>>
  // The parts only ever meet the keys of their own position, which the signature ties together.
  const codecs = parts as unknown as readonly KeyCodec<unknown>[]
  const last = codecs.length - 1
  const fixed = codecs.reduce<number | undefined>(
    (sum, codec) => (sum === undefined || codec.fixed === undefined ? undefined : sum + codec.fixed),
    0,
  )
  const encodePart = codecs.map((codec, i) =>
    i === last || codec.fixed !== undefined
      ? (key: unknown) => codec.encode(key)
      : (key: unknown) => terminated(codec.encode(key)),
  )
  return {
    ...(fixed === undefined ? {} : { fixed }),
    encode(keys) {
      const values = keys as readonly unknown[]
      let text = encodePart[0]!(values[0])
      for (let i = 1; i <= last; i++) text += encodePart[i]!(values[i])
      return text
    },
    decode(text) {
      let at = 0
      return codecs.map((codec, i) => {
        if (i === last) return codec.decode(text.slice(at))
        const end = codec.fixed === undefined ? endOfPart(text, at) : at + codec.fixed
        const part = text.slice(at, end)
        at = codec.fixed === undefined ? end + terminator.length : end
        return codec.decode(codec.fixed === undefined ? part.replaceAll('\0\xff', '\0') : part)
      }) as unknown as Keys // as above
    },
  }
}

function endOfPart(text: string, from: number): number {
  for (let at = text.indexOf('\0', from); at >= 0; at = text.indexOf('\0', at + 2)) {
    if (text[at + 1] === '\x01') return at
  }
  throw new RangeError('a key part has no end')
}
