import { marketMakerAbi } from '@pegzone/contracts'
import { ok } from '@pegzone/outcome'
import { type Amount, curve, spotPrice, type TaxDestination } from '@pegzone/protocol'
import type { BuiltIn } from '../../chain/built-in.ts'
import { contractAddresses, ZERO_ADDRESS } from '../addresses.ts'
import { secondsOf } from '../bounds.ts'
import { builtIn } from '../dispatch.ts'
import { marketMakerRevert } from './errors.ts'
import { buy, donate, sell, setExitTax } from './keeper.ts'
import { curveOf, termsOf } from './tables.ts'

const GAS_READ = 5_000n
const GAS_QUOTE = 15_000n

/** Order of the Solidity enum. */
const destinations: readonly TaxDestination[] = ['curve-reserve', 'stability-buffer', 'funding-pool']

export const marketMaker: BuiltIn = builtIn('MarketMaker', marketMakerAbi, {
  buy: {
    gas: 120_000n,
    run({ state, caller, block }, [dai, minIxo, deadline]) {
      const bought = buy(state, { account: caller, dai, minIxo, deadline, now: secondsOf(block.timeNs) })
      return bought.ok ? ok([bought.value]) : bought
    },
  },
  sell: {
    gas: 120_000n,
    run({ state, caller, block }, [ixo, minDai, deadline]) {
      const sold = sell(state, { account: caller, ixo, minDai, deadline, now: secondsOf(block.timeNs) })
      return sold.ok ? ok([sold.value]) : sold
    },
  },
  donate: {
    gas: 80_000n,
    run({ state, caller }, [dai]) {
      const donated = donate(state, caller, dai)
      return donated.ok ? ok([]) : donated
    },
  },
  setExitTax: {
    gas: 30_000n,
    run({ state, caller }, [bps]) {
      const set = setExitTax(state, caller, bps)
      return set.ok ? ok([]) : set
    },
  },
  quoteBuy: {
    gas: GAS_QUOTE,
    run({ state }, [dai]) {
      const trade = curve.mint(curveOf(state), dai as Amount<'DAI'>)
      return trade.ok ? ok([trade.value.minted]) : marketMakerRevert(trade.rejection)
    },
  },
  quoteSell: {
    gas: GAS_QUOTE,
    run({ state }, [ixo]) {
      const trade = curve.burn(curveOf(state), ixo as Amount<'IXO'>)
      return trade.ok ? ok([trade.value.payout, trade.value.tax]) : marketMakerRevert(trade.rejection)
    },
  },
  spotPrice: { gas: GAS_QUOTE, run: ({ state }) => ok([spotPrice(curveOf(state))]) },
  supply: { gas: GAS_READ, run: ({ state }) => ok([curveOf(state).supply]) },
  reserve: { gas: GAS_READ, run: ({ state }) => ok([curveOf(state).reserve]) },
  anchor: {
    gas: GAS_READ,
    run({ state }) {
      const { anchor } = curveOf(state)
      return ok([anchor.supply, anchor.reserve])
    },
  },
  kappa: {
    gas: GAS_READ,
    run({ state }) {
      const { kappa } = termsOf(state)
      return ok([BigInt(kappa.p), BigInt(kappa.q)])
    },
  },
  exitTaxBps: { gas: GAS_READ, run: ({ state }) => ok([termsOf(state).exitTaxBps]) },
  taxDestination: {
    gas: GAS_READ,
    run: ({ state }) => ok([BigInt(destinations.indexOf(termsOf(state).taxDestination))]),
  },
  fundingPool: { gas: GAS_READ, run: ({ state }) => ok([curveOf(state).fundingPool]) },
  dai: { gas: GAS_READ, run: () => ok([contractAddresses.DAI]) },
  ixo: { gas: GAS_READ, run: () => ok([contractAddresses.IXO]) },
  buffer: { gas: GAS_READ, run: ({ state }) => ok([termsOf(state).buffer ?? ZERO_ADDRESS]) },
  operator: { gas: GAS_READ, run: ({ state }) => ok([termsOf(state).operator ?? ZERO_ADDRESS]) },
})
