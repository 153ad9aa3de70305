export { depositSingle, type SingleDeposited, type SingleDepositMinima } from './deposit-single.ts'
export { splitForPool } from './split.ts'
