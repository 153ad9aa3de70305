import { describe, expect, expectTypeOf, it } from 'vitest'
import { type Amount, add, amount, divUp, mulDivDown, mulDivUp, sub } from '../src/index.ts'

describe('amounts', () => {
  const dai = amount('DAI', 3n)
  const cdai = amount('cDAI', 4n)

  it('are plain bigints that never go below zero', () => {
    expect(typeof dai).toBe('bigint')
    expect(() => amount('DAI', -1n)).toThrow(RangeError)
    expect(add(dai, dai)).toBe(6n)
    expect(sub(dai, dai)).toBe(0n)
    expect(sub(dai, amount('DAI', 4n))).toBeUndefined()
  })

  it('do not mix denoms', () => {
    // @ts-expect-error the brand is invariant: DAI and cDAI have no common denom to infer
    add(dai, cdai)
    // @ts-expect-error a subtraction neither
    sub(cdai, dai)
    // @ts-expect-error a wider denom does not accept a narrower one
    const wide: Amount<'DAI' | 'cDAI'> = dai
    // @ts-expect-error a bare bigint is not an amount
    const bare: Amount<'DAI'> = 3n
    expect([wide, bare]).toEqual([3n, 3n])
    expectTypeOf(add(dai, dai)).toEqualTypeOf<Amount<'DAI'>>()
    expectTypeOf(sub(dai, dai)).toEqualTypeOf<Amount<'DAI'> | undefined>()
  })
})

describe('named rounding', () => {
  it('rounds down and up, and not at all when exact', () => {
    expect(mulDivDown(7n, 3n, 2n)).toBe(10n)
    expect(mulDivUp(7n, 3n, 2n)).toBe(11n)
    expect(mulDivUp(6n, 3n, 2n)).toBe(9n)
    expect(divUp(0n, 5n)).toBe(0n)
    expect(() => mulDivUp(1n, 1n, 0n)).toThrow(RangeError)
  })
})
