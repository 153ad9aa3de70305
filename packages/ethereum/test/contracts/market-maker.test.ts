import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contractViolations } from '../../src/contracts/laws.ts'
import { alice, Bench, bob, buffer, exampleGenesis, FOREVER, GENESIS_SECONDS, operator, TOKEN } from './harness.ts'

const supply = 2_000_000_000n * TOKEN
const reserve = 200_000_000n * TOKEN

function bench(terms: Record<string, unknown> = {}): Bench {
  const genesis = exampleGenesis()
  const made = new Bench({ ...genesis, MarketMaker: { ...(genesis['MarketMaker'] as object), ...terms } })
  made.approveAll(alice, bob, operator)
  return made
}

describe('the market maker', () => {
  it('shows its state', () => {
    const made = bench({ exitTaxBps: '200', taxDestination: 'stability-buffer', buffer })
    const read = (method: string) => made.read('MarketMaker', method).toArray()
    expect(read('supply')).toEqual([supply])
    expect(read('reserve')).toEqual([reserve])
    expect(read('anchor')).toEqual([supply, reserve])
    expect(read('kappa')).toEqual([1n, 1n])
    expect(read('exitTaxBps')).toEqual([200n])
    expect(read('taxDestination')).toEqual([1n])
    expect(read('fundingPool')).toEqual([0n])
    expect(read('spotPrice')).toEqual([TOKEN / 10n])
    for (const [method, account] of [
      ['buffer', buffer],
      ['operator', operator],
    ] as const) {
      expect((read(method)[0] as string).toLowerCase()).toBe(account)
    }
  })

  it('quotes what it then does, and its events tell the state after', () => {
    const made = bench({ kappa: '2', exitTaxBps: '200', taxDestination: 'funding-pool' })
    const [quoted] = made.read('MarketMaker', 'quoteBuy', 1000n * TOKEN)
    expect(made.send(alice, 'MarketMaker', 'buy', 1000n * TOKEN, quoted, FOREVER)[0]).toBe(quoted)
    expect(made.log('Bought')).toMatchObject({ daiIn: 1000n * TOKEN, ixoOut: quoted, supply: supply + quoted })
    const [pays, tax] = made.read('MarketMaker', 'quoteSell', quoted)
    expect(made.send(alice, 'MarketMaker', 'sell', quoted, pays, FOREVER)[0]).toBe(pays)
    expect(made.log('Sold')).toMatchObject({ ixoIn: quoted, daiOut: pays, tax, supply })
    expect(made.read('MarketMaker', 'fundingPool')[0]).toBe(tax)
    expect(made.logNames).toEqual(['IXO.Transfer', 'DAI.Transfer', 'MarketMaker.Sold'])
    expect(contractViolations(made.view)).toEqual([])
  })

  it('pays the exit tax to the buffer', () => {
    const made = bench({ exitTaxBps: '200', taxDestination: 'stability-buffer', buffer })
    made.send(alice, 'MarketMaker', 'buy', 1000n * TOKEN, 0n, FOREVER)
    made.send(alice, 'MarketMaker', 'sell', 10_000n * TOKEN, 980n * TOKEN, FOREVER)
    expect(made.balance('DAI', buffer)).toBe(20n * TOKEN)
    expect(contractViolations(made.view)).toEqual([])
  })

  it('moves its anchor when the tax stays in the reserve', () => {
    const made = bench({ exitTaxBps: '200' })
    made.send(alice, 'MarketMaker', 'buy', 1000n * TOKEN, 0n, FOREVER)
    made.send(alice, 'MarketMaker', 'sell', 10_000n * TOKEN, 0n, FOREVER)
    expect(made.log('Anchored')).toEqual({ supply, reserve: reserve + 20n * TOKEN })
    expect(made.read('MarketMaker', 'anchor').toArray()).toEqual([supply, reserve + 20n * TOKEN])
    expect(contractViolations(made.view)).toEqual([])
  })

  it('lets the operator donate and set the tax', () => {
    const made = bench()
    made.send(operator, 'MarketMaker', 'donate', 1000n * TOKEN)
    expect(made.log('Anchored')).toEqual({ supply, reserve: reserve + 1000n * TOKEN })
    made.send(operator, 'MarketMaker', 'setExitTax', 9999n)
    expect(made.log('ExitTaxChanged')).toEqual({ bps: 9999n })
    expect(made.read('MarketMaker', 'exitTaxBps')[0]).toBe(9999n)
    expect(contractViolations(made.view)).toEqual([])
  })

  it.each([
    [
      'a passed deadline',
      alice,
      'buy',
      [TOKEN, 0n, GENESIS_SECONDS - 1n],
      `MarketMakerExpired(${GENESIS_SECONDS - 1n}, ${GENESIS_SECONDS})`,
    ],
    ['nothing', alice, 'buy', [0n, 0n, FOREVER], 'MarketMakerZeroAmount()'],
    [
      'a limit missed by one',
      alice,
      'buy',
      [10n * TOKEN, 100n * TOKEN + 1n, FOREVER],
      `MarketMakerSlippage(${100n * TOKEN}, ${100n * TOKEN + 1n})`,
    ],
    ['an astronomic amount', alice, 'buy', [2n ** 255n, 0n, FOREVER], 'MarketMakerOutOfRange()'],
    ['more DAI than there is', alice, 'buy', [2_000_000n * TOKEN, 0n, FOREVER], /^ERC20InsufficientBalance/],
    ['a passed deadline', alice, 'sell', [TOKEN, 0n, 0n], `MarketMakerExpired(0, ${GENESIS_SECONDS})`],
    ['nothing', alice, 'sell', [0n, 0n, FOREVER], 'MarketMakerZeroAmount()'],
    ['dust that pays nothing', alice, 'sell', [1n, 0n, FOREVER], 'MarketMakerZeroResult()'],
    [
      'more than the supply',
      alice,
      'sell',
      [2n ** 255n, 0n, FOREVER],
      `MarketMakerSupplyExceeded(${2n ** 255n}, ${supply})`,
    ],
    ['more than is held', alice, 'sell', [TOKEN, 0n, FOREVER], /^ERC20InsufficientBalance/],
    ['a stranger', alice, 'donate', [TOKEN], /^MarketMakerUnauthorized\(0xA1/],
    ['a stranger', alice, 'setExitTax', [1n], /^MarketMakerUnauthorized\(0xA1/],
    ['a tax of everything', operator, 'setExitTax', [10_000n], 'MarketMakerInvalidExitTax(10000)'],
  ] as const)('refuses %s: %s %s', (_what, by, method, args, error) => {
    expect(() => bench().send(by, 'MarketMaker', method, ...args)).toThrow(error)
  })

  it('takes DAI only by allowance', () => {
    const made = new Bench(exampleGenesis())
    expect(() => made.send(alice, 'MarketMaker', 'buy', TOKEN, 0n, FOREVER)).toThrow(/^ERC20InsufficientAllowance/)
  })

  it('mints from nothing in an empty world', () => {
    const made = new Bench(
      exampleGenesis({
        DAI: { balances: { [alice]: `${10n * TOKEN}` } },
        IXO: { balances: {} },
        MarketMaker: {
          kappa: '1',
          supply: '0',
          reserve: '0',
          anchor: { supply: `${10n * TOKEN}`, reserve: `${TOKEN}` },
        },
      }),
    )
    made.approveAll(alice)
    expect(made.send(alice, 'MarketMaker', 'buy', 10n * TOKEN, 0n, FOREVER)[0]).toBe(100n * TOKEN)
    expect(made.send(alice, 'MarketMaker', 'sell', 100n * TOKEN, 0n, FOREVER)[0]).toBe(10n * TOKEN)
  })
})

describe('a run of trades', () => {
  const trade = fc.record({
    by: fc.constantFrom(alice, bob),
    method: fc.constantFrom('buy' as const, 'sell' as const),
    amount: fc.oneof(fc.bigInt(1n, 1000n), fc.bigInt(1n, 100_000n * TOKEN)),
  })
  const terms = fc.record({
    kappa: fc.constantFrom('1', '2', '3', '6/5'),
    exitTaxBps: fc.constantFrom('0', '200'),
    taxDestination: fc.constantFrom('curve-reserve', 'stability-buffer', 'funding-pool'),
  })

  it('keeps every law and never makes DAI', () => {
    fc.assert(
      fc.property(terms, fc.array(trade, { maxLength: 15 }), (chosen, trades) => {
        const made = bench({ ...chosen, buffer })
        const dai = made.read('DAI', 'totalSupply')[0]
        for (const { by, method, amount } of trades) {
          try {
            made.send(by, 'MarketMaker', method, amount, 0n, FOREVER)
          } catch {
            // Refusals are fine here: what they leave behind is what is tested.
          }
        }
        expect(contractViolations(made.view)).toEqual([])
        expect(made.read('DAI', 'totalSupply')[0]).toBe(dai)
      }),
      { numRuns: 40, seed: 20250102 },
    )
  })
})
