/** Every token the economics knows. `LP` is the voucher of the Cosmos brokerage (`lp/acdai-acixo`), never cIXOS. */
export type Denom = 'DAI' | 'IXO' | 'IXOS' | 'cDAI' | 'cIXO' | 'cIXOS' | 'LP'

declare const denomOf: unique symbol

/** Base units (10^-18 of a token), never negative. A plain bigint at run time; the function brand makes the denom invariant. */
export type Amount<D extends Denom> = bigint & { readonly [denomOf]: (denom: D) => D }

/** Balances, supplies and reserves stay below this (2^120 base units). */
export const AMOUNT_LIMIT: bigint = 1n << 120n

/** One whole token, in base units. */
export const TOKEN: bigint = 10n ** 18n

/** The only way in, at boundaries. Throws RangeError on a negative number of units. */
export function amount<D extends Denom>(denom: D, units: bigint): Amount<D> {
  if (units < 0n) throw new RangeError(`negative amount of ${denom}: ${units}`)
  return units as Amount<D>
}

export function add<D extends Denom>(a: Amount<D>, b: Amount<D>): Amount<D> {
  return (a + b) as Amount<D>
}

/** `a - b`, or undefined when `a` is not enough. */
export function sub<D extends Denom>(a: Amount<D>, b: Amount<D>): Amount<D> | undefined {
  return a < b ? undefined : ((a - b) as Amount<D>)
}
