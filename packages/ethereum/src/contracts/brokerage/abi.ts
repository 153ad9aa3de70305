import { brokerageAbi } from '@pegzone/contracts'
import { ok } from '@pegzone/outcome'
import { type Amount, brokerage as economics, mulDivDown, pool, WAD } from '@pegzone/protocol'
import type { BuiltIn } from '../../chain/built-in.ts'
import { contractAddresses } from '../addresses.ts'
import { secondsOf } from '../bounds.ts'
import { builtIn } from '../dispatch.ts'
import { curveOf } from '../market-maker/tables.ts'
import { depositPair, depositSingle } from './deposit.ts'
import { brokerageRevert, unknownToken } from './errors.ts'
import { boughtSide, soldSide, swapExactIn, swapExactOut, withdraw } from './keeper.ts'
import { lastQuoteOf, poolOf } from './tables.ts'

const GAS_READ = 5_000n
const GAS_QUOTE = 10_000n
/** The bisection of a single-sided deposit, beside the writes: 39 to 189 k in Solidity. */
const GAS_SPLIT = 190_000n

export const brokerage: BuiltIn = builtIn('Brokerage', brokerageAbi, {
  depositPair: {
    gas: 170_000n,
    run({ state, caller, block }, [dai, ixo, minVouchers, deadline]) {
      const now = secondsOf(block.timeNs)
      const made = depositPair(state, { account: caller, dai, ixo, minVouchers, deadline, now })
      return made.ok ? ok([made.value.vouchers, made.value.daiTaken, made.value.ixoTaken]) : made
    },
  },
  depositSingle: {
    gas: 230_000n + GAS_SPLIT,
    run({ state, caller, block }, [ixo, minDai, minVouchers, deadline]) {
      const now = secondsOf(block.timeNs)
      const made = depositSingle(state, { account: caller, ixo, minDai, minVouchers, deadline, now })
      if (!made.ok) return made
      const { vouchers, ixoBurned, daiTaken, ixoTaken } = made.value
      return ok([vouchers, ixoBurned, daiTaken, ixoTaken])
    },
  },
  withdraw: {
    gas: 150_000n,
    run({ state, caller, block }, [vouchers, minDai, minIxo, deadline]) {
      const now = secondsOf(block.timeNs)
      const made = withdraw(state, { account: caller, vouchers, minDai, minIxo, deadline, now })
      return made.ok ? ok([made.value.dai, made.value.ixo]) : made
    },
  },
  swapExactIn: {
    gas: 120_000n,
    run({ state, caller, block }, [tokenIn, amountIn, minOut, deadline]) {
      const now = secondsOf(block.timeNs)
      const made = swapExactIn(state, { account: caller, tokenIn, amountIn, minOut, deadline, now })
      return made.ok ? ok([made.value]) : made
    },
  },
  swapExactOut: {
    gas: 120_000n,
    run({ state, caller, block }, [tokenOut, amountOut, maxIn, deadline]) {
      const now = secondsOf(block.timeNs)
      const made = swapExactOut(state, { account: caller, tokenOut, amountOut, maxIn, deadline, now })
      return made.ok ? ok([made.value]) : made
    },
  },
  quoteDepositPair: {
    gas: GAS_QUOTE,
    run({ state }, [dai, ixo]) {
      const made = pool.depositPair(poolOf(state), dai as Amount<'DAI'>, ixo as Amount<'IXO'>)
      return made.ok ? ok([made.value.vouchers, made.value.takenX, made.value.takenY]) : brokerageRevert(made.rejection)
    },
  },
  quoteDepositSingle: {
    gas: GAS_QUOTE + GAS_SPLIT,
    run({ state }, [ixo]) {
      const made = economics.depositSingle(curveOf(state), poolOf(state), ixo as Amount<'IXO'>)
      if (!made.ok) return brokerageRevert(made.rejection)
      const { vouchers, burned, takenX, takenY } = made.value
      return ok([vouchers, burned, takenX, takenY])
    },
  },
  quoteWithdraw: {
    gas: GAS_QUOTE,
    run({ state }, [vouchers]) {
      const made = pool.withdraw(poolOf(state), vouchers as Amount<'IXOS'>)
      return made.ok ? ok([made.value.x, made.value.y]) : brokerageRevert(made.rejection)
    },
  },
  quoteExactIn: {
    gas: GAS_QUOTE,
    run({ state }, [tokenIn, amountIn]) {
      const side = soldSide(tokenIn)
      if (side === undefined) return unknownToken(tokenIn)
      const made = pool.swapExactIn<pool.Side, 'DAI', 'IXO', 'IXOS'>(poolOf(state), side, amountIn as Amount<'DAI'>)
      return made.ok ? ok([made.value.received]) : brokerageRevert(made.rejection)
    },
  },
  quoteExactOut: {
    gas: GAS_QUOTE,
    run({ state }, [tokenOut, amountOut]) {
      const side = boughtSide(tokenOut)
      if (side === undefined) return unknownToken(tokenOut)
      const made = pool.swapExactOut<pool.Side, 'DAI', 'IXO', 'IXOS'>(poolOf(state), side, amountOut as Amount<'DAI'>)
      return made.ok ? ok([made.value.paid]) : brokerageRevert(made.rejection)
    },
  },
  reserves: {
    gas: GAS_READ,
    run({ state }) {
      const { x, y } = poolOf(state)
      return ok([x, y])
    },
  },
  totalVouchers: { gas: GAS_READ, run: ({ state }) => ok([poolOf(state).vouchers]) },
  feeBps: { gas: GAS_READ, run: ({ state }) => ok([poolOf(state).feeBps]) },
  midPrice: {
    gas: GAS_READ,
    run({ state }) {
      const { x, y } = poolOf(state)
      return ok([y === 0n ? 0n : mulDivDown(x, WAD, y)])
    },
  },
  lastQuote: {
    gas: GAS_READ,
    run({ state }) {
      const quote = lastQuoteOf(state)
      return ok([quote?.price ?? 0n, quote?.timestamp ?? 0n])
    },
  },
  dai: { gas: GAS_READ, run: () => ok([contractAddresses.DAI]) },
  ixo: { gas: GAS_READ, run: () => ok([contractAddresses.IXO]) },
  ixos: { gas: GAS_READ, run: () => ok([contractAddresses.IXOS]) },
  marketMaker: { gas: GAS_READ, run: () => ok([contractAddresses.MarketMaker]) },
})
