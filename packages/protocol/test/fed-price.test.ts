import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bookImbalance,
  FED_PRICE_DEFAULTS,
  fedQuote,
  fedSwapExactIn,
  fedSwapExactOut,
  parseFedPrice,
  TOKEN,
  tradableQuote,
  WAD,
  wad,
} from '../src/index.ts'
import { code, dai, ixo, poolAt, SEED, units, value } from './support.ts'

const params = { ...FED_PRICE_DEFAULTS, sanity: wad(10n * WAD) }
const mid = wad(units('0.1'))
const at = (x: bigint, y: bigint) => fedQuote(x * TOKEN, y * TOKEN, mid, params)

describe('the quote', () => {
  it('of a balanced pool is the reference price and half a percent to each side', () => {
    expect(at(100n, 1_000n)).toEqual({
      mid: units('0.1'),
      skewBps: 0n,
      halfSpreadBps: 50n,
      bid: units('0.0995'),
      ask: units('0.1005'),
    })
  })

  it('leans against the inventory and widens with it', () => {
    // v = 50, k = trunc(10000·50/150) = 3333, mid' = 0.1·(1 + 0.01·0.3333), h = 50 + ceil(150·0.3333) = 100.
    expect(at(100n, 500n)).toEqual({
      mid: units('0.1003333'),
      skewBps: 3_333n,
      halfSpreadBps: 100n,
      bid: units('0.099329967'),
      ask: units('0.101336633'),
    })
    expect(at(50n, 1_000n)).toMatchObject({ skewBps: -3_333n, mid: units('0.0996667'), halfSpreadBps: 100n })
    expect(at(1n, 0n)).toMatchObject({ skewBps: 10_000n, mid: units('0.101'), halfSpreadBps: 200n })
    expect(at(0n, 1n)).toMatchObject({ skewBps: -10_000n, mid: units('0.099'), halfSpreadBps: 200n })
  })

  it('rounds the bid down and the ask up', () => {
    expect(fedQuote(1n, 1n, wad(1n), params)).toMatchObject({ mid: 1n, bid: 0n, ask: 2n })
  })

  it('is used for ten blocks, from the one after it was read', () => {
    const quote = (block: bigint) => tradableQuote(poolAt(TOKEN, TOKEN, TOKEN), { mid, block: 5n }, block, params)
    expect(code(quote(5n))).toBe('PROTOCOL_QUOTE_LIVE')
    expect(quote(6n).ok).toBe(true)
    expect(quote(15n).ok).toBe(true)
    expect(code(quote(16n))).toBe('PROTOCOL_QUOTE_STALE')
  })

  it('is refused outside the sanity band, both ends of which belong to it', () => {
    const balanced = (price: string) => {
      const reference = units(price)
      const pool = poolAt(reference, WAD, TOKEN)
      return tradableQuote(pool, { mid: wad(reference), block: 0n }, 1n, params)
    }
    expect(balanced('0.1').ok).toBe(true)
    expect(balanced('0.111111111111111111').ok).toBe(true)
    expect(code(balanced('0.111111111111111112'))).toBe('PROTOCOL_QUOTE_OUTSIDE_SANITY')
    expect(balanced('0.090909090909090910').ok).toBe(true)
    expect(code(balanced('0.0909090909090909'))).toBe('PROTOCOL_QUOTE_OUTSIDE_SANITY')
    expect(code(tradableQuote(poolAt(TOKEN, TOKEN, TOKEN), { mid: wad(0n), block: 0n }, 1n, params))).toBe(
      'PROTOCOL_QUOTE_OUTSIDE_SANITY',
    )
    expect(code(tradableQuote(poolAt(0n, 0n, 0n), { mid, block: 0n }, 1n, params))).toBe('PROTOCOL_POOL_EMPTY')
  })
})

describe('a trade at the quote', () => {
  const pool = poolAt(100n * TOKEN, 1_000n * TOKEN, 2_000n * TOKEN)
  const quote = at(100n, 1_000n)

  it('pays floor(dy·bid) and floor(dx/ask), and no fee on top', () => {
    expect(value(fedSwapExactIn(pool, quote, 'y', ixo(10n * TOKEN))).received).toBe(units('0.995'))
    const bought = value(fedSwapExactIn(pool, quote, 'x', dai(TOKEN)))
    expect(bought.received).toBe(units('9.950248756218905472'))
    expect(bought.state).toEqual({ ...pool, x: pool.x + TOKEN, y: pool.y - bought.received })
  })

  it('costs the least payment that reaches an exact output', () => {
    for (const wanted of [1n, 7n, TOKEN, units('9.950248756218905472')]) {
      const { paid } = value(fedSwapExactOut(pool, quote, 'x', ixo(wanted)))
      expect(value(fedSwapExactIn(pool, quote, 'x', paid)).received).toBeGreaterThanOrEqual(wanted)
      if (paid > 1n) expect(((paid - 1n) * WAD) / quote.ask).toBeLessThan(wanted)
      expect(code(fedSwapExactOut(pool, quote, 'x', ixo(wanted), dai(paid - 1n)))).toBe('PROTOCOL_ABOVE_MAXIMUM')
    }
    expect(value(fedSwapExactOut(pool, quote, 'y', dai(1n))).paid).toBe(11n)
  })

  it('keeps the limits and the reserve', () => {
    expect(code(fedSwapExactIn(pool, quote, 'y', ixo(0n)))).toBe('PROTOCOL_ZERO_AMOUNT')
    expect(code(fedSwapExactOut(pool, quote, 'y', dai(0n)))).toBe('PROTOCOL_ZERO_AMOUNT')
    expect(code(fedSwapExactIn(pool, quote, 'y', ixo(1n)))).toBe('PROTOCOL_ZERO_OUTPUT')
    expect(code(fedSwapExactIn(pool, quote, 'y', ixo(10n), dai(1n)))).toBe('PROTOCOL_ZERO_OUTPUT')
    expect(code(fedSwapExactIn(pool, quote, 'y', ixo(100n), dai(10n)))).toBe('PROTOCOL_BELOW_MINIMUM')
    expect(code(fedSwapExactIn(pool, quote, 'y', ixo(2_000n * TOKEN)))).toBe('PROTOCOL_EXCEEDS_RESERVE')
    expect(code(fedSwapExactOut(pool, quote, 'x', ixo(1_000n * TOKEN)))).toBe('PROTOCOL_EXCEEDS_RESERVE')
  })

  it('never lowers x + mid·y', () => {
    const reserve = fc.bigInt({ min: 10n ** 9n, max: 10n ** 27n })
    fc.assert(
      fc.property(reserve, reserve, reserve, fc.constantFrom('x' as const, 'y' as const), (x, y, units, sell) => {
        const before = poolAt(x, y, y)
        const swap = fedSwapExactIn(
          before,
          fedQuote(x, y, mid, params),
          sell,
          (sell === 'x' ? dai(units) : ixo(units)) as never,
        )
        if (!swap.ok) return
        const worth = (pool: { x: bigint; y: bigint }) => pool.x * WAD + pool.y * mid
        expect(worth(swap.value.state)).toBeGreaterThanOrEqual(worth(before))
      }),
      { seed: SEED, numRuns: 1_000 },
    )
  })
})

describe('imbalance caps', () => {
  const capped = { ...params, maxBlockImbalance: 100n, maxTotalImbalance: 150n }
  const none = { block: 0n, inBlock: 0n, total: 0n }

  it('bound what one block and all blocks together can do', () => {
    const first = value(bookImbalance(none, 1n, 100n, capped))
    expect(code(bookImbalance(first, 1n, 1n, capped))).toBe('PROTOCOL_IMBALANCE_EXCEEDED')
    const second = value(bookImbalance(first, 2n, 50n, capped))
    expect(second).toEqual({ block: 2n, inBlock: 50n, total: 150n })
    expect(code(bookImbalance(second, 2n, 1n, capped))).toBe('PROTOCOL_IMBALANCE_EXCEEDED')
    expect(value(bookImbalance(none, 1n, 10n ** 30n, params)).total).toBe(10n ** 30n)
  })

  it('never refuse a trade that brings the imbalance closer to zero', () => {
    const over = { block: 3n, inBlock: -200n, total: -400n }
    expect(value(bookImbalance(over, 3n, 50n, capped))).toEqual({ block: 3n, inBlock: -150n, total: -350n })
    expect(code(bookImbalance(over, 3n, -1n, capped))).toBe('PROTOCOL_IMBALANCE_EXCEEDED')
  })
})

describe('parameters', () => {
  it('are accepted when the spread covers the skew', () => {
    expect(value(parseFedPrice(params))).toBe(params)
  })

  it.each([
    { minSpreadBps: -1n },
    { minSpreadBps: 201n },
    { maxSpreadBps: 10_000n },
    { gammaBps: -1n },
    { gammaBps: 197n },
    { sanity: wad(0n) },
    { sanityMarginBps: 10_000n },
    { validBlocks: 0n },
    { maxBlockImbalance: -1n },
    { maxTotalImbalance: -1n },
  ])('are refused otherwise: %o', (change) => {
    expect(code(parseFedPrice({ ...params, ...change }))).toBe('PROTOCOL_POOL_INVALID')
  })
})
