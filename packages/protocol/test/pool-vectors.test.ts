import { describe, expect, it } from 'vitest'
import { AMOUNT_LIMIT, BPS, mulDivDown, pool, withinSanity } from '../src/index.ts'
import { code, dai, ixo, ixos, poolAt, units, value, vectors } from './support.ts'

type Row<K extends string> = Record<K, string> & { readonly pool: string; readonly feeBps: number }
const file = vectors<{
  readonly addLiquidity: readonly Row<'e' | 't' | 'l' | 'deltaE' | 'deltaT' | 'deltaL'>[]
  readonly removeLiquidity: readonly Row<'e' | 't' | 'l' | 'deltaL' | 'deltaE' | 'deltaT'>[]
  readonly getInputPrice: readonly Row<'x' | 'y' | 'deltaX' | 'deltaY'>[]
  readonly getOutputPrice: readonly Row<'x' | 'y' | 'deltaX' | 'deltaY'>[]
  readonly roundTrip: readonly Row<'deltaE' | 'deltaL' | 'backE' | 'backT' | 'ePoolAfter' | 'tPoolAfter'>[]
  readonly sanityOneSided: readonly {
    readonly reference: string
    readonly reasonableDiffBps: number
    readonly proposed: string
    readonly limit: string
    readonly accepted: boolean
  }[]
  readonly sanityTwoSided: readonly {
    readonly sanityRate: string
    readonly marginPercent: string
    readonly rate: string
    readonly accepted: boolean
  }[]
}>('xyk')
const uniswap = vectors<{
  readonly vectors: readonly {
    readonly id: string
    readonly inputs: Record<'amountIn' | 'amountOut' | 'reserveIn' | 'reserveOut', string>
    readonly expected: { readonly amountIn?: string; readonly amountOut?: string }
  }[]
}>('constant-product')

/** The rule of the reference (Uniswap v1), which takes one base unit more than the rounded share. */
const v1Add = (e: bigint, t: bigint, l: bigint, deltaE: bigint) => ({
  deltaT: mulDivDown(deltaE, t, e) + 1n,
  deltaL: mulDivDown(deltaE, l, e),
})

describe('addLiquidity', () => {
  it.each(file.addLiquidity)('$pool: $deltaE', (row) => {
    const [e, t, l, deltaE, deltaT, deltaL] = [row.e, row.t, row.l, row.deltaE, row.deltaT, row.deltaL].map(BigInt) as [
      bigint,
      bigint,
      bigint,
      bigint,
      bigint,
      bigint,
    ]
    expect(v1Add(e, t, l, deltaE)).toEqual({ deltaT, deltaL })
    const deposit = pool.depositPair(poolAt(e, t, l), dai(deltaE), ixo(deltaT), ixos(deltaL))
    if (deltaL === 0n) {
      expect(code(deposit)).toBe('PROTOCOL_ZERO_OUTPUT')
      return
    }
    if (!deposit.ok) {
      // Some rows of the reference leave the range of amounts that the protocol allows.
      expect(deposit.rejection.code).toBe('PROTOCOL_AMOUNT_TOO_LARGE')
      return
    }
    const { vouchers, takenX, takenY } = deposit.value
    expect(vouchers).toBe(deltaL)
    expect(takenX).toBeLessThanOrEqual(deltaE)
    expect(takenY).toBeLessThanOrEqual(deltaT)
    expect(code(pool.depositPair(poolAt(e, t, l), dai(deltaE), ixo(deltaT), ixos(deltaL + 1n)))).toBe(
      'PROTOCOL_BELOW_MINIMUM',
    )
  })
})

describe('removeLiquidity', () => {
  it.each(file.removeLiquidity)('$pool: $deltaL', (row) => {
    const redeemed = BigInt(row.deltaL)
    const before = poolAt(BigInt(row.e), BigInt(row.t), BigInt(row.l))
    const x = pool.shareOf(before.x, before.vouchers, redeemed)
    const y = pool.shareOf(before.y, before.vouchers, redeemed)
    expect([x, y]).toEqual([BigInt(row.deltaE), BigInt(row.deltaT)])
    const left = before.vouchers - redeemed
    const out = pool.withdraw(before, ixos(redeemed), dai(x), ixo(y))
    if (left > 0n && left < pool.POOL_MINIMUM) expect(code(out)).toBe('PROTOCOL_VOUCHERS_STRANDED')
    else if (x === 0n || y === 0n) expect(code(out)).toBe('PROTOCOL_ZERO_OUTPUT')
    else {
      expect(value(out)).toMatchObject({ x, y })
      expect(code(pool.withdraw(before, ixos(redeemed), dai(x + 1n), ixo(y)))).toBe('PROTOCOL_BELOW_MINIMUM')
      expect(code(pool.withdraw(before, ixos(redeemed), dai(x), ixo(y + 1n)))).toBe('PROTOCOL_BELOW_MINIMUM')
    }
  })
})

describe('getInputPrice', () => {
  it.each(file.getInputPrice)('$pool, fee $feeBps: $deltaX', (row) => {
    const [x, y, paid, exact] = [BigInt(row.x), BigInt(row.y), BigInt(row.deltaX), BigInt(row.deltaY)]
    const fee = BigInt(row.feeBps)
    expect(pool.exactIn(x, y, fee, paid)).toBe(exact)
    const forward = poolAt(x, y, x, fee)
    if (exact === 0n) {
      expect(code(pool.swapExactIn(forward, 'x', dai(paid)))).toBe('PROTOCOL_ZERO_OUTPUT')
      return
    }
    expect(value(pool.swapExactIn(forward, 'x', dai(paid), ixo(exact))).received).toBe(exact)
    expect(code(pool.swapExactIn(forward, 'x', dai(paid), ixo(exact + 1n)))).toBe('PROTOCOL_BELOW_MINIMUM')
    expect(value(pool.swapExactIn(poolAt(y, x, x, fee), 'y', ixo(paid), dai(exact))).received).toBe(exact)
  })
})

describe('getOutputPrice', () => {
  it.each(file.getOutputPrice)('$pool, fee $feeBps: $deltaY', (row) => {
    const [x, y, exact, wanted] = [BigInt(row.x), BigInt(row.y), BigInt(row.deltaX), BigInt(row.deltaY)]
    const fee = BigInt(row.feeBps)
    expect(pool.exactOut(x, y, fee, wanted)).toBe(exact)
    const forward = poolAt(x, y, x, fee)
    if (x + exact >= AMOUNT_LIMIT) {
      expect(code(pool.swapExactOut(forward, 'x', ixo(wanted)))).toBe('PROTOCOL_AMOUNT_TOO_LARGE')
      return
    }
    expect(value(pool.swapExactOut(forward, 'x', ixo(wanted), dai(exact))).paid).toBe(exact)
    expect(code(pool.swapExactOut(forward, 'x', ixo(wanted), dai(exact - 1n)))).toBe('PROTOCOL_ABOVE_MAXIMUM')
    expect(code(pool.swapExactOut(forward, 'x', ixo(y)))).toBe('PROTOCOL_EXCEEDS_RESERVE')
    expect(value(pool.swapExactOut(poolAt(y, x, x, fee), 'y', dai(wanted), ixo(exact))).paid).toBe(exact)
  })
})

describe('roundTrip', () => {
  it.each(file.roundTrip.map((row, index) => ({ ...row, add: file.addLiquidity[index]! })))('$pool: $deltaE', (row) => {
    const { add } = row
    const l = BigInt(add.l) + BigInt(row.deltaL)
    const e = BigInt(add.e) + BigInt(row.deltaE)
    const t = BigInt(add.t) + BigInt(add.deltaT)
    expect(pool.shareOf(e, l, BigInt(row.deltaL))).toBe(BigInt(row.backE))
    expect(pool.shareOf(t, l, BigInt(row.deltaL))).toBe(BigInt(row.backT))
    expect([e - BigInt(row.backE), t - BigInt(row.backT)]).toEqual([BigInt(row.ePoolAfter), BigInt(row.tPoolAfter)])
  })
})

describe('Uniswap contracts', () => {
  it.each(uniswap.vectors)('$id', ({ inputs, expected }) => {
    const [x, y] = [BigInt(inputs.reserveIn), BigInt(inputs.reserveOut)]
    if (expected.amountOut) expect(pool.exactIn(x, y, 30n, BigInt(inputs.amountIn))).toBe(BigInt(expected.amountOut))
    else expect(pool.exactOut(x, y, 30n, BigInt(inputs.amountOut))).toBe(BigInt(expected.amountIn ?? ''))
  })
})

describe('sanity rates', () => {
  it.each(file.sanityOneSided)('one-sided: $proposed of at most $limit', (row) => {
    const limit = mulDivDown(BigInt(row.reference), BPS + BigInt(row.reasonableDiffBps), BPS)
    expect(limit).toBe(BigInt(row.limit))
    expect(BigInt(row.proposed) <= limit).toBe(row.accepted)
  })

  it.each(file.sanityTwoSided)('two-sided: $rate around $sanityRate', (row) => {
    const margin = BigInt(row.marginPercent) * 100n
    expect(withinSanity(units(row.rate), units(row.sanityRate), margin)).toBe(row.accepted)
  })
})
