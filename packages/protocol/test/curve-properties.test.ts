import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CurveState, curve, spotPrice, TOKEN, WAD } from '../src/index.ts'
import { curveAt, dai, ixo, SEED, seedCurve, value } from './support.ts'

const kappa = fc.constantFrom('1', '2', '3', '4', '6', '3/2', '6/5', '5/4', '5/3')
const amountOf = (most: bigint) => fc.oneof(fc.bigInt({ min: 1n, max: 1_000n }), fc.bigInt({ min: 1n, max: most }))
const spend = amountOf(100_000_000n * TOKEN)
const price = fc.constantFrom(10n, 50n, 1_000n)
const settings = { seed: SEED, numRuns: 400 }

/** A curve at 1/price DAI per IXO, moved away from its anchor by one mint. */
const moved = (kappa: string, price: bigint, first: bigint): CurveState => {
  const start = curveAt(kappa, 2_000_000_000n * TOKEN, (2_000_000_000n * TOKEN) / price)
  const step = curve.mint(start, dai(first))
  return step.ok ? step.value.state : start
}

describe('the curve', () => {
  it('never gives back more than a mint paid, nor more tokens than a burn took', () => {
    fc.assert(
      fc.property(kappa, price, spend, spend, (kappa, price, first, paid) => {
        const start = moved(kappa, price, first)
        const minted = curve.mint(start, dai(paid))
        if (!minted.ok) return
        const back = curve.burn(minted.value.state, minted.value.minted)
        if (back.ok) {
          expect(back.value.payout).toBeLessThanOrEqual(paid)
          expect(back.value.state.reserve).toBeGreaterThanOrEqual(start.reserve)
          const again = curve.mint(back.value.state, back.value.payout)
          if (again.ok) expect(again.value.minted).toBeLessThanOrEqual(minted.value.minted)
        }
      }),
      settings,
    )
  })

  it('is never under its anchor, and over it by less than one base unit of supply', () => {
    const step = fc.tuple(fc.constantFrom('mint', 'burn', 'donate'), fc.bigInt({ min: 1n, max: 10n ** 26n }))
    const destination = fc.constantFrom('curve-reserve', 'stability-buffer', 'funding-pool')
    const bps = fc.bigInt({ min: 0n, max: 3_000n })
    fc.assert(
      fc.property(
        kappa,
        destination,
        bps,
        fc.array(step, { maxLength: 12 }),
        (kappa, taxDestination, exitTaxBps, steps) => {
          let state = seedCurve(kappa, { exitTaxBps, taxDestination })
          for (const [type, units] of steps) {
            const before = spotPrice(state)
            if (type === 'mint') {
              const next = curve.mint(state, dai(units))
              if (next.ok) state = next.value.state
            } else if (type === 'burn') {
              const next = curve.burn(state, ixo(1n + (units % state.supply)))
              if (next.ok) {
                const { gross, tax, payout, taxTo } = next.value
                expect(gross).toBe(tax + payout)
                const kept = taxTo === 'stability-buffer' ? 0n : tax
                const { reserve, fundingPool } = next.value.state
                expect(reserve + fundingPool).toBe(state.reserve + state.fundingPool - gross + kept)
                state = next.value.state
              }
            } else {
              const next = curve.donate(state, dai(units))
              if (next.ok) {
                state = next.value
                expect(spotPrice(state)).toBeGreaterThanOrEqual(before)
              }
            }
            expect(curve.isOnCurve(state)).toBe(true)
            if (state.supply === 0n) return
          }
        },
      ),
      settings,
    )
  })

  it('is monotone: more paid mints no less, more burned pays no less, a mint never lowers the price', () => {
    fc.assert(
      fc.property(kappa, spend, spend, (kappa, a, b) => {
        const start = seedCurve(kappa)
        const [less, more] = a < b ? [a, b] : [b, a]
        const low = curve.mint(start, dai(less))
        const high = curve.mint(start, dai(more))
        if (low.ok && high.ok) {
          expect(high.value.minted).toBeGreaterThanOrEqual(low.value.minted)
          expect(spotPrice(high.value.state) + 1n).toBeGreaterThanOrEqual(spotPrice(low.value.state))
        }
        expect(curve.quoteBurn(start, more).payout).toBeGreaterThanOrEqual(curve.quoteBurn(start, less).payout)
      }),
      settings,
    )
  })

  it('is path independent between two anchors: many mints end where one ends', () => {
    fc.assert(
      fc.property(kappa, fc.array(spend, { minLength: 1, maxLength: 8 }), (kappa, parts) => {
        const start = seedCurve(kappa)
        let state = start
        let total = 0n
        for (const paid of parts) {
          const next = curve.mint(state, dai(paid))
          if (!next.ok) continue
          state = next.value.state
          total += paid
        }
        if (total === 0n) return
        expect(value(curve.mint(start, dai(total))).state).toEqual(state)
      }),
      settings,
    )
  })

  it('is path independent between two anchors: many burns end where one ends, with the tax outside the reserve', () => {
    const parts = fc.array(fc.bigInt({ min: 10n ** 12n, max: 10n ** 26n }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(kappa, parts, (kappa, parts) => {
        const start = seedCurve(kappa, { exitTaxBps: 200n, taxDestination: 'stability-buffer' })
        let state = start
        let paid = 0n
        for (const part of parts) {
          const next = value(curve.burn(state, ixo(part)))
          state = next.state
          paid += next.payout
        }
        const whole = value(curve.burn(start, ixo(start.supply - state.supply)))
        expect(whole.state).toEqual(state)
        expect(paid).toBeLessThanOrEqual(whole.payout)
        expect(whole.payout - paid).toBeLessThanOrEqual(BigInt(parts.length))
      }),
      settings,
    )
  })

  it('earns back part of the own tax when a burn is split and the tax goes to the reserve, never more than the tax', () => {
    const size = fc.bigInt({ min: 10n ** 24n, max: 10n ** 27n })
    fc.assert(
      fc.property(kappa, size, fc.integer({ min: 2, max: 10 }), (kappa, burned, pieces) => {
        const start = seedCurve(kappa, { exitTaxBps: 200n, taxDestination: 'curve-reserve' })
        const whole = value(curve.burn(start, ixo(burned)))
        let state = start
        let paid = 0n
        for (let i = 0; i < pieces; i++) {
          const part = i === pieces - 1 ? state.supply - whole.state.supply : burned / BigInt(pieces)
          const next = value(curve.burn(state, ixo(part)))
          state = next.state
          paid += next.payout
        }
        expect(paid).toBeGreaterThan(whole.payout)
        expect(paid - whole.payout).toBeLessThan(whole.tax)
        expect(state.reserve + paid).toBe(start.reserve)
      }),
      { ...settings, numRuns: 100 },
    )
  })

  it('leaves the dust of a mint to the next trade: less than the price of one base unit', () => {
    fc.assert(
      fc.property(kappa, spend, (kappa, first) => {
        // 10 DAI per IXO: one base unit of supply costs several of the reserve.
        const start = curveAt(kappa, 1_000_000n * TOKEN, 10_000_000n * TOKEN)
        const one = curve.mint(start, dai(first))
        if (!one.ok) return
        const dust = one.value.state.reserve - curve.reserveAt(one.value.state, one.value.state.supply)
        expect(dust * WAD).toBeLessThanOrEqual(spotPrice(one.value.state) + WAD)
        const next = curve.mint(one.value.state, dai(TOKEN))
        if (!next.ok) return
        const back = value(curve.burn(next.value.state, next.value.minted))
        expect(back.payout - TOKEN).toBeLessThanOrEqual(dust)
      }),
      settings,
    )
  })
})
