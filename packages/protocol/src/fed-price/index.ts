export { bookImbalance, type Imbalance } from './imbalance.ts'
export { FED_PRICE_DEFAULTS, type FedPriceParams, parseFedPrice } from './params.ts'
export { type FedQuote, fedQuote, type ReferencePrice, tradableQuote, withinSanity } from './quote.ts'
export { fedSwapExactIn, fedSwapExactOut } from './swap.ts'
