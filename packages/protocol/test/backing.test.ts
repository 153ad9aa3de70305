import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type BackingFlows,
  backingAfterDown,
  backingRateDown,
  type ClaimBooks,
  expWadDown,
  expWadUp,
  meanPrice,
  representationBacking,
  requiredInflowUp,
  steadyBackingDown,
  TOKEN,
  totalBacking,
  totalClaims,
  unbackedClaims,
  valueBacking,
  WAD,
  wad,
  YEAR_SECONDS,
} from '../src/index.ts'
import { SEED, units } from './support.ts'

const rate = (decimal: string) => wad(units(decimal))
const none: BackingFlows = { emission: wad(0n), redemption: wad(0n), payout: wad(0n), inflow: wad(0n) }
const DAY = 86_400n

describe('exp', () => {
  it('has the digits of e', () => {
    expect(expWadDown(WAD)).toBe(units('2.718281828459045235'))
    expect(expWadUp(WAD)).toBe(units('2.718281828459045236'))
    expect(expWadDown(-WAD)).toBe(units('0.367879441171442321'))
    expect(expWadUp(-WAD)).toBe(units('0.367879441171442322'))
    expect(expWadDown(0n)).toBe(WAD)
    expect(expWadUp(0n)).toBe(WAD)
    // e^40 = 235385266837019985.40789991074903480450887161725455542...
    expect(expWadDown(40n * WAD)).toBe(units('235385266837019985.407899910749034804'))
    expect(expWadUp(40n * WAD)).toBe(units('235385266837019985.407899910749034805'))
  })

  it('goes to zero far below and throws far above', () => {
    expect([expWadDown(-200n * WAD), expWadUp(-200n * WAD)]).toEqual([0n, 1n])
    expect(() => expWadUp(101n * WAD)).toThrow(RangeError)
  })

  it('encloses: one unit apart, and e^a·e^-a is 1', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -20n * WAD, max: 20n * WAD }), (x) => {
        fc.pre(x !== 0n)
        expect(expWadUp(x) - expWadDown(x)).toBe(1n)
        expect(expWadDown(x) * expWadDown(-x)).toBeLessThanOrEqual(WAD * WAD)
        expect(expWadUp(x) * expWadUp(-x)).toBeGreaterThanOrEqual(WAD * WAD)
      }),
      { seed: SEED, numRuns: 200 },
    )
  })
})

describe('backing ratios', () => {
  // 2e9 IXO on 2e8 DAI, 1e8 of them mirrored, and 5e6 cIXO minted as rewards.
  const books: ClaimBooks = {
    supply: 2_000_000_000n * TOKEN,
    facilityDebt: 0n,
    retired: 0n,
    escrow: 100_000_000n * TOKEN,
    circulating: 105_000_000n * TOKEN,
    inFlight: 0n,
    abroad: 0n,
  }
  const target = rate('0.1')
  const reserve = 200_000_000n * TOKEN

  it('count the claims', () => {
    expect(unbackedClaims(books)).toBe(5_000_000n * TOKEN)
    expect(totalClaims(books)).toBe(2_005_000_000n * TOKEN)
    const all = { ...books, facilityDebt: 7n, retired: 3n, inFlight: 20n, abroad: -4n }
    expect(unbackedClaims(all)).toBe(5_000_000n * TOKEN + 24n)
    expect(totalClaims(all)).toBe(2_005_000_000n * TOKEN + 28n)
  })

  it('measure the two pegs apart, rounded down', () => {
    expect(representationBacking(books)).toBe(units('0.952380952380952380'))
    expect(valueBacking(reserve, target, books)).toBe(WAD)
    expect(totalBacking(reserve, 0n, target, books)).toBe(units('0.997506234413965087'))
    expect(totalBacking(reserve, 500_000n * TOKEN, target, books)).toBe(WAD)
    expect(meanPrice(reserve, books.supply)).toBe(target)
  })

  it('are undefined where there is nothing to back', () => {
    const empty = { ...books, supply: 0n, escrow: 0n, circulating: 0n }
    expect([representationBacking(empty), valueBacking(1n, target, empty), meanPrice(1n, 0n)]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect(totalBacking(1n, 0n, wad(0n), books)).toBeUndefined()
  })
})

describe('the backing law', () => {
  it.each([
    ['0.07', 268n],
    ['0.13', 145n],
    ['0.20', 94n],
  ])('(1) at %s a year 5 %% of the backing is lost on day %i', (emission, day) => {
    const flows = { ...none, emission: rate(emission) }
    expect(backingAfterDown(WAD, flows, (day - 1n) * DAY)).toBeGreaterThan(units('0.95'))
    expect(backingAfterDown(WAD, flows, day * DAY)).toBeLessThan(units('0.95'))
  })

  it('(1) is the exponential, and a year at 20 % leaves e^-0.2', () => {
    const flows = { ...none, emission: rate('0.2') }
    expect(backingAfterDown(WAD, flows, YEAR_SECONDS)).toBe(expWadDown(-units('0.2')))
    expect(backingAfterDown(WAD, flows, 0n)).toBe(WAD)
  })

  it('(2) settles at f/(p*·e·Q), and par costs p*·e·Q a year', () => {
    const claims = 2_000_000_000n * TOKEN
    const target = rate('0.1')
    const emission = rate('0.07')
    expect(requiredInflowUp(target, emission, claims)).toBe(14_000_000n * TOKEN)
    expect(requiredInflowUp(target, emission, 1n)).toBe(1n)
    expect(steadyBackingDown(7_000_000n * TOKEN, target, emission, claims)).toBe(units('0.5'))
    // f/(p*·Q) = 3.5 % a year against 7 % of emission: from above and from below it goes to 1/2.
    const flows = { ...none, emission, inflow: rate('0.035') }
    for (const start of [wad(0n), WAD]) {
      const late = backingAfterDown(start, flows, 900n * YEAR_SECONDS)
      expect(late >= units('0.5') - 1n && late <= units('0.5')).toBe(true)
    }
    expect(backingRateDown(rate('0.5'), flows)).toBe(0n)
    expect(backingRateDown(rate('0.6'), flows)).toBe(-units('0.007'))
  })

  it('(3) par pay-out below full backing worsens the rest, pro rata is neutral, less heals', () => {
    const beta = rate('0.9')
    const redeeming = (payout: string) =>
      backingRateDown(beta, { ...none, redemption: rate('0.5'), payout: rate(payout) })
    expect(redeeming('1')).toBe(-units('0.05'))
    expect(redeeming('0.9')).toBe(0n)
    expect(redeeming('0.8')).toBe(units('0.05'))
  })

  it('(3) has the closed form (1 - h/(h - e))·exp((h - e)t) + h/(h - e)', () => {
    const flows = { ...none, emission: rate('0.07'), redemption: rate('0.5'), payout: WAD }
    // h/(h - e) = 50/43: beta(1) = (50 - 7·e^0.43)/43.
    const expected = (50n * WAD - 7n * expWadUp(units('0.43'))) / 43n
    const ours = backingAfterDown(WAD, flows, YEAR_SECONDS)
    expect(expected - ours >= -1n && expected - ours <= 1n).toBe(true)
  })

  it('is linear when redemption equals emission, and stops at zero', () => {
    const flows = { ...none, emission: rate('0.1'), redemption: rate('0.1'), payout: WAD }
    expect(backingAfterDown(WAD, flows, 2n * YEAR_SECONDS)).toBe(units('0.8'))
    expect(backingAfterDown(WAD, flows, 11n * YEAR_SECONDS)).toBe(0n)
    const run = { ...none, emission: rate('0.01'), redemption: rate('3'), payout: rate('2') }
    expect(backingAfterDown(WAD, run, 5n * YEAR_SECONDS)).toBe(0n)
  })

  it('is what integer books do in steps of 5 minutes for a year at 20 %, within 1e-6', () => {
    const flows = { emission: rate('0.2'), redemption: rate('0.1'), payout: rate('0.95'), inflow: wad(0n) }
    const step = 300n
    const target = rate('0.1')
    let claims = 2_000_000_000n * TOKEN
    let reserve = 200_000_000n * TOKEN
    for (let t = 0n; t < YEAR_SECONDS; t += step) {
      const minted = (claims * flows.emission * step) / (WAD * YEAR_SECONDS)
      const redeemed = (claims * flows.redemption * step) / (WAD * YEAR_SECONDS)
      reserve -= (redeemed * target * flows.payout) / (WAD * WAD)
      claims += minted - redeemed
    }
    const stepped = (reserve * WAD * WAD) / (target * claims)
    const closed = backingAfterDown(WAD, flows, YEAR_SECONDS)
    const error = stepped > closed ? stepped - closed : closed - stepped
    expect(error * 1_000_000n).toBeLessThan(closed)
  })
})
