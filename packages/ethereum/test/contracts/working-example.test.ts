import { expect, it } from 'vitest'
import { alice, Bench, exampleGenesis, FOREVER, TOKEN } from './harness.ts'

it('runs the Ethereum half of the working example to the last base unit', () => {
  const bench = new Bench(exampleGenesis())
  bench.approveAll(alice)
  const purse = bench.balance('DAI', alice)

  expect(bench.send(alice, 'MarketMaker', 'buy', 10n * TOKEN, 100n * TOKEN, FOREVER)[0]).toBe(100n * TOKEN)
  expect(bench.logNames).toEqual(['DAI.Transfer', 'IXO.Transfer', 'MarketMaker.Bought'])
  expect(bench.balance('DAI', alice)).toBe(purse - 10n * TOKEN)
  expect(bench.balance('IXO', alice)).toBe(100n * TOKEN)

  const quoted = bench.read('Brokerage', 'quoteDepositSingle', 50n * TOKEN)
  const made = bench.send(alice, 'Brokerage', 'depositSingle', 50n * TOKEN, 0n, 50n * TOKEN, FOREVER)
  expect(made.toArray()).toEqual([50n * TOKEN, 25n * TOKEN, (5n * TOKEN) / 2n, 25n * TOKEN])
  expect(made.toArray()).toEqual(quoted.toArray())
  expect(bench.read('Brokerage', 'reserves').toArray()).toEqual([(5n * TOKEN) / 2n, 25n * TOKEN])
  expect(bench.balance('IXOS', alice)).toBe(50n * TOKEN)
  expect(bench.balance('IXO', alice)).toBe(50n * TOKEN)

  expect(bench.send(alice, 'MarketMaker', 'sell', 50n * TOKEN, 5n * TOKEN, FOREVER)[0]).toBe(5n * TOKEN)
  expect(bench.balance('DAI', alice)).toBe(purse - 5n * TOKEN)
  expect(bench.balance('IXO', alice)).toBe(0n)
})
