import { createHash } from 'node:crypto'
import { keccak256 as ethersKeccak, ripemd160 as ethersRipemd } from 'ethers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  base64Decode,
  base64Encode,
  bigintToBytes,
  bytesToBigint,
  bytesToHex,
  bytesToKey,
  bytesToUtf8,
  concatBytes,
  equalBytes,
  fromHex,
  hexToBytes,
  keccak256,
  keyToBytes,
  parseHex,
  parseUtf8,
  readBigint,
  ripemd160,
  sha256,
  toHex,
  u64be,
  utf8ToBytes,
} from '../src/index.ts'

const bytes = fc.uint8Array({ maxLength: 100 })

describe('bytes', () => {
  it('come back from hex, keys and base64', () => {
    fc.assert(
      fc.property(bytes, (b) => {
        expect(hexToBytes(bytesToHex(b))).toEqual(b)
        expect(fromHex(toHex(b).toUpperCase())).toEqual(b)
        expect(keyToBytes(bytesToKey(b))).toEqual(b)
        expect(base64Decode(base64Encode(b))).toEqual(b)
        expect(bytesToHex(b)).toBe(`0x${Buffer.from(b).toString('hex')}`)
      }),
      { seed: 41 },
    )
  })

  it('sort as their keys', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const [x, y] = [bytesToKey(a), bytesToKey(b)]
        expect(Math.sign(Buffer.compare(a, b))).toBe(x < y ? -1 : x > y ? 1 : 0)
        expect(equalBytes(a, b)).toBe(x === y)
      }),
      { seed: 42 },
    )
  })

  it('are numbers', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 300n }), fc.nat(20), (n, extra) => {
        const short = bigintToBytes(n)
        expect(short[0]).not.toBe(0)
        expect(bytesToBigint(short)).toBe(n)
        const wide = bigintToBytes(n, short.length + extra)
        expect(wide.length).toBe(short.length + extra)
        expect(bytesToBigint(wide)).toBe(n)
        expect(readBigint(concatBytes(Uint8Array.of(9), wide, Uint8Array.of(9)), 1, 1 + wide.length)).toBe(n)
        if (short.length > 0) expect(() => bigintToBytes(n, short.length - 1)).toThrow(RangeError)
      }),
      { seed: 43 },
    )
    expect(u64be(2n ** 64n - 1n)).toEqual(new Uint8Array(8).fill(255))
    expect(() => u64be(2n ** 64n)).toThrow(RangeError)
    expect(() => bigintToBytes(-1n)).toThrow(RangeError)
  })

  it.each(['', '0', 'ab', '0xa', '0xzz', '0x 1', 'x0ab', '0xabc'])('%j is no hex', (text) => {
    expect(parseHex(text)).toBeUndefined()
    expect(() => hexToBytes(text)).toThrow(RangeError)
  })

  it.each(['a', 'ab', 'abc', 'ab c', 'ab-_', 'QR==', '=', '====', 'QQ==QQ=='])('%j is no canonical base64', (text) => {
    expect(base64Decode(text)).toBeUndefined()
  })

  it('are text only if they are valid UTF-8', () => {
    expect(parseUtf8(utf8ToBytes('\ufeffé'))).toBe('\ufeffé')
    expect(bytesToUtf8(utf8ToBytes('\ufeffé'))).toBe('\ufeffé')
    expect(parseUtf8(Uint8Array.of(0xc3))).toBeUndefined()
    expect(parseUtf8(Uint8Array.of(0xed, 0xa0, 0x80))).toBeUndefined()
  })
})

describe('hashes', () => {
  it('are those of others', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (b) => {
        expect(bytesToHex(keccak256(b))).toBe(ethersKeccak(b))
        expect(bytesToHex(ripemd160(b))).toBe(ethersRipemd(b))
        expect(toHex(sha256(b))).toBe(createHash('sha256').update(b).digest('hex'))
      }),
      { seed: 44 },
    )
    const long = new Uint8Array(100_000).fill(7)
    expect(bytesToHex(keccak256(long))).toBe(ethersKeccak(long))
  })

  it('belong to the caller: the next call does not overwrite them', () => {
    for (const hash of [keccak256, sha256, ripemd160]) {
      const first = hash(Uint8Array.of(1))
      const copy = first.slice()
      hash(Uint8Array.of(2))
      expect(first).toEqual(copy)
      expect(first.constructor).toBe(Uint8Array)
      expect(first.buffer.byteLength).toBe(first.length)
    }
  })
})
