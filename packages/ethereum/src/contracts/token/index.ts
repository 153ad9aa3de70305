export {
  allowance,
  approve,
  balanceOf,
  burn,
  mint,
  type SpendAllowance,
  totalSupply,
  transfer,
  transferFrom,
} from './keeper.ts'
export { nonceOf, type Permit, permit } from './permit.ts'
export { dai, ixo, ixos, supplyTable, type Token, type TokenSymbol, tokenAt, tokens } from './tokens.ts'
