import { createLedger } from '@pegzone/ledger'
import { explain } from '@pegzone/outcome'
import { describe, expect, it } from 'vitest'
import { contractsCatalogue, createContracts } from '../../src/contracts/index.ts'
import {
  alice,
  Bench,
  bob,
  buffer,
  CHAIN_ID,
  contractAddresses,
  exampleGenesis,
  FOREVER,
  operator,
  TOKEN,
} from './harness.ts'

type Json = Record<string, Record<string, unknown>>

function refusalOf(genesis: unknown) {
  const contracts = createContracts({ chainId: CHAIN_ID })
  const made = createLedger({ strict: true, tables: contracts.tables }).apply((state) => contracts.init(state, genesis))
  if (made.ok) throw new Error('the genesis was taken')
  const { what, why, fix } = explain(contractsCatalogue, made.rejection)
  for (const text of [what, why, fix]) expect(text).toMatch(/\.$/)
  return made.rejection
}

function changed(name: string, fields: Record<string, unknown>): Json {
  const genesis = exampleGenesis() as Json
  return { ...genesis, [name]: { ...genesis[name], ...fields } }
}

describe('export', () => {
  it('is a genesis that gives the same state again', () => {
    const bench = new Bench(changed('MarketMaker', { exitTaxBps: '100', taxDestination: 'stability-buffer', buffer }))
    bench.approveAll(alice, bob)
    bench.send(alice, 'MarketMaker', 'buy', 100n * TOKEN, 0n, FOREVER)
    bench.send(alice, 'Brokerage', 'depositSingle', 500n * TOKEN, 0n, 0n, FOREVER)
    bench.send(bob, 'Brokerage', 'swapExactIn', contractAddresses.DAI, TOKEN, 0n, FOREVER)
    bench.send(operator, 'MarketMaker', 'setExitTax', 55n)
    bench.send(alice, 'DAI', 'approve', bob, 2n ** 256n - 1n)
    bench.seal()
    const json = JSON.parse(JSON.stringify(bench.contracts.export(bench.view))) as unknown
    const again = new Bench(json)
    expect(again.ledger.export().tables).toEqual(bench.ledger.export().tables)
    expect(again.contracts.export(again.view)).toEqual(json)
  })
})

describe('a genesis', () => {
  it.each([
    ['nothing', undefined, ''],
    ['a contract left out', { ...exampleGenesis(), IXOS: undefined }, 'IXOS'],
    ['an unknown contract', { ...exampleGenesis(), Vault: {} }, 'Vault'],
    ['an unknown field', changed('DAI', { balance: {} }), 'DAI.balance'],
    ['no address', changed('DAI', { balances: { '0x12': '1' } }), 'DAI.balances.0x12'],
    ['a number for an amount', changed('DAI', { balances: { [alice]: 1 } }), `DAI.balances.${alice}`],
    ['a negative amount', changed('DAI', { balances: { [alice]: '-1' } }), `DAI.balances.${alice}`],
    ['an amount of 2^120', changed('DAI', { balances: { [alice]: `${2n ** 120n}` } }), `DAI.balances.${alice}`],
    [
      'an account in two spellings',
      changed('DAI', { balances: { [alice]: '1', [alice.toUpperCase().replace('0X', '0x')]: '1' } }),
      `DAI.balances.${alice}`,
    ],
    ['allowances that are no list', changed('DAI', { allowances: {} }), 'DAI.allowances'],
    [
      'a malformed allowance',
      changed('DAI', { allowances: [{ owner: alice, spender: 'bob', value: '1' }] }),
      'DAI.allowances[0].spender',
    ],
    ['a nonce beyond 64 bits', changed('DAI', { nonces: { [alice]: `${2n ** 64n}` } }), `DAI.nonces.${alice}`],
    ['kappa below 1', changed('MarketMaker', { kappa: '1/2' }), 'MarketMaker.kappa'],
    ['a curve beside its anchor', changed('MarketMaker', { anchor: { supply: '1', reserve: '1' } }), 'MarketMaker'],
    ['a tax of everything', changed('MarketMaker', { exitTaxBps: '10000' }), 'MarketMaker.exitTaxBps'],
    ['an unknown destination', changed('MarketMaker', { taxDestination: 'me' }), 'MarketMaker.taxDestination'],
    [
      'a buffer that is not named',
      changed('MarketMaker', { taxDestination: 'stability-buffer' }),
      'MarketMaker.buffer',
    ],
    ['half a pool', changed('Brokerage', { dai: '1' }), 'Brokerage'],
    ['a fee of everything', changed('Brokerage', { feeBps: '10000' }), 'Brokerage.feeBps'],
  ])('is refused: %s', (_what, genesis, path) => {
    expect(refusalOf(genesis)).toMatchObject({ code: 'ETHEREUM_GENESIS_FIELD_INVALID', path })
  })

  it.each([
    ['a curve that its DAI does not cover', changed('DAI', { balances: { [alice]: '5' } })],
    ['IXO that the curve did not issue', changed('IXO', { balances: { [alice]: '5' } })],
    ['vouchers without a pool', changed('IXOS', { balances: { [alice]: '5' } })],
    ['a pool that holds nothing', changed('Brokerage', { dai: '1', ixo: '1', vouchers: '2' })],
  ])('is refused: %s', (_what, genesis) => {
    expect(refusalOf(genesis)).toMatchObject({ code: 'ETHEREUM_GENESIS_INCONSISTENT' })
  })
})
