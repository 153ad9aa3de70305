import { irootCeil, irootFloor, isqrt, power } from '../roots.ts'
import { divUp } from '../wad.ts'
import type { Kappa } from './kappa.ts'

/** The part of a curve that the invariant needs; a `CurveState` of any denoms is one. */
export interface CurveShape {
  readonly kappa: Kappa
  readonly anchor: { readonly supply: bigint; readonly reserve: bigint }
}

/**
 * Greatest supply that `reserve` can carry: greatest s with s^p · R0^q ≤ S0^p · reserve^q. Rounds down.
 * Source: augmented bonding curve, S = (V0·R)^(1/kappa) with V0 = S0^kappa / R0; exact in integers.
 */
export function supplyAt({ kappa: { p, q }, anchor }: CurveShape, reserve: bigint): bigint {
  const { supply: s0, reserve: r0 } = anchor
  if (q === 1) {
    if (p === 1) return (s0 * reserve) / r0
    if (p === 2) return isqrt((s0 * s0 * reserve) / r0)
    return irootFloor((power(s0, p) * reserve) / r0, p)
  }
  return irootFloor((power(s0, p) * power(reserve, q)) / power(r0, q), p)
}

/**
 * Smallest reserve that carries `supply`: smallest r with r^q · S0^p ≥ R0^q · supply^p. Rounds up.
 * Source: R = S^kappa / V0; exact in integers.
 */
export function reserveAt({ kappa: { p, q }, anchor }: CurveShape, supply: bigint): bigint {
  const { supply: s0, reserve: r0 } = anchor
  if (q === 1) return divUp(power(supply, p) * r0, power(s0, p))
  return irootCeil(divUp(power(r0, q) * power(supply, p), power(s0, p)), q)
}

/**
 * True while the reserve is neither under the curve nor over it. "Over" allows the dust of one base unit of supply: a mint
 * rounds its tokens down, so up to the price of one base unit may lie in the reserve until the next trade.
 */
export function isOnCurve(state: CurveShape & { readonly supply: bigint; readonly reserve: bigint }): boolean {
  return reserveAt(state, state.supply) <= state.reserve && state.reserve <= reserveAt(state, state.supply + 1n)
}
