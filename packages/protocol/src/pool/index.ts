export { type Deposited, depositPair, POOL_MINIMUM, type Withdrawn, withdraw } from './liquidity.ts'
export { exactIn, exactOut, shareOf, takenFor, vouchersFor } from './quote.ts'
export { open, type PoolState } from './state.ts'
export { type Bought, type Side, type Sold, type Swapped, swapExactIn, swapExactOut } from './swap.ts'
