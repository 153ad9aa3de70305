import { ByteReader, ByteWriter } from './bytes.ts'
import type { Codec } from './types.ts'

const scratch = new ByteWriter()

/** A codec from its writer and reader. `read` gets exactly the bytes of one value. */
export function codec<V>(write: (value: V, out: ByteWriter) => void, decode: (bytes: Uint8Array) => V): Codec<V> {
  return { encode: (value) => encodeWith(write, value), decode, write }
}

/** What `write` appends, as an array of its own. */
export function encodeWith<V>(write: (value: V, out: ByteWriter) => void, value: V): Uint8Array {
  const start = scratch.size
  try {
    write(value, scratch)
    return new Uint8Array(scratch.buffer.subarray(start, scratch.size))
  } finally {
    scratch.size = start
  }
}

/** The writer of a codec, made from `encode` if it has none. */
export function writerOf<V>(of: Codec<V>): (value: V, out: ByteWriter) => void {
  return of.write ?? ((value, out) => out.bytes(of.encode(value)))
}

/** `sized` takes a bare undefined for an absent value; in a box it is the codec's to write. */
function boxedWriter<V>(of: Codec<V>): (box: readonly [V], out: ByteWriter) => void {
  const write = writerOf(of)
  return ([value], out) => write(value, out)
}

const limb = 1n << 64n

/** bigint ≥ 0, as 64-bit limbs, most significant first, as few as needed: zero is empty. */
export const amountCodec: Codec<bigint> = codec(
  (value, out) => {
    if (value < limb) {
      if (value < 0n) throw new RangeError(`negative amount: ${value}`)
      if (value !== 0n) out.u64(value)
      return
    }
    const high = value >> 64n
    if (high >= limb) return writeLimbs(value, out)
    const at = out.reserve(16)
    out.data.setBigUint64(at, high)
    out.data.setBigUint64(at + 8, value)
  },
  (bytes) => {
    const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    if (bytes.length === 8) return data.getBigUint64(0)
    let value = 0n
    for (let at = 0; at < bytes.length; at += 8) value = (value << 64n) | data.getBigUint64(at)
    return value
  },
)

function writeLimbs(value: bigint, out: ByteWriter): void {
  if (value >= limb) writeLimbs(value >> 64n, out)
  out.u64(BigInt.asUintN(64, value))
}

/** 0 ≤ bigint < 2^64. */
export const u64Codec: Codec<bigint> = codec(
  (value, out) => {
    if (value < 0n || value >= limb) throw new RangeError(`not a u64: ${value}`)
    out.u64(value)
  },
  (bytes) => new ByteReader(bytes).u64(),
)

/** 0 ≤ number < 2^32. */
export const u32Codec: Codec<number> = codec(
  (value, out) => {
    if (value < 0 || value > 0xffff_ffff || !Number.isInteger(value)) throw new RangeError(`not a u32: ${value}`)
    out.u32(value)
  },
  (bytes) => new ByteReader(bytes).u32(),
)

export const textCodec: Codec<string> = codec(
  (value, out) => out.utf8(value),
  (bytes) => new ByteReader(bytes).utf8(bytes.length),
)

/** Bytes as they are. Do not change an array after handing it over. */
export const bytesCodec: Codec<Uint8Array> = codec(
  (value, out) => out.bytes(value),
  (bytes) => Uint8Array.from(bytes),
)

export const boolCodec: Codec<boolean> = codec(
  (value, out) => out.u8(value ? 1 : 0),
  (bytes) => new ByteReader(bytes).u8() !== 0,
)

/** A value that may be absent. */
export function optional<V>(of: Codec<V>): Codec<V | undefined> {
  const write = writerOf(of)
  return codec(
    (value, out) => {
      if (value === undefined) return
      out.u8(1)
      write(value, out)
    },
    (bytes) => (bytes.length === 0 ? undefined : of.decode(bytes.subarray(1))),
  )
}

/** Values in order. */
export function list<V>(of: Codec<V>): Codec<readonly V[]> {
  const write = boxedWriter(of)
  return codec(
    (values, out) => {
      for (const value of values) out.sized([value] as const, write)
    },
    (bytes) => {
      const reader = new ByteReader(bytes)
      const values: V[] = []
      while (!reader.done) values.push(of.decode(reader.sized()!))
      return values
    },
  )
}

/** A codec of any value: what it encodes is tied to it by the signature of its user. */
interface AnyCodec {
  encode(value: never): Uint8Array
  decode(bytes: Uint8Array): unknown
}

/** An object with these fields, in this order; names are not stored. Make a field that may be absent `optional`. */
export function record<F extends Readonly<Record<string, AnyCodec>>>(fields: F): Codec<RecordOf<F>> {
  type Value = RecordOf<F>
  // Field by field the signature ties codec and value together; here they are handled by name.
  const parts = Object.entries(fields as unknown as Record<string, Codec<unknown>>).map(([name, of]) => {
    return { name, of, write: boxedWriter(of) }
  })
  return codec<Value>(
    (value, out) => {
      const object = value as Record<string, unknown>
      for (const part of parts) {
        out.sized([object[part.name]] as const, part.write)
      }
    },
    (bytes) => {
      const reader = new ByteReader(bytes)
      const object: Record<string, unknown> = {}
      for (const part of parts) {
        const value = part.of.decode(reader.sized()!)
        if (value !== undefined) object[part.name] = value
      }
      return object as Value
    },
  )
}

type CodecValue<C> = C extends Codec<infer V> ? V : never
type OptionalField<F> = { [K in keyof F]: undefined extends CodecValue<F[K]> ? K : never }[keyof F]
/** What `record(fields)` holds. Fields whose codec is `optional` may be left out. */
export type RecordOf<F> = { readonly [K in Exclude<keyof F, OptionalField<F>>]: CodecValue<F[K]> } & {
  readonly [K in OptionalField<F>]?: CodecValue<F[K]>
}
