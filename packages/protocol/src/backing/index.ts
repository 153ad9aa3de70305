export { expWadDown, expWadUp } from './exponential.ts'
export {
  type BackingFlows,
  backingAfterDown,
  backingRateDown,
  requiredInflowUp,
  steadyBackingDown,
  YEAR_SECONDS,
} from './law.ts'
export {
  type ClaimBooks,
  meanPrice,
  representationBacking,
  totalBacking,
  totalClaims,
  unbackedClaims,
  valueBacking,
} from './ratios.ts'
