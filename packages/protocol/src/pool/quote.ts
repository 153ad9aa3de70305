import { BPS, divUp, mulDivDown } from '../wad.ts'

/** floor((10000−f)·given·out / (10000·in + (10000−f)·given)). Rounds down; 0 when it is worth nothing. Source: Uniswap x·y = k. */
export function exactIn(reserveIn: bigint, reserveOut: bigint, feeBps: bigint, given: bigint): bigint {
  const kept = (BPS - feeBps) * given
  return (kept * reserveOut) / (BPS * reserveIn + kept)
}

/** floor(10000·in·wanted / ((10000−f)·(out − wanted))) + 1: what `wanted` costs. wanted < out. Never below the exact price. */
export function exactOut(reserveIn: bigint, reserveOut: bigint, feeBps: bigint, wanted: bigint): bigint {
  return (BPS * reserveIn * wanted) / ((BPS - feeBps) * (reserveOut - wanted)) + 1n
}

/** Vouchers that (dx, dy) earn in a pool that is not empty: floor(min(dx·L/x, dy·L/y)). */
export function vouchersFor(x: bigint, y: bigint, vouchers: bigint, dx: bigint, dy: bigint): bigint {
  const byX = mulDivDown(dx, vouchers, x)
  const byY = mulDivDown(dy, vouchers, y)
  return byX < byY ? byX : byY
}

/** What `earned` vouchers take of a reserve: ceil(earned·reserve/L). */
export function takenFor(reserve: bigint, vouchers: bigint, earned: bigint): bigint {
  return divUp(earned * reserve, vouchers)
}

/** What `redeemed` vouchers pay of a reserve: floor(redeemed·reserve/L). */
export function shareOf(reserve: bigint, vouchers: bigint, redeemed: bigint): bigint {
  return mulDivDown(redeemed, reserve, vouchers)
}
