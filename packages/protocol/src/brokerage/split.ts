import type { Denom } from '../amount.ts'
import type { CurveState } from '../curve/state.ts'
import { type Burned, burn, quoteBurn } from '../curve/trade.ts'
import type { PoolState } from '../pool/state.ts'

/**
 * How much of `offered` tokens to burn on the curve so that its proceeds and the rest match the pool: the greatest b ≤ min(offered, S − 1) with
 * proceeds(b)·y ≤ (offered − b)·x, or for an empty pool proceeds(b)·S' ≤ (offered − b)·kappa·R' (S', R' after the burn).
 * Bisection, at most 120 rounds. Both conditions hold up to one b and fail after it: the left side grows with b and the right side falls.
 */
export function splitForPool<C extends Denom, T extends Denom, L extends Denom>(
  curve: CurveState<C, T>,
  pool: PoolState<C, T, L>,
  offered: bigint,
): bigint {
  const fits = pool.vouchers === 0n ? fitsEmptyPool(curve, offered) : fitsPool(curve, pool, offered)
  const most = offered < curve.supply ? offered : curve.supply - 1n
  if (most <= 0n) return 0n
  if (fits(most)) return most
  let low = 0n
  let high = most
  while (high - low > 1n) {
    const middle = (low + high) >> 1n
    if (fits(middle)) low = middle
    else high = middle
  }
  return low
}

function fitsPool<C extends Denom, T extends Denom, L extends Denom>(
  curve: CurveState<C, T>,
  { x, y }: PoolState<C, T, L>,
  offered: bigint,
): (burned: bigint) => boolean {
  return (burned) => quoteBurn(curve, burned).payout * y <= (offered - burned) * x
}

function fitsEmptyPool<C extends Denom, T extends Denom>(
  curve: CurveState<C, T>,
  offered: bigint,
): (burned: bigint) => boolean {
  const p = BigInt(curve.kappa.p)
  const q = BigInt(curve.kappa.q)
  return (burned) => {
    const after = burn(curve, burned as Burned<C, T>['state']['supply'])
    // A burn that pays nothing leaves the whole offer for the pool: it fits.
    if (!after.ok) return true
    const { payout, state } = after.value
    return payout * state.supply * q <= (offered - burned) * p * state.reserve
  }
}
