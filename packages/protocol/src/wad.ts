declare const wadBrand: unique symbol

/** 18-decimal fixed point: prices, rates, ratios. May be negative only where a function says so. */
export type Wad = bigint & { readonly [wadBrand]: true }

/** 1.0 as a Wad. */
export const WAD: Wad = (10n ** 18n) as Wad

/** 100 % in basis points. */
export const BPS = 10_000n

/** Names a bigint of 10^-18 units as a Wad. */
export function wad(units: bigint): Wad {
  return units as Wad
}

/** floor(a·b/c). All ≥ 0, c > 0 (division by zero throws RangeError). */
export function mulDivDown(a: bigint, b: bigint, c: bigint): bigint {
  return (a * b) / c
}

/** ceil(a·b/c). All ≥ 0, c > 0 (division by zero throws RangeError). */
export function mulDivUp(a: bigint, b: bigint, c: bigint): bigint {
  return divUp(a * b, c)
}

/** ceil(a/c). a ≥ 0, c > 0. */
export function divUp(a: bigint, c: bigint): bigint {
  const quotient = a / c
  return quotient * c === a ? quotient : quotient + 1n
}
