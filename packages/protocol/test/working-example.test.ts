import { describe, expect, it } from 'vitest'
import { amount, brokerage, curve, pool, TOKEN } from '../src/index.ts'
import { value } from './support.ts'

const genesis = value(
  curve.open({
    kappa: { p: 1, q: 1 },
    supply: amount('IXO', 2_000_000_000n * TOKEN),
    reserve: amount('DAI', 200_000_000n * TOKEN),
  }),
)

describe('the working example (kappa 1, price 0.1, no fees, no tax, empty brokerage)', () => {
  it('holds to the last base unit', () => {
    const bought = value(curve.mint(genesis, amount('DAI', 10n * TOKEN)))
    expect(bought.minted).toBe(100n * TOKEN)

    const empty = value(pool.open({ feeBps: 0n }))
    const deposit = value(brokerage.depositSingle(bought.state, empty, amount('IXO', 50n * TOKEN)))
    expect(deposit).toMatchObject({
      burned: 25n * TOKEN,
      gross: (5n * TOKEN) / 2n,
      tax: 0n,
      takenX: (5n * TOKEN) / 2n,
      takenY: 25n * TOKEN,
      vouchers: 50n * TOKEN,
      returnedX: 0n,
      returnedY: 0n,
      pool: { x: (5n * TOKEN) / 2n, y: 25n * TOKEN, vouchers: 50n * TOKEN },
    })

    const sold = value(curve.burn(deposit.curve, amount('IXO', 50n * TOKEN)))
    expect(sold.payout).toBe(5n * TOKEN)
    expect(sold.state.reserve).toBe(200_000_000n * TOKEN + 10n * TOKEN - (15n * TOKEN) / 2n)
    expect(curve.isOnCurve(sold.state)).toBe(true)
  })

  it('redeems one IXOS for half an IXO and 0.05 DAI', () => {
    const empty = value(pool.open({ feeBps: 0n }))
    const deposit = value(brokerage.depositSingle(genesis, empty, amount('IXO', 50n * TOKEN)))
    const out = value(pool.withdraw(deposit.pool, amount('IXOS', TOKEN)))
    expect(out).toMatchObject({ x: TOKEN / 20n, y: TOKEN / 2n })
  })
})
