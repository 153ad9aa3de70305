import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { irootCeil, irootFloor, isqrt } from '../src/index.ts'
import { SEED } from './support.ts'

describe('integer roots', () => {
  const n = fc.oneof(fc.bigInt({ min: 0n, max: 1n << 128n }), fc.bigInt({ min: 0n, max: 1n << 720n }))

  it('are exact: r^k <= n < (r + 1)^k', () => {
    fc.assert(
      fc.property(n, fc.integer({ min: 1, max: 6 }), (n, k) => {
        const r = irootFloor(n, k)
        expect(r ** BigInt(k) <= n && n < (r + 1n) ** BigInt(k)).toBe(true)
        const c = irootCeil(n, k)
        expect(c ** BigInt(k) >= n && (c === 0n || (c - 1n) ** BigInt(k) < n)).toBe(true)
      }),
      { seed: SEED, numRuns: 2_000 },
    )
  })

  it('are exact beside perfect powers, where a float would be wrong', () => {
    for (let k = 2; k <= 6; k++) {
      const degree = BigInt(k)
      for (const r of [1n, 2n, 3n, 10n ** 9n, 94906265n, (1n << 53n) + 1n, 10n ** 27n + 1n, (1n << 120n) - 1n]) {
        expect(irootFloor(r ** degree, k)).toBe(r)
        expect(irootFloor(r ** degree - 1n, k)).toBe(r - 1n)
        expect(irootCeil(r ** degree + 1n, k)).toBe(r + 1n)
      }
    }
  })

  it('work beyond float64', () => {
    for (const bits of [1023n, 1024n, 1025n, 1440n, 4000n]) {
      const n = (1n << bits) + 12345n
      expect(isqrt(n) ** 2n <= n && (isqrt(n) + 1n) ** 2n > n).toBe(true)
      expect(irootFloor(n, 5) ** 5n <= n && (irootFloor(n, 5) + 1n) ** 5n > n).toBe(true)
    }
  })

  it('know zero and refuse what has no root', () => {
    expect([isqrt(0n), irootFloor(0n, 3), irootCeil(0n, 5), irootFloor(7n, 1)]).toEqual([0n, 0n, 0n, 7n])
    for (const bad of [() => isqrt(-1n), () => irootFloor(-1n, 3), () => irootFloor(-1n, 1), () => irootFloor(8n, 0)]) {
      expect(bad).toThrow(RangeError)
    }
  })
})
