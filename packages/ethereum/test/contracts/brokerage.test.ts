import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contractViolations } from '../../src/contracts/laws.ts'
import { alice, Bench, bob, contractAddresses, exampleGenesis, FOREVER, GENESIS_SECONDS, TOKEN } from './harness.ts'

const { DAI, IXO, IXOS, MarketMaker } = contractAddresses

/** A pool of 100 DAI and 1000 IXO by alice; bob holds 1000 IXO. */
function bench(feeBps = '30', terms: Record<string, unknown> = {}): Bench {
  const genesis = exampleGenesis({ Brokerage: { feeBps } })
  const made = new Bench({ ...genesis, MarketMaker: { ...(genesis['MarketMaker'] as object), ...terms } })
  made.approveAll(alice, bob)
  made.send(alice, 'MarketMaker', 'buy', 200n * TOKEN, 0n, FOREVER)
  made.send(bob, 'MarketMaker', 'buy', 100n * TOKEN, 0n, FOREVER)
  made.send(alice, 'Brokerage', 'depositPair', 100n * TOKEN, 1000n * TOKEN, 0n, FOREVER)
  return made
}

describe('the brokerage', () => {
  it('shows its state', () => {
    const made = bench()
    const read = (method: string) => made.read('Brokerage', method).toArray()
    expect(read('reserves')).toEqual([100n * TOKEN, 1000n * TOKEN])
    expect(read('totalVouchers')).toEqual([2000n * TOKEN])
    expect(read('feeBps')).toEqual([30n])
    expect(read('midPrice')).toEqual([TOKEN / 10n])
    expect(read('lastQuote')).toEqual([0n, 0n])
    for (const [method, address] of [
      ['dai', DAI],
      ['ixo', IXO],
      ['ixos', IXOS],
      ['marketMaker', MarketMaker],
    ] as const) {
      expect((read(method)[0] as string).toLowerCase()).toBe(address)
    }
    expect(new Bench(exampleGenesis()).read('Brokerage', 'midPrice')[0]).toBe(0n)
  })

  it('takes a pair in its ratio and leaves the rest', () => {
    const made = bench()
    const quoted = made.read('Brokerage', 'quoteDepositPair', 10n * TOKEN, 200n * TOKEN).toArray()
    const before = made.balance('IXO', bob)
    const done = made.send(bob, 'Brokerage', 'depositPair', 10n * TOKEN, 200n * TOKEN, 200n * TOKEN, FOREVER)
    expect(done.toArray()).toEqual([200n * TOKEN, 10n * TOKEN, 100n * TOKEN])
    expect(done.toArray()).toEqual(quoted)
    expect(made.balance('IXO', bob)).toBe(before - 100n * TOKEN)
    expect(made.logNames).toEqual(['DAI.Transfer', 'IXO.Transfer', 'IXOS.Transfer', 'Brokerage.Deposited'])
    expect(made.log('Deposited')).toMatchObject({ dai: 10n * TOKEN, ixo: 100n * TOKEN, minted: 200n * TOKEN })
  })

  it('takes IXO alone: part is burned on the curve, exit tax included', () => {
    const made = bench('30', { exitTaxBps: '200', taxDestination: 'funding-pool' })
    const quoted = made.read('Brokerage', 'quoteDepositSingle', 100n * TOKEN).toArray()
    const dai = made.balance('DAI', bob)
    const done = made.send(bob, 'Brokerage', 'depositSingle', 100n * TOKEN, 0n, 0n, FOREVER).toArray()
    expect(done).toEqual(quoted)
    const { ixoBurned, daiFromCurve, daiReturned } = made.log('DepositedSingle') as Record<string, bigint>
    expect(done[1]).toBe(ixoBurned)
    expect(done[2]).toBe(daiFromCurve! - daiReturned!)
    expect(made.balance('DAI', bob)).toBe(dai + daiReturned!)
    expect(made.log('Sold')).toMatchObject({ ixoIn: ixoBurned, daiOut: daiFromCurve })
    expect(made.read('MarketMaker', 'fundingPool')[0]).toBeGreaterThan(0n)
    expect(contractViolations(made.view)).toEqual([])
  })

  it('takes for a single-sided deposit no more allowance than it uses', () => {
    const made = bench('0')
    made.send(bob, 'IXO', 'approve', contractAddresses.Brokerage, 100n * TOKEN)
    const [, burned, , taken] = made.send(bob, 'Brokerage', 'depositSingle', 100n * TOKEN, 0n, 0n, FOREVER).toArray()
    expect(made.read('IXO', 'allowance', bob, contractAddresses.Brokerage)[0]).toBe(100n * TOKEN - burned - taken)
  })

  it('pays both halves back', () => {
    const made = bench()
    expect(made.read('Brokerage', 'quoteWithdraw', 500n * TOKEN).toArray()).toEqual([25n * TOKEN, 250n * TOKEN])
    const done = made.send(alice, 'Brokerage', 'withdraw', 500n * TOKEN, 25n * TOKEN, 250n * TOKEN, FOREVER)
    expect(done.toArray()).toEqual([25n * TOKEN, 250n * TOKEN])
    expect(made.logNames).toEqual(['IXOS.Transfer', 'DAI.Transfer', 'IXO.Transfer', 'Brokerage.Withdrawn'])
    made.send(alice, 'Brokerage', 'withdraw', 1500n * TOKEN, 0n, 0n, FOREVER)
    expect(made.read('Brokerage', 'reserves').toArray()).toEqual([0n, 0n])
    expect(made.read('IXOS', 'totalSupply')[0]).toBe(0n)
  })

  it.each([
    [DAI, 10n * TOKEN],
    [IXO, 100n * TOKEN],
  ])('swaps exactly what goes in: %s', (tokenIn, amountIn) => {
    const made = bench()
    const [quoted] = made.read('Brokerage', 'quoteExactIn', tokenIn, amountIn)
    const names = tokenIn === DAI ? (['DAI', 'IXO'] as const) : (['IXO', 'DAI'] as const)
    const before = names.map((name) => made.balance(name, bob))
    expect(made.send(bob, 'Brokerage', 'swapExactIn', tokenIn, amountIn, quoted, FOREVER)[0]).toBe(quoted)
    expect(names.map((name) => made.balance(name, bob))).toEqual([before[0]! - amountIn, before[1]! + quoted])
    expect(made.log('Swapped')).toMatchObject({ amountIn, amountOut: quoted })
    const [dai, ixo] = tokenIn === DAI ? [amountIn, quoted] : [quoted, amountIn]
    expect(made.read('Brokerage', 'lastQuote').toArray()).toEqual([(dai * TOKEN) / ixo, GENESIS_SECONDS])
    expect(contractViolations(made.view)).toEqual([])
  })

  it.each([
    [DAI, 10n * TOKEN],
    [IXO, 100n * TOKEN],
  ])('swaps exactly what comes out: %s', (tokenOut, amountOut) => {
    const made = bench()
    const [quoted] = made.read('Brokerage', 'quoteExactOut', tokenOut, amountOut)
    const names = tokenOut === DAI ? (['IXO', 'DAI'] as const) : (['DAI', 'IXO'] as const)
    const before = names.map((name) => made.balance(name, bob))
    expect(made.send(bob, 'Brokerage', 'swapExactOut', tokenOut, amountOut, quoted, FOREVER)[0]).toBe(quoted)
    expect(names.map((name) => made.balance(name, bob))).toEqual([before[0]! - quoted, before[1]! + amountOut])
    expect(() => made.send(bob, 'Brokerage', 'swapExactOut', tokenOut, amountOut, quoted, FOREVER)).toThrow(
      /^BrokerageExcessiveInput/,
    )
  })

  const late = GENESIS_SECONDS - 1n
  it.each([
    ['depositPair', [TOKEN, TOKEN, 0n, late], `BrokerageExpired(${late}, ${GENESIS_SECONDS})`],
    ['depositPair', [0n, TOKEN, 0n, FOREVER], 'BrokerageZeroAmount()'],
    ['depositPair', [1n, 1n, 0n, FOREVER], undefined],
    ['depositPair', [TOKEN, 10n * TOKEN, 2n ** 255n, FOREVER], /^BrokerageSlippage\(20000000000000000000, /],
    ['depositPair', [2n ** 255n, 2n ** 255n, 0n, FOREVER], 'BrokerageOutOfRange()'],
    ['depositSingle', [TOKEN, 0n, 0n, late], `BrokerageExpired(${late}, ${GENESIS_SECONDS})`],
    ['depositSingle', [0n, 0n, 0n, FOREVER], 'BrokerageZeroAmount()'],
    ['depositSingle', [100n * TOKEN, 6n * TOKEN, 0n, FOREVER], /^BrokerageSlippage/],
    ['depositSingle', [100n * TOKEN, 0n, 101n * TOKEN, FOREVER], /^BrokerageSlippage/],
    ['withdraw', [1n, 0n, 0n, late], `BrokerageExpired(${late}, ${GENESIS_SECONDS})`],
    ['withdraw', [0n, 0n, 0n, FOREVER], 'BrokerageZeroAmount()'],
    ['withdraw', [1n, 0n, 0n, FOREVER], 'BrokerageZeroResult()'],
    ['withdraw', [2001n * TOKEN, 0n, 0n, FOREVER], `BrokerageVouchersExceeded(${2001n * TOKEN}, ${2000n * TOKEN})`],
    ['withdraw', [2000n * TOKEN - 1n, 0n, 0n, FOREVER], 'BrokerageDustLeft(1)'],
    [
      'withdraw',
      [500n * TOKEN, 25n * TOKEN + 1n, 0n, FOREVER],
      `BrokerageSlippage(${25n * TOKEN}, ${25n * TOKEN + 1n})`,
    ],
    ['swapExactIn', [IXO, 1n, 0n, late], `BrokerageExpired(${late}, ${GENESIS_SECONDS})`],
    ['swapExactIn', [IXOS, 1n, 0n, FOREVER], /^BrokerageUnknownToken/],
    ['swapExactIn', [IXO, 0n, 0n, FOREVER], 'BrokerageZeroAmount()'],
    ['swapExactIn', [IXO, 1n, 0n, FOREVER], 'BrokerageZeroResult()'],
    ['swapExactIn', [IXO, TOKEN, TOKEN, FOREVER], /^BrokerageSlippage/],
    ['swapExactOut', [IXO, 1n, 1n, late], `BrokerageExpired(${late}, ${GENESIS_SECONDS})`],
    ['swapExactOut', [IXOS, 1n, 1n, FOREVER], /^BrokerageUnknownToken/],
    ['swapExactOut', [IXO, 0n, 1n, FOREVER], 'BrokerageZeroAmount()'],
    [
      'swapExactOut',
      [IXO, 1000n * TOKEN, TOKEN, FOREVER],
      `BrokerageInsufficientLiquidity(${1000n * TOKEN}, ${1000n * TOKEN})`,
    ],
    ['swapExactOut', [IXO, 500n * TOKEN, TOKEN, FOREVER], /^BrokerageExcessiveInput/],
  ] as const)('%s(%o) → %s', (method, args, error) => {
    const made = bench()
    if (error === undefined) expect(() => made.send(alice, 'Brokerage', method, ...args)).not.toThrow()
    else expect(() => made.send(alice, 'Brokerage', method, ...args)).toThrow(error)
  })

  it('refuses trades on an empty pool and a first deposit that is too small', () => {
    const made = new Bench(exampleGenesis())
    made.approveAll(alice)
    expect(() => made.read('Brokerage', 'quoteExactIn', DAI, 1n)).toThrow('BrokerageEmpty()')
    expect(() => made.send(alice, 'Brokerage', 'depositPair', 10n ** 9n - 1n, TOKEN, 0n, FOREVER)).toThrow(
      'BrokerageInitialDepositTooSmall(999999999, 1000000000)',
    )
  })
})

describe('a run of brokerage calls', () => {
  const amount = fc.oneof(fc.bigInt(1n, 1000n), fc.bigInt(1n, 50n * TOKEN))
  const call = fc.oneof(
    fc.tuple(fc.constant('depositPair'), fc.tuple(amount, amount, fc.constant(0n))),
    fc.tuple(fc.constant('depositSingle'), fc.tuple(amount, fc.constant(0n), fc.constant(0n))),
    fc.tuple(fc.constant('withdraw'), fc.tuple(amount, fc.constant(0n), fc.constant(0n))),
    fc.tuple(fc.constant('swapExactIn'), fc.tuple(fc.constantFrom(DAI, IXO), amount, fc.constant(0n))),
    fc.tuple(fc.constant('swapExactOut'), fc.tuple(fc.constantFrom(DAI, IXO), amount, fc.constant(2n ** 119n))),
  )

  it('keeps every law, and x·y/L² never falls', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(alice, bob), call), { maxLength: 15 }), (calls) => {
        const made = bench()
        let [x, y, vouchers] = poolOf(made)
        for (const [by, [method, args]] of calls) {
          try {
            made.send(by, 'Brokerage', method, ...args, FOREVER)
          } catch {
            continue
          }
          const [x2, y2, vouchers2] = poolOf(made)
          if (vouchers2 > 0n)
            expect(x2 * y2 * vouchers * vouchers).toBeGreaterThanOrEqual(x * y * vouchers2 * vouchers2)
          ;[x, y, vouchers] = [x2, y2, vouchers2]
        }
        expect(contractViolations(made.view)).toEqual([])
      }),
      { numRuns: 40, seed: 20250103 },
    )
  })
})

function poolOf(made: Bench): [bigint, bigint, bigint] {
  const [x, y] = made.read('Brokerage', 'reserves')
  return [x, y, made.read('Brokerage', 'totalVouchers')[0]]
}
