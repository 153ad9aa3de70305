export {
  type DepositPair,
  type DepositSingle,
  depositPair,
  depositSingle,
  type PairDeposited,
  type SingleDepositMade,
} from './deposit.ts'
export { type SwapExactIn, type SwapExactOut, swapExactIn, swapExactOut, type Withdraw, withdraw } from './keeper.ts'
export { type LastQuote, lastQuoteOf, poolOf } from './tables.ts'
