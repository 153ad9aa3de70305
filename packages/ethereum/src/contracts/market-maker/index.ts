export { type Buy, buy, donate, type Sell, sell, setExitTax } from './keeper.ts'
export { curveOf, type Terms, termsOf } from './tables.ts'
