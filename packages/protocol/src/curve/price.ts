import type { Amount, Denom } from '../amount.ts'
import { BPS, WAD, type Wad } from '../wad.ts'
import type { CurveState } from './state.ts'

/** P = kappa·R/S, DAI per IXO. Rounds down. At S = 0 it is the anchor's for kappa 1 and 0 otherwise. */
export function spotPrice<C extends Denom, T extends Denom>({ kappa, supply, reserve, anchor }: CurveState<C, T>): Wad {
  if (supply > 0n) return price(kappa, reserve, supply)
  return kappa.p === kappa.q ? price(kappa, anchor.reserve, anchor.supply) : (0n as Wad)
}

/** What one whole token cost or paid in a trade: collateral/tokens. tokens > 0 (a trade always has some). Rounds down. */
export function realizedPrice<C extends Denom, T extends Denom>(collateral: Amount<C>, tokens: Amount<T>): Wad {
  return ((collateral * WAD) / tokens) as Wad
}

/** The two halves of what a hatch raised. reserve + fundingPool = floor(p0·S0). */
export interface Hatched {
  /** R0 = floor(p0·S0·(1 − theta)). */
  readonly reserve: Amount<'DAI'>
  readonly fundingPool: Amount<'DAI'>
}

/** Splits the proceeds of the hatch. `hatchPrice` DAI per IXO, `thetaBps` 0..10000: the share kept by the funding pool. Reserve rounds down. */
export function hatch(supply: Amount<'IXO'>, hatchPrice: Wad, thetaBps: bigint): Hatched {
  if (thetaBps < 0n || thetaBps > BPS)
    throw new RangeError(`theta is not between 0 and 10000 basis points: ${thetaBps}`)
  const raised = (hatchPrice * supply) / WAD
  const reserve = (hatchPrice * supply * (BPS - thetaBps)) / (WAD * BPS)
  return { reserve: reserve as Amount<'DAI'>, fundingPool: (raised - reserve) as Amount<'DAI'> }
}

function price(kappa: CurveState['kappa'], reserve: bigint, supply: bigint): Wad {
  return ((BigInt(kappa.p) * reserve * WAD) / (BigInt(kappa.q) * supply)) as Wad
}
