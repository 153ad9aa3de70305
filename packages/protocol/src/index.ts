export { AMOUNT_LIMIT, type Amount, add, amount, type Denom, sub, TOKEN } from './amount.ts'
export type { SingleDeposited, SingleDepositMinima } from './brokerage/index.ts'
export * as brokerage from './brokerage/index.ts'
export { protocolCatalogue } from './catalogue.ts'
export type {
  Anchor,
  Burned,
  CurveGenesis,
  CurveState,
  Hatched,
  Kappa,
  Minted,
  TaxDestination,
} from './curve/index.ts'
export * as curve from './curve/index.ts'
export { formatKappa, hatch, parseKappa, realizedPrice, spotPrice } from './curve/index.ts'
export { checkDeadline } from './deadline.ts'
export type { Bought, Deposited, PoolState, Side, Sold, Swapped, Withdrawn } from './pool/index.ts'
export * as pool from './pool/index.ts'
export type { ProtocolRejection, Quantity } from './rejection.ts'
export { irootCeil, irootFloor, isqrt } from './roots.ts'
export { BPS, divUp, mulDivDown, mulDivUp, WAD, type Wad, wad } from './wad.ts'
