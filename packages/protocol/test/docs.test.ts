import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { brokerage, curve, FED_PRICE_DEFAULTS, fedQuote, pool, spotPrice, TOKEN, WAD, wad } from '../src/index.ts'
import { dai, ixo, ixos, poolAt, seedCurve, units, value } from './support.ts'

const page = (name: string) => readFileSync(new URL(`../../../docs/explanation/${name}.md`, import.meta.url), 'utf8')

/** Base units as a decimal number of tokens, without trailing zeros. */
function tokens(amount: bigint): string {
  const fraction = `${amount % TOKEN}`.padStart(18, '0').replace(/0+$/, '')
  return fraction === '' ? `${amount / TOKEN}` : `${amount / TOKEN}.${fraction}`
}

const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`

describe('docs/explanation/bonding-curve.md', () => {
  const text = page('bonding-curve')
  const burned = ixo(100n * TOKEN)

  it.each(['1', '3/2', '2', '3', '6'])('kappa %s: the table of prices', (kappa) => {
    const start = seedCurve(kappa)
    const small = value(curve.mint(start, dai(10n * TOKEN)))
    const large = value(curve.mint(start, dai(1_000_000n * TOKEN)))
    const sold = value(curve.burn(start, burned))
    expect(text).toContain(
      row(kappa, tokens(spotPrice(start)), tokens(small.minted), tokens(large.minted), tokens(sold.payout)),
    )
  })

  it('the exit tax of a burn', () => {
    const start = seedCurve('2', { exitTaxBps: 200n, taxDestination: 'curve-reserve' })
    const { gross, tax, payout, state } = value(curve.burn(start, burned))
    expect(text).toContain(row(tokens(gross), tokens(tax), tokens(payout), tokens(state.anchor.reserve)))
  })

  it('the surplus', () => {
    const start = seedCurve()
    const lifted = { ...start, reserve: dai(start.reserve + 500_000n * TOKEN) }
    const donated = value(curve.donate(start, dai(500_000n * TOKEN)))
    expect(text).toContain(`${value(curve.mint(lifted, dai(1n))).minted} base units of IXO`)
    expect(text).toContain(`${value(curve.mint(donated, dai(1n))).minted} base units of IXO`)
    expect(text).toContain(`the price is ${tokens(spotPrice(donated))} DAI`)
  })

  it('a split burn', () => {
    const start = seedCurve('1', { exitTaxBps: 200n, taxDestination: 'curve-reserve' })
    const whole = value(curve.burn(start, ixo(100_000_000n * TOKEN)))
    const half = value(curve.burn(start, ixo(50_000_000n * TOKEN)))
    const rest = value(curve.burn(half.state, ixo(50_000_000n * TOKEN)))
    expect(text).toContain(row('at once', tokens(whole.payout)))
    expect(text).toContain(row('in two halves', tokens(half.payout + rest.payout)))
  })
})

describe('docs/explanation/brokerage.md', () => {
  const text = page('brokerage')
  const start = seedCurve()
  const empty = poolAt(0n, 0n, 0n)
  const first = value(brokerage.depositSingle(start, empty, ixo(50n * TOKEN)))

  it('the working example', () => {
    expect(text).toContain(
      row('50', tokens(first.burned), tokens(first.takenX), tokens(first.takenY), tokens(first.vouchers)),
    )
  })

  it('with the exit tax', () => {
    const taxed = seedCurve('1', { exitTaxBps: 200n, taxDestination: 'stability-buffer' })
    const deposit = value(brokerage.depositSingle(taxed, empty, ixo(50n * TOKEN)))
    expect(text).toContain(
      row('50', tokens(deposit.burned), tokens(deposit.takenX), tokens(deposit.takenY), tokens(deposit.vouchers)),
    )
  })

  it('swaps, and what a voucher is worth after them', () => {
    const { pool: full } = first
    const sold = value(pool.swapExactIn(full, 'x', dai(TOKEN / 10n)))
    const bought = value(pool.swapExactOut(full, 'x', ixo(TOKEN)))
    expect(text).toContain(row('0.1 DAI in', tokens(sold.received)))
    expect(text).toContain(row('1 IXO out', tokens(bought.paid)))
    const out = value(pool.withdraw(full, ixos(TOKEN)))
    expect(text).toContain(`one IXOS redeems for ${tokens(out.x)} DAI and ${tokens(out.y)} IXO`)
  })

  it('a skewed pool', () => {
    const fair = poolAt(100_000n * TOKEN, 1_000_000n * TOKEN, 2_000_000n * TOKEN, 0n)
    const skewed = value(pool.swapExactIn(fair, 'x', dai(400_000n * TOKEN)))
    const deposit = value(brokerage.depositSingle(start, skewed.state, ixo(10_000n * TOKEN)))
    const restored = value(pool.swapExactIn(deposit.pool, 'y', skewed.received))
    const got = value(pool.withdraw(restored.state, deposit.vouchers))
    const worth = got.x + deposit.returnedX + (got.y + deposit.returnedY) / 10n
    expect(text).toContain(`${tokens((worth / 10n ** 16n) * 10n ** 16n)} of 1000 DAI`)
  })

  it('quotes', () => {
    const mid = units('0.1')
    for (const [x, y] of [
      [100n, 1_000n],
      [100n, 500n],
      [50n, 1_000n],
    ] as const) {
      const quote = fedQuote(x * TOKEN, y * TOKEN, wad(mid), { ...FED_PRICE_DEFAULTS, sanity: wad(10n * WAD) })
      expect(text).toContain(
        row(
          `${x}`,
          `${y}`,
          `${quote.skewBps}`,
          tokens(quote.mid),
          `${quote.halfSpreadBps}`,
          tokens(quote.bid),
          tokens(quote.ask),
        ),
      )
    }
  })
})
