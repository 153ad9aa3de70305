import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brokerage, curve, type PoolState, pool, TOKEN } from '../src/index.ts'
import { dai, ixo, ixos, poolAt, SEED, seedCurve, value } from './support.ts'

const reserve = fc.bigInt({ min: 10n ** 9n, max: 10n ** 28n })
const size = fc.oneof(fc.bigInt({ min: 1n, max: 1_000n }), fc.bigInt({ min: 1n, max: 10n ** 28n }))
const fee = fc.constantFrom(0n, 30n, 200n)
const anyPool = fc.tuple(reserve, reserve, reserve, fee).map(([x, y, l, f]) => poolAt(x, y, l, f))
const side = fc.constantFrom('x' as const, 'y' as const)
const settings = { seed: SEED, numRuns: 500 }

/** What a voucher is worth never falls: x·y/L², compared without division. */
const worthNoLess = (after: PoolState, before: PoolState) =>
  after.x * after.y * before.vouchers ** 2n >= before.x * before.y * after.vouchers ** 2n

describe('the pool', () => {
  it('never loses to a swap, whatever the direction and form', () => {
    fc.assert(
      fc.property(anyPool, side, size, (before, sell, units) => {
        const swaps = [
          pool.swapExactIn(before, sell, (sell === 'x' ? dai(units) : ixo(units)) as never),
          pool.swapExactOut(before, sell, (sell === 'x' ? ixo(units) : dai(units)) as never),
        ]
        for (const swap of swaps) {
          if (!swap.ok) continue
          const { paid, received, state } = swap.value
          expect(state.x * state.y).toBeGreaterThanOrEqual(before.x * before.y)
          const back = pool.swapExactIn(state, sell === 'x' ? 'y' : 'x', received as never)
          if (back.ok) expect(back.value.received).toBeLessThanOrEqual(paid)
        }
      }),
      settings,
    )
  })

  it('asks no more for an exact output than an exact input of the same size would need, give or take a base unit', () => {
    fc.assert(
      fc.property(anyPool, size, (before, wanted) => {
        const out = pool.swapExactOut(before, 'x', ixo(wanted))
        if (!out.ok) return
        expect(value(pool.swapExactIn(before, 'x', out.value.paid)).received).toBeGreaterThanOrEqual(wanted)
        if (out.value.paid > 2n) {
          expect(pool.exactIn(before.x, before.y, before.feeBps, out.value.paid - 2n)).toBeLessThanOrEqual(wanted)
        }
      }),
      settings,
    )
  })

  it('gives a swapper no less for more', () => {
    fc.assert(
      fc.property(anyPool, size, size, (before, a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a]
        const at = (units: bigint) => pool.exactIn(before.x, before.y, before.feeBps, units)
        expect(at(more)).toBeGreaterThanOrEqual(at(less))
      }),
      settings,
    )
  })

  it('never loses to a deposit, and a deposit withdrawn at once returns no more', () => {
    fc.assert(
      fc.property(anyPool, size, size, (before, dx, dy) => {
        const deposit = pool.depositPair(before, dai(dx), ixo(dy))
        if (!deposit.ok) return
        const { takenX, takenY, vouchers, state } = deposit.value
        expect(takenX <= dx && takenY <= dy).toBe(true)
        expect(worthNoLess(state, before)).toBe(true)
        const out = pool.withdraw(state, vouchers)
        if (!out.ok) return
        expect(out.value.x <= takenX && out.value.y <= takenY).toBe(true)
        expect(worthNoLess(out.value.state, before)).toBe(true)
      }),
      settings,
    )
  })

  it('never loses to a withdrawal, and pays out everything to the last voucher', () => {
    fc.assert(
      fc.property(anyPool, size, (before, redeemed) => {
        const out = pool.withdraw(before, ixos(redeemed))
        if (out.ok && out.value.state.vouchers > 0n) expect(worthNoLess(out.value.state, before)).toBe(true)
        const all = value(pool.withdraw(before, before.vouchers))
        expect(all.state).toMatchObject({ x: 0n, y: 0n, vouchers: 0n })
      }),
      settings,
    )
  })
})

describe('the single-sided deposit', () => {
  const kappa = fc.constantFrom('1', '2', '3', '6', '3/2', '6/5')
  const bps = fc.constantFrom(0n, 200n, 3_000n)
  const destination = fc.constantFrom('curve-reserve', 'stability-buffer', 'funding-pool')
  const offered = fc.bigInt({ min: 10n ** 12n, max: 1_999_999_999n * TOKEN })
  const someCurve = fc
    .tuple(kappa, bps, destination)
    .map(([kappa, exitTaxBps, taxDestination]) => seedCurve(kappa, { exitTaxBps, taxDestination }))

  it('burns the greatest amount that satisfies the condition, in a pool that is not empty', () => {
    fc.assert(
      fc.property(someCurve, reserve, reserve, offered, (curveState, x, y, a) => {
        const b = brokerage.splitForPool(curveState, poolAt(x, y, 2n * y), a)
        const fits = (b: bigint) => curve.quoteBurn(curveState, b).payout * y <= (a - b) * x
        expect(fits(b)).toBe(true)
        const most = a < curveState.supply ? a : curveState.supply - 1n
        for (const more of [1n, 2n, 3n, 10n, 1_000n, 10n ** 12n]) {
          if (b + more <= most) expect(fits(b + more)).toBe(false)
        }
      }),
      { ...settings, numRuns: 200 },
    )
  })

  it('burns the greatest amount that satisfies the condition, in an empty pool', () => {
    fc.assert(
      fc.property(someCurve, offered, (curveState, a) => {
        const b = brokerage.splitForPool(curveState, poolAt(0n, 0n, 0n), a)
        const { p, q } = curveState.kappa
        const fits = (b: bigint) => {
          const burn = curve.burn(curveState, ixo(b))
          if (!burn.ok) return true
          const { payout, state } = burn.value
          return payout * state.supply * BigInt(q) <= (a - b) * BigInt(p) * state.reserve
        }
        expect(fits(b)).toBe(true)
        const most = a < curveState.supply ? a : curveState.supply - 1n
        for (const more of [1n, 2n, 3n, 10n, 1_000n, 10n ** 12n, 10n ** 24n]) {
          if (b + more <= most) expect(fits(b + more)).toBe(false)
        }
      }),
      { ...settings, numRuns: 200 },
    )
  })

  it('loses nothing: what is offered is burned, taken or returned, and the DAI comes out of the curve', () => {
    fc.assert(
      fc.property(someCurve, anyPool, offered, (curveState, poolState, a) => {
        const deposit = brokerage.depositSingle(curveState, poolState, ixo(a))
        if (!deposit.ok) return
        const d = deposit.value
        expect(d.burned + d.takenY + d.returnedY).toBe(a)
        expect(d.tax + d.takenX + d.returnedX).toBe(d.gross)
        expect(d.curve.supply).toBe(curveState.supply - d.burned)
        expect(d.pool.x - poolState.x).toBe(d.takenX)
        expect(d.pool.y - poolState.y).toBe(d.takenY)
        expect(curve.isOnCurve(d.curve)).toBe(true)
        expect(worthNoLess(d.pool, poolState)).toBe(true)
      }),
      { ...settings, numRuns: 200 },
    )
  })
})
