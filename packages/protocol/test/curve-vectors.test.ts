import { describe, expect, it } from 'vitest'
import { curve, hatch, parseKappa, realizedPrice, spotPrice, TOKEN, wad } from '../src/index.ts'
import { code, curveAt, dai, ixo, seedCurve, units, value, vectors } from './support.ts'

interface Case {
  readonly id: string
  readonly kappa: string
  readonly reserve: string
  readonly supply: string
  readonly spotPrice: string
  readonly meanPrice: string
  readonly mint: readonly Record<'deltaR' | 'deltaS' | 'realizedPrice' | 'spotAfter', string>[]
  readonly withdraw: readonly Record<'deltaS' | 'deltaR' | 'realizedPrice' | 'spotAfter' | 'paidAfterTax', string>[]
  readonly withdrawAll: Record<'deltaS' | 'deltaR', string>
}
interface IntegerCase {
  readonly id: string
  readonly kappaRational: string
  readonly reserve: string
  readonly supply: string
  readonly mint: readonly Record<'deltaR' | 'deltaSFloor' | 'roundTripDeltaR', string>[]
  readonly withdraw: readonly Record<'deltaS' | 'deltaRFloor', string>[]
}
const file = vectors<{
  readonly cases: readonly Case[]
  readonly integerCases: readonly IntegerCase[]
  readonly edgeCases: readonly { readonly id: string }[]
}>('bonding-curve')

/** The reference has 50 digits, we have base units: a price may differ by the rounding of the amounts behind it. */
const near = (ours: bigint, reference: string, slack = 1n) => {
  const exact = units(reference)
  expect(ours >= exact - slack && ours <= exact + slack, `${ours} is not ${reference}`).toBe(true)
}

describe.each(file.cases)('50-digit rows: $id', (row) => {
  const state = curveAt(row.kappa, units(row.supply), units(row.reserve))

  it('has the spot price', () => {
    near(spotPrice(state), row.spotPrice)
  })

  it.each(row.mint)('mints for $deltaR', ({ deltaR, deltaS, realizedPrice: price, spotAfter }) => {
    const paid = dai(units(deltaR))
    const exact = ixo(units(deltaS))
    const { minted, state: after } = value(curve.mint(state, paid, exact))
    expect(minted).toBe(exact)
    expect(code(curve.mint(state, paid, ixo(exact + 1n)))).toBe('PROTOCOL_BELOW_MINIMUM')
    near(spotPrice(after), spotAfter)
    if (paid >= TOKEN) near(realizedPrice(paid, minted), price)
  })

  it.each(row.withdraw)('burns $deltaS', ({ deltaS, deltaR, realizedPrice: price, spotAfter, paidAfterTax }) => {
    const burned = ixo(units(deltaS))
    const exact = dai(units(deltaR))
    if (exact === 0n) {
      expect(curve.quoteBurn(state, burned).gross).toBe(0n)
      expect(code(curve.burn(state, burned))).toBe('PROTOCOL_ZERO_OUTPUT')
      return
    }
    const { payout, gross, tax, state: after } = value(curve.burn(state, burned, exact))
    expect({ payout, gross, tax }).toEqual({ payout: exact, gross: exact, tax: 0n })
    expect(code(curve.burn(state, burned, dai(exact + 1n)))).toBe('PROTOCOL_BELOW_MINIMUM')
    near(spotPrice(after), spotAfter)
    if (burned >= TOKEN) near(realizedPrice(payout, burned), price)

    const taxed = value(curve.burn({ ...state, exitTaxBps: 200n, taxDestination: 'stability-buffer' }, burned))
    expect(taxed.payout + taxed.tax).toBe(exact)
    expect(units(paidAfterTax) - taxed.payout).toBeLessThanOrEqual(1n)
    expect(taxed.payout).toBeLessThanOrEqual(units(paidAfterTax))
  })

  it('pays the whole reserve for the whole supply, and mints again from zero', () => {
    const all = value(curve.burn(state, ixo(units(row.withdrawAll.deltaS))))
    expect(all.payout).toBe(units(row.withdrawAll.deltaR))
    expect(all.state).toMatchObject({ supply: 0n, reserve: 0n })
    expect(spotPrice(all.state)).toBe(row.kappa === '1' ? spotPrice(state) : 0n)
    const again = value(curve.mint(all.state, dai(state.reserve)))
    expect(again.minted).toBe(state.supply)
  })
})

describe.each(file.integerCases)('integer rows: $id', (row) => {
  const state = curveAt(row.kappaRational, BigInt(row.supply), BigInt(row.reserve))

  it.each(row.mint)('mints for $deltaR and back', ({ deltaR, deltaSFloor, roundTripDeltaR }) => {
    const paid = dai(BigInt(deltaR))
    const exact = ixo(BigInt(deltaSFloor))
    expect(curve.supplyAt(state, state.reserve + paid) - state.supply).toBe(exact)
    const minted = value(curve.mint(state, paid, exact))
    expect(minted.minted).toBe(exact)
    expect(code(curve.mint(state, paid, ixo(exact + 1n)))).toBe('PROTOCOL_BELOW_MINIMUM')
    const back = value(curve.burn(minted.state, exact))
    expect(back.payout).toBe(BigInt(roundTripDeltaR))
  })

  it.each(row.withdraw)('burns $deltaS', ({ deltaS, deltaRFloor }) => {
    const burned = ixo(BigInt(deltaS))
    const exact = dai(BigInt(deltaRFloor))
    expect(curve.quoteBurn(state, burned).payout).toBe(exact)
    if (exact === 0n) {
      expect(code(curve.burn(state, burned))).toBe('PROTOCOL_ZERO_OUTPUT')
      return
    }
    expect(value(curve.burn(state, burned, exact)).payout).toBe(exact)
    expect(code(curve.burn(state, burned, dai(exact + 1n)))).toBe('PROTOCOL_BELOW_MINIMUM')
  })
})

describe('edge cases', () => {
  const state = seedCurve()

  it('covers every one of the reference', () => {
    expect(file.edgeCases.map(({ id }) => id).sort()).toEqual([
      'burn-more-than-supply',
      'kappa-below-1',
      'mint-zero',
      'reserve-zero',
      'supply-zero',
    ])
  })

  it('reserve-zero and supply-zero: no anchor, no curve', () => {
    const kappa = { p: 1, q: 1 }
    expect(code(curve.open({ kappa, supply: ixo(1000n), reserve: dai(0n) }))).toBe('PROTOCOL_CURVE_INVALID')
    expect(code(curve.open({ kappa, supply: ixo(0n), reserve: dai(100n) }))).toBe('PROTOCOL_CURVE_INVALID')
  })

  it('mint-zero is refused here (the reference returns 0)', () => {
    expect(code(curve.mint(state, dai(0n)))).toBe('PROTOCOL_ZERO_AMOUNT')
    expect(code(curve.burn(state, ixo(0n)))).toBe('PROTOCOL_ZERO_AMOUNT')
  })

  it('burn-more-than-supply is refused', () => {
    expect(code(curve.burn(state, ixo(state.supply + 1n)))).toBe('PROTOCOL_EXCEEDS_SUPPLY')
  })

  it.each(['0.5', '0', '7', '13/2', '6/7', '1/0', '1.15', '-1', 'two', '', '1e0'])('kappa %j is refused', (text) => {
    expect(code(parseKappa(text))).toBe('PROTOCOL_KAPPA_INVALID')
  })

  it.each([
    ['1', { p: 1, q: 1 }],
    ['1.5', { p: 3, q: 2 }],
    ['1.2', { p: 6, q: 5 }],
    ['12/10', { p: 6, q: 5 }],
    ['6', { p: 6, q: 1 }],
    ['1.25', { p: 5, q: 4 }],
  ])('kappa %j is %j', (text, kappa) => {
    expect(value(parseKappa(text))).toEqual(kappa)
    expect(value(parseKappa(curve.formatKappa(kappa)))).toEqual(kappa)
  })

  it('the `empty` preset starts from an anchor and no supply', () => {
    const empty = value(
      curve.open({
        kappa: { p: 1, q: 1 },
        supply: ixo(0n),
        reserve: dai(0n),
        anchor: { supply: ixo(10n * TOKEN), reserve: dai(TOKEN) },
      }),
    )
    expect(spotPrice(empty)).toBe(units('0.1'))
    expect(value(curve.mint(empty, dai(10n * TOKEN))).minted).toBe(100n * TOKEN)
    expect(code(curve.donate(empty, dai(TOKEN)))).toBe('PROTOCOL_ANCHOR_TOO_SMALL')
  })

  it('hatch: theta goes to the funding pool, nothing is lost', () => {
    const supply = ixo(2_000_000_000n * TOKEN)
    expect(hatch(supply, wad(units('0.10')), 3_500n)).toEqual({
      reserve: units('130000000'),
      fundingPool: units('70000000'),
    })
    expect(hatch(ixo(7n), wad(units('0.3')), 5_000n)).toEqual({ reserve: 1n, fundingPool: 1n })
    expect(() => hatch(supply, wad(1n), 10_001n)).toThrow(RangeError)
  })

  it('stays below 2^120', () => {
    expect(code(curve.mint(state, dai(1n << 120n)))).toBe('PROTOCOL_AMOUNT_TOO_LARGE')
    expect(code(curve.mint(state, dai(1n << 119n)))).toBe('PROTOCOL_AMOUNT_TOO_LARGE')
    expect(code(curve.donate(state, dai(1n << 120n)))).toBe('PROTOCOL_AMOUNT_TOO_LARGE')
  })
})
