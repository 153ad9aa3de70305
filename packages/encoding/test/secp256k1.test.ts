import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CURVE_ORDER, HALF_ORDER } from '../src/crypto/backend.ts'
import { openJs } from '../src/crypto/js.ts'
import { openNative } from '../src/crypto/native.ts'
import { openWasm } from '../src/crypto/wasm.ts'
import { bigintToBytes, bytesToBigint, concatBytes, cryptoBackends, fromHex, secp256k1 } from '../src/index.ts'

const backends = { native: openNative(), wasm: openWasm(), js: openJs() }
const names = ['native', 'wasm', 'js'] as const

/** The same call on all three, refusals (RangeError) included, must give one answer. */
function agreed<T>(call: (backend: (typeof backends)['js']) => T): T | 'RangeError' {
  const [first, ...others] = names.map((name) => {
    try {
      return call(backends[name])
    } catch (error) {
      if (error instanceof RangeError) return 'RangeError'
      throw error
    }
  })
  for (const other of others) expect(other).toEqual(first)
  return first!
}

const edge = fc.constantFrom(
  0n,
  1n,
  2n,
  HALF_ORDER - 1n,
  HALF_ORDER,
  HALF_ORDER + 1n,
  CURVE_ORDER - 1n,
  CURVE_ORDER,
  CURVE_ORDER + 1n,
  2n ** 256n - 1n,
)
const word = fc
  .oneof({ weight: 3, arbitrary: fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }) }, edge)
  .map((n) => bigintToBytes(n, 32))
const key = fc.bigInt({ min: 1n, max: CURVE_ORDER - 1n }).map((n) => bigintToBytes(n, 32))
const hash = fc.uint8Array({ minLength: 32, maxLength: 32 })
const negate = (s: Uint8Array) => bigintToBytes(CURVE_ORDER - bytesToBigint(s), 32)

describe('the three backends agree', () => {
  it('on signatures, keys, verification and recovery', () => {
    fc.assert(
      fc.property(hash, key, (digest, secret) => {
        const publicKey = agreed((b) => b.publicKey(secret)) as Uint8Array
        const point = agreed((b) => b.decompress(publicKey)) as Uint8Array
        const signed = agreed((b) => b.sign(digest, secret)) as ReturnType<typeof secp256k1.sign>
        const { signature, recovery } = signed
        expect(bytesToBigint(signature.subarray(32))).toBeLessThanOrEqual(HALF_ORDER)
        expect(agreed((b) => b.verify(digest, signature, publicKey))).toBe(true)
        expect(agreed((b) => b.recover(digest, signature, recovery))).toEqual(point)
        expect(agreed((b) => b.recover(digest, signature, 1 - recovery))).not.toEqual(point)
        const high = concatBytes(signature.subarray(0, 32), negate(signature.subarray(32)))
        expect(agreed((b) => b.verify(digest, high, publicKey))).toBe(false)
        expect(agreed((b) => b.recover(digest, high, 1 - recovery))).toEqual(point)
      }),
      { seed: 31, numRuns: 60 },
    )
  })

  it('on arbitrary scalars, points and recovery ids', () => {
    fc.assert(
      fc.property(
        hash,
        word,
        word,
        fc.integer({ min: -1, max: 4 }),
        word,
        fc.integer({ min: 0, max: 5 }),
        (digest, r, s, recovery, x, tag) => {
          const signature = concatBytes(r, s)
          const publicKey = concatBytes(Uint8Array.of(tag), x)
          agreed((b) => b.isPublicKey(publicKey))
          agreed((b) => b.decompress(publicKey))
          agreed((b) => b.verify(digest, signature, publicKey))
          agreed((b) => b.publicKey(x))
          agreed((b) => b.sign(digest, x))
          const point = agreed((b) => b.recover(digest, signature, recovery))
          if (recovery !== 0 && recovery !== 1) expect(point).toBeUndefined()
        },
      ),
      { seed: 32, numRuns: 300 },
    )
  })

  it('on edge digests: zero, order, all ones', () => {
    const secret = bigintToBytes(7n, 32)
    const publicKey = secp256k1.publicKey(secret)
    const point = secp256k1.decompress(publicKey)
    for (const digest of [0n, 1n, CURVE_ORDER - 1n].map((n) => bigintToBytes(n, 32))) {
      const { signature, recovery } = agreed((b) => b.sign(digest, secret)) as ReturnType<typeof secp256k1.sign>
      expect(agreed((b) => b.verify(digest, signature, publicKey))).toBe(true)
      expect(agreed((b) => b.recover(digest, signature, recovery))).toEqual(point)
    }
    for (const digest of [CURVE_ORDER, 2n ** 256n - 1n].map((n) => bigintToBytes(n, 32))) {
      for (const name of names) {
        const { signature, recovery } = backends[name].sign(digest, secret) // valid everywhere, though not alike
        expect(agreed((b) => b.verify(digest, signature, publicKey))).toBe(true)
        expect(agreed((b) => b.recover(digest, signature, recovery))).toEqual(point)
      }
    }
  })

  it.each<[string, number, number, number]>([
    ['digest of 31 bytes', 31, 64, 33],
    ['signature of 63 bytes', 32, 63, 33],
    ['signature of 65 bytes', 32, 65, 33],
    ['uncompressed key', 32, 64, 65],
    ['nothing', 0, 0, 0],
  ])('on wrong lengths: %s', (_name, digest, signature, publicKey) => {
    const one = (length: number) => new Uint8Array(length).fill(1)
    expect(agreed((b) => b.verify(one(digest), one(signature), one(publicKey)))).toBe(false)
    if (digest !== 32 || signature !== 64)
      expect(agreed((b) => b.recover(one(digest), one(signature), 0))).toBeUndefined()
    expect(agreed((b) => b.isPublicKey(one(publicKey)))).toBe(false)
    expect(agreed((b) => b.decompress(one(publicKey)))).toBe('RangeError')
    expect(agreed((b) => b.sign(one(digest), one(31)))).toBe('RangeError')
  })
})

describe('the active backend', () => {
  it('is the native one where a binary exists, and says so', () => {
    expect(cryptoBackends()).toEqual({ secp256k1: 'native', keccak: 'wasm' })
  })

  it('signs deterministically (RFC 6979, published vector for key 1 and "Satoshi Nakamoto")', () => {
    const digest = fromHex('a0dc65ffca799873cbea0ac274015b9526505daaaed385155425f7337704883e')
    expect(secp256k1.sign(digest, bigintToBytes(1n, 32)).signature).toEqual(
      fromHex(
        '934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d82442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5',
      ),
    )
  })

  it('answers bare arrays of its own', () => {
    const { signature } = secp256k1.sign(new Uint8Array(32), bigintToBytes(1n, 32))
    for (const bytes of [
      signature,
      secp256k1.publicKey(bigintToBytes(1n, 32)),
      secp256k1.recover(new Uint8Array(32), signature, 0),
    ]) {
      expect(bytes?.constructor).toBe(Uint8Array)
    }
  })
})
