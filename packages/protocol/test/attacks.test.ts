import { describe, expect, it } from 'vitest'
import {
  brokerage,
  type CurveState,
  checkDeadline,
  curve,
  FED_PRICE_DEFAULTS,
  fedSwapExactIn,
  type PoolState,
  pool,
  spotPrice,
  TOKEN,
  tradableQuote,
  WAD,
  wad,
} from '../src/index.ts'
import { code, curveAt, dai, ixo, ixos, poolAt, seedCurve, value } from './support.ts'

describe('a tax surplus over the anchor', () => {
  const surplus = dai(500_000n * TOKEN)
  const start = seedCurve()

  it('would sell 5 M IXO for one base unit if it only lifted the reserve', () => {
    const lifted = { ...start, reserve: dai(start.reserve + surplus) }
    expect(curve.isOnCurve(lifted)).toBe(false)
    expect(value(curve.mint(lifted, dai(1n))).minted).toBe(5_000_000n * TOKEN + 10n)
  })

  it('sells nothing when it is donated: the anchor moves with it', () => {
    const donated = value(curve.donate(start, surplus))
    expect(donated.anchor).toEqual({ supply: start.supply, reserve: start.reserve + surplus })
    expect(value(curve.mint(donated, dai(1n))).minted).toBe(9n)
  })

  it('sells nothing when it is the exit tax of a burn', () => {
    const taxed = seedCurve('1', { exitTaxBps: 1_000n, taxDestination: 'curve-reserve' })
    const sold = value(curve.burn(taxed, ixo(50_000_000n * TOKEN)))
    expect(sold).toMatchObject({ tax: surplus, anchored: true, taxTo: 'curve-reserve' })
    expect(sold.state.anchor).toEqual({ supply: sold.state.supply, reserve: sold.state.reserve })
    expect(value(curve.mint(sold.state, dai(1n))).minted).toBe(9n)
  })
})

describe('the exit tax', () => {
  const burned = ixo(50_000_000n * TOKEN)

  it('goes where it is told, and moves the anchor only into the reserve', () => {
    const start = seedCurve('1', { exitTaxBps: 1_000n, taxDestination: 'funding-pool' })
    const pooled = value(curve.burn(start, burned))
    expect(pooled).toMatchObject({ taxTo: 'funding-pool', anchored: false, state: { fundingPool: 500_000n * TOKEN } })
    expect(pooled.state.anchor).toEqual(start.anchor)

    const buffered = value(curve.burn({ ...start, taxDestination: 'stability-buffer' }, burned))
    expect(buffered).toMatchObject({ taxTo: 'stability-buffer', anchored: false, state: { fundingPool: 0n } })
    expect(buffered.state.reserve).toBe(start.reserve - buffered.gross)
  })

  it('goes to the funding pool when less than one token is left to carry an anchor', () => {
    const start = seedCurve('2', { exitTaxBps: 1_000n, taxDestination: 'curve-reserve' })
    const last = value(curve.burn(start, ixo(start.supply - TOKEN + 1n)))
    expect(last).toMatchObject({ taxTo: 'funding-pool', anchored: false })
    expect(last.state.fundingPool).toBe(last.tax)
    const kept = value(curve.burn(start, ixo(start.supply - TOKEN)))
    expect(kept).toMatchObject({ taxTo: 'curve-reserve', anchored: true })
  })

  it('leaves nothing to a burner whose tax takes it all', () => {
    const start = seedCurve('1', { exitTaxBps: 9_999n, taxDestination: 'funding-pool' })
    expect(code(curve.burn(start, ixo(10n)))).toBe('PROTOCOL_ZERO_OUTPUT')
  })
})

describe('a skewed pool', () => {
  // The pool holds 100 k DAI at the price of the curve; the attacker multiplies its DAI side by five.
  const curveState = seedCurve()
  const fair = poolAt(100_000n * TOKEN, 1_000_000n * TOKEN, 2_000_000n * TOKEN, 0n)
  const offered = ixo(10_000n * TOKEN)
  const worth = (x: bigint, y: bigint) => x + y / 10n
  const skewed = value(pool.swapExactIn(fair, 'x', dai(400_000n * TOKEN)))

  it('takes 61 % of a single-sided deposit that asks for no minima', () => {
    const deposit = value(brokerage.depositSingle(curveState, skewed.state, offered))
    const restored = value(pool.swapExactIn(deposit.pool, 'y', skewed.received))
    const got = value(pool.withdraw(restored.state, deposit.vouchers))
    const back = worth(got.x + deposit.returnedX, got.y + deposit.returnedY)
    const lostPercent = ((1_000n * TOKEN - back) * 100n) / (1_000n * TOKEN)
    expect(lostPercent).toBe(61n)
    expect(restored.received).toBeGreaterThan(skewed.paid)
  })

  it('gets nothing from one that asks for what the fair pool would give, less one percent', () => {
    const quote = value(brokerage.depositSingle(curveState, fair, offered))
    const minVouchers = ixos((quote.vouchers * 99n) / 100n)
    expect(code(brokerage.depositSingle(curveState, skewed.state, offered, { minVouchers }))).toBe(
      'PROTOCOL_BELOW_MINIMUM',
    )
    const cheap = value(pool.swapExactIn(fair, 'y', ixo(4_000_000n * TOKEN))).state
    const minDai = dai((quote.takenX * 99n) / 100n)
    expect(code(brokerage.depositSingle(curveState, cheap, offered, { minDai }))).toBe('PROTOCOL_BELOW_MINIMUM')
    expect(value(brokerage.depositSingle(curveState, fair, offered, { minDai, minVouchers })).vouchers).toBe(
      quote.vouchers,
    )
  })
})

describe('one voucher worth 1000 DAI', () => {
  it('would refuse every smaller deposit for ever', () => {
    const locked = poolAt(1_000n * TOKEN, 10_000n * TOKEN, 1n, 0n)
    expect(code(pool.depositPair(locked, dai(999n * TOKEN), ixo(9_990n * TOKEN)))).toBe('PROTOCOL_ZERO_OUTPUT')
  })

  it('cannot come about: a withdrawal leaves no voucher or at least 10^9', () => {
    const whole = poolAt(1_000n * TOKEN, 10_000n * TOKEN, 20_000n * TOKEN, 0n)
    const leaving = (left: bigint) => pool.withdraw(whole, ixos(whole.vouchers - left))
    expect(code(leaving(1n))).toBe('PROTOCOL_VOUCHERS_STRANDED')
    expect(code(leaving(pool.POOL_MINIMUM - 1n))).toBe('PROTOCOL_VOUCHERS_STRANDED')
    expect(value(leaving(pool.POOL_MINIMUM)).state.vouchers).toBe(pool.POOL_MINIMUM)
    expect(value(leaving(0n)).state).toMatchObject({ x: 0n, y: 0n, vouchers: 0n })
  })

  it('cannot be started either: the first deposit has 10^9 of each side', () => {
    const empty = poolAt(0n, 0n, 0n)
    const least = pool.POOL_MINIMUM
    for (const [x, y] of [
      [least - 1n, least],
      [least, least - 1n],
    ] as const) {
      expect(code(pool.depositPair(empty, dai(x), ixo(y)))).toBe('PROTOCOL_FIRST_DEPOSIT_TOO_SMALL')
    }
    expect(value(pool.depositPair(empty, dai(least), ixo(least))).vouchers).toBe(2n * least)
  })
})

describe('mint, sell and burn in one block, against a quoted pool of 20 M DAI at kappa 2', () => {
  const start = seedCurve('2')
  const quoted = poolAt(20_000_000n * TOKEN, 100_000_000n * TOKEN, 200_000_000n * TOKEN)
  const params = { ...FED_PRICE_DEFAULTS, sanity: wad(5n * WAD) }

  /** What the attacker has more than before, when the pool quotes from `mid`. */
  const profit = (spend: bigint, mid: (after: CurveState) => bigint, pool: PoolState = quoted) => {
    const bought = value(curve.mint(start, dai(spend)))
    const quote = tradableQuote(pool, { mid: wad(mid(bought.state)), block: 1n }, 2n, params)
    if (!quote.ok) return -1n
    const most = ((pool.x - 1n) * WAD) / quote.value.bid
    const sold = ixo(most < bought.minted ? most : bought.minted)
    const swap = value(fedSwapExactIn(pool, quote.value, 'y', sold))
    const rest = ixo(bought.minted - sold)
    return swap.received + (rest === 0n ? 0n : value(curve.burn(bought.state, rest)).payout) - spend
  }

  it('would take more than 1.16 M DAI if the reference were the live spot price', () => {
    expect(profit(47_000_000n * TOKEN, spotPrice)).toBeGreaterThan(1_160_000n * TOKEN)
  })

  it('loses with the price at the end of the previous block, whatever its size', () => {
    for (let millions = 1n; millions <= 50n; millions++) {
      expect(profit(millions * 1_000_000n * TOKEN, () => spotPrice(start))).toBeLessThan(0n)
    }
  })

  it('is refused the live price', () => {
    expect(code(tradableQuote(quoted, { mid: spotPrice(start), block: 2n }, 2n, params))).toBe('PROTOCOL_QUOTE_LIVE')
  })
})

describe('guards', () => {
  it('executes a call while block time <= deadline', () => {
    expect(checkDeadline(10n, 10n).ok).toBe(true)
    expect(code(checkDeadline(11n, 10n))).toBe('PROTOCOL_DEADLINE_PASSED')
  })

  it('refuses a single-sided deposit without a curve, of nothing, and of an unsellable amount', () => {
    const empty = poolAt(0n, 0n, 0n)
    expect(code(brokerage.depositSingle(undefined, empty, ixo(TOKEN)))).toBe('PROTOCOL_CURVE_ABSENT')
    expect(code(brokerage.depositSingle(seedCurve(), empty, ixo(0n)))).toBe('PROTOCOL_ZERO_AMOUNT')
    expect(code(brokerage.depositSingle(seedCurve(), empty, ixo(1n)))).toBe('PROTOCOL_ZERO_OUTPUT')
    expect(code(brokerage.depositSingle(seedCurve(), empty, ixo(10n ** 9n)))).toBe('PROTOCOL_FIRST_DEPOSIT_TOO_SMALL')
    const oneUnit = { ...seedCurve(), supply: ixo(1n), reserve: dai(1n) }
    expect(code(brokerage.depositSingle(oneUnit, empty, ixo(TOKEN)))).toBe('PROTOCOL_ZERO_OUTPUT')
  })

  it('burns all but one base unit of the curve when even that fits the pool', () => {
    const small = { ...seedCurve(), supply: ixo(10n), reserve: dai(1n) }
    expect(brokerage.splitForPool(small, poolAt(TOKEN, TOKEN, TOKEN), TOKEN)).toBe(9n)
    const worth = curveAt('1', 10n * TOKEN, TOKEN)
    const deep = poolAt(TOKEN, TOKEN, TOKEN)
    expect(brokerage.splitForPool(worth, deep, 1_000n * TOKEN)).toBe(10n * TOKEN - 1n)
  })

  it('keeps the reserves and vouchers of a pool below 2^120', () => {
    const half = 1n << 119n
    expect(code(pool.depositPair(poolAt(0n, 0n, 0n), dai(half), ixo(half)))).toBe('PROTOCOL_AMOUNT_TOO_LARGE')
    expect(code(pool.depositPair(poolAt(half, TOKEN, TOKEN), dai(half), ixo(TOKEN)))).toBe('PROTOCOL_AMOUNT_TOO_LARGE')
    expect(code(pool.depositPair(poolAt(TOKEN, half, TOKEN), dai(TOKEN), ixo(half)))).toBe('PROTOCOL_AMOUNT_TOO_LARGE')
    expect(code(pool.swapExactIn(poolAt(half, TOKEN, TOKEN), 'x', dai(half)))).toBe('PROTOCOL_AMOUNT_TOO_LARGE')
  })

  it('lets a pool without reserves neither trade nor redeem', () => {
    const empty = poolAt(0n, 0n, 0n)
    expect(code(pool.swapExactIn(empty, 'x', dai(1n)))).toBe('PROTOCOL_POOL_EMPTY')
    expect(code(pool.swapExactOut(empty, 'y', dai(1n)))).toBe('PROTOCOL_POOL_EMPTY')
    expect(code(pool.withdraw(empty, ixos(1n)))).toBe('PROTOCOL_EXCEEDS_VOUCHERS')
  })

  it('refuses zero everywhere', () => {
    const some = poolAt(TOKEN, TOKEN, TOKEN)
    for (const outcome of [
      pool.depositPair(some, dai(0n), ixo(1n)),
      pool.depositPair(some, dai(1n), ixo(0n)),
      pool.withdraw(some, ixos(0n)),
      pool.swapExactIn(some, 'x', dai(0n)),
      pool.swapExactOut(some, 'x', ixo(0n)),
      curve.donate(seedCurve(), dai(0n)),
    ]) {
      expect(code<unknown, { code: string }>(outcome)).toBe('PROTOCOL_ZERO_AMOUNT')
    }
  })

  it('refuses a genesis that does not hold together', () => {
    const genesis = { kappa: { p: 1, q: 1 }, supply: ixo(1_000n * TOKEN), reserve: dai(100n * TOKEN) }
    const anchor = { supply: ixo(1_000n * TOKEN), reserve: dai(99n * TOKEN) }
    expect(code(curve.open({ ...genesis, anchor }))).toBe('PROTOCOL_CURVE_INVALID')
    expect(code(curve.open({ ...genesis, exitTaxBps: 10_000n }))).toBe('PROTOCOL_CURVE_INVALID')
    expect(code(curve.open({ ...genesis, reserve: dai(1n << 120n) }))).toBe('PROTOCOL_CURVE_INVALID')
    expect(code(curve.open({ ...genesis, kappa: { p: 2, q: 4 } }))).toBe('PROTOCOL_KAPPA_INVALID')
    expect(code(pool.open({ x: dai(1n) }))).toBe('PROTOCOL_POOL_INVALID')
    expect(code(pool.open({ feeBps: 10_000n }))).toBe('PROTOCOL_POOL_INVALID')
    expect(code(pool.open({ x: dai(1n << 120n), y: ixo(1n), vouchers: ixos(1n) }))).toBe('PROTOCOL_POOL_INVALID')
    expect(value(pool.open()).feeBps).toBe(30n)
    expect(curveAt('1', 1_000n * TOKEN, 100n * TOKEN).fundingPool).toBe(0n)
  })
})
