export { AMOUNT_LIMIT, type Amount, add, amount, type Denom, sub, TOKEN } from './amount.ts'
export {
  type BackingFlows,
  backingAfterDown,
  backingRateDown,
  type ClaimBooks,
  expWadDown,
  expWadUp,
  meanPrice,
  representationBacking,
  requiredInflowUp,
  steadyBackingDown,
  totalBacking,
  totalClaims,
  unbackedClaims,
  valueBacking,
  YEAR_SECONDS,
} from './backing/index.ts'
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
export {
  bookImbalance,
  FED_PRICE_DEFAULTS,
  type FedPriceParams,
  type FedQuote,
  fedQuote,
  fedSwapExactIn,
  fedSwapExactOut,
  type Imbalance,
  parseFedPrice,
  type ReferencePrice,
  tradableQuote,
  withinSanity,
} from './fed-price/index.ts'
export { type GrowthCurve, sigmoidParticipants } from './growth.ts'
export type { Bought, Deposited, PoolState, Side, Sold, Swapped, Withdrawn } from './pool/index.ts'
export * as pool from './pool/index.ts'
export type { ProtocolRejection, Quantity } from './rejection.ts'
export { irootCeil, irootFloor, isqrt } from './roots.ts'
export { BPS, divUp, mulDivDown, mulDivUp, WAD, type Wad, wad } from './wad.ts'
