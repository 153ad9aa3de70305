import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { ByteReader, ByteWriter } from '../src/bytes.ts'
import {
  amountCodec,
  boolCodec,
  bytesCodec,
  bytesKey,
  type Codec,
  hexAddressKey,
  hexHashKey,
  jsonCodec,
  type KeyCodec,
  list,
  optional,
  record,
  textCodec,
  textKey,
  tuple,
  u32Codec,
  u32Key,
  u64Codec,
  u64Key,
} from '../src/index.ts'

const text = fc.string({ unit: 'binary' })
const u32 = fc.nat(0xffff_ffff)
const u64 = fc.bigInt(0n, (1n << 64n) - 1n)
const amount = fc.oneof(fc.bigInt(0n, 300n), fc.bigInt(0n, (1n << 64n) + 5n), fc.bigInt(0n, (1n << 300n) - 1n))
const bytes = fc.uint8Array({ maxLength: 600 })
const address = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((b) => `0x${Buffer.from(b).toString('hex')}` as const)

describe('codecs', () => {
  const trip = <V>(codec: Codec<V>, values: fc.Arbitrary<V>) => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const encoded = codec.encode(a)
        expect(codec.decode(encoded)).toEqual(a)
        expect(Buffer.from(codec.encode(codec.decode(encoded)))).toEqual(Buffer.from(encoded))
        const out = new ByteWriter()
        for (const value of [a, b]) out.sized([value] as const, ([boxed], into) => codec.write!(boxed, into))
        const reader = new ByteReader(out.copy())
        expect(codec.decode(reader.sized()!)).toEqual(a)
        expect(codec.decode(reader.sized()!)).toEqual(b)
        expect(reader.done).toBe(true)
      }),
      { seed: 5, numRuns: 100 },
    )
  }
  const account = record({ nonce: u64Codec, name: optional(textCodec), coins: list(amountCodec), open: boolCodec })

  it('give back what they took', () => {
    trip(amountCodec, amount)
    trip(u64Codec, u64)
    trip(u32Codec, u32)
    trip(textCodec, fc.string({ unit: 'grapheme', maxLength: 400 }))
    trip(boolCodec, fc.boolean())
    trip(bytesCodec, bytes)
    trip(optional(amountCodec), fc.option(amount, { nil: undefined }))
    trip(list(optional(u32Codec)), fc.array(fc.option(u32, { nil: undefined })))
    trip(list(textCodec), fc.array(fc.string({ unit: 'grapheme' })))
    trip(
      account,
      fc.record(
        { nonce: u64, name: fc.string(), coins: fc.array(amount), open: fc.boolean() },
        { requiredKeys: ['nonce', 'coins', 'open'] },
      ),
    )
  })

  it('write plain data as canonical JSON', () => {
    const codec = jsonCodec<unknown>()
    const value = { b: 12n, a: [1, 'x', null, { z: new Uint8Array([1, 255]), y: undefined }] }
    const json = Buffer.from(codec.encode(value)).toString()
    expect(json).toBe('{"a":[1,"x",null,{"z":{"$bytes":"01ff"}}],"b":{"$big":"12"}}')
    expect(codec.decode(codec.encode(value))).toEqual({ b: 12n, a: [1, 'x', null, { z: new Uint8Array([1, 255]) }] })
    expect(codec.encode({ x: 1, y: 2 })).toEqual(codec.encode({ y: 2, x: 1 }))
    for (const bad of [Number.NaN, () => 1, Symbol('s'), { deep: Number.POSITIVE_INFINITY }])
      expect(() => codec.encode(bad)).toThrow('plain data')
  })

  it('refuse what does not fit', () => {
    expect(() => amountCodec.encode(-1n)).toThrow(RangeError)
    expect(() => u64Codec.encode(1n << 64n)).toThrow(RangeError)
    expect(() => u64Codec.encode(-1n)).toThrow(RangeError)
    expect(() => u32Codec.encode(2 ** 32)).toThrow(RangeError)
    expect(() => u32Codec.encode(0.5)).toThrow(RangeError)
    expect(() => u64Codec.decode(new Uint8Array(7))).toThrow(RangeError)
  })

  it('type a record by its fields', () => {
    expectTypeOf(account.decode).returns.toEqualTypeOf<
      { readonly nonce: bigint; readonly coins: readonly bigint[]; readonly open: boolean } & {
        readonly name?: string | undefined
      }
    >()
  })
})

describe('key codecs', () => {
  const inOrder = <K>(codec: KeyCodec<K>, values: fc.Arbitrary<K>, compare: (a: K, b: K) => number) => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const [x, y] = [codec.encode(a), codec.encode(b)]
        expect(codec.decode(x)).toEqual(a)
        expect(Math.sign(x < y ? -1 : x > y ? 1 : 0)).toBe(Math.sign(compare(a, b)))
        // biome-ignore lint/suspicious/noControlCharactersInRegex: the rule is that every char is a byte
        expect(x).toMatch(/^[\x00-\xff]*$/)
        if (codec.fixed !== undefined) expect(x.length).toBe(codec.fixed)
      }),
      { seed: 6, numRuns: 300 },
    )
  }
  const number = (a: bigint | number, b: bigint | number) => (a < b ? -1 : a > b ? 1 : 0)
  const utf8 = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
  const short = fc.oneof(text, fc.constantFrom('', 'a', 'a\0', 'a\0\x01', 'a\0\xff', 'ab', '\0'))

  it('keep the order of what they encode', () => {
    inOrder(textKey, short, utf8)
    inOrder(u32Key, u32, number)
    inOrder(u64Key, u64, number)
    inOrder(hexAddressKey, address, utf8)
    inOrder(bytesKey, bytes, (a, b) => Buffer.compare(a, b))
    inOrder(tuple(textKey, u64Key), fc.tuple(short, u64), (a, b) => utf8(a[0], b[0]) || number(a[1], b[1]))
    inOrder(tuple(u32Key, textKey), fc.tuple(u32, short), (a, b) => number(a[0], b[0]) || utf8(a[1], b[1]))
    inOrder(
      tuple(textKey, textKey, textKey),
      fc.tuple(short, short, short),
      (a, b) => utf8(a[0], b[0]) || utf8(a[1], b[1]) || utf8(a[2], b[2]),
    )
    inOrder(tuple(u32Key, u64Key), fc.tuple(u32, u64), (a, b) => number(a[0], b[0]) || number(a[1], b[1]))
  })

  it('write a hex address as its digits, and nothing but an address', () => {
    expect(hexAddressKey.encode(`0x${'ab'.repeat(20)}`)).toBe('ab'.repeat(20))
    expect(() => hexAddressKey.encode('0x12')).toThrow(RangeError)
    expect(() => hexHashKey.encode(`0x${'ab'.repeat(20)}`)).toThrow(RangeError)
    expect(() => u32Key.encode(-1)).toThrow(RangeError)
    expect(() => u64Key.encode(1n << 64n)).toThrow(RangeError)
  })

  it('type a tuple by its parts', () => {
    expectTypeOf(tuple(hexAddressKey, textKey).decode).returns.toEqualTypeOf<readonly [`0x${string}`, string]>()
    // @ts-expect-error a number is no text
    tuple(textKey, textKey).encode(['a', 1])
  })
})
