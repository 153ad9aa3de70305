import { divUp, WAD, type Wad } from '../wad.ts'
import { ENCLOSURE_ONE, enclosedExp } from './exponential.ts'

/** A Julian year in seconds: the unit of every yearly rate. */
export const YEAR_SECONDS = 31_557_600n

/** Constant rates of the backing law, each a Wad ≥ 0. */
export interface BackingFlows {
  /** e: new claims per year over claims. */
  readonly emission: Wad
  /** h = q/Q: claims destroyed per year (burned at the curve or by haircut) over claims. */
  readonly redemption: Wad
  /** rho: DAI that leaves the reserve and the buffer per destroyed claim, over p*. */
  readonly payout: Wad
  /** f/(p*·Q): DAI inflow per year over the value of the claims. */
  readonly inflow: Wad
}

/**
 * d beta/dt = f/(p*·Q) − beta·e + (beta − rho)·q/Q, Wad per year, signed. Rounds down.
 * Valid for kappa 1, or p* fixed with a linear reserve.
 */
export function backingRateDown(beta: Wad, { emission, redemption, payout, inflow }: BackingFlows): bigint {
  return floorDiv(inflow * WAD - beta * emission + (beta - payout) * redemption, WAD)
}

/**
 * beta after `seconds` of constant relative flows: (beta0 − s)·exp((h − e)·t) + s with s = (rho·h − f/(p*·Q))/(h − e); linear when h = e.
 * Rounds down, 0 once everything is paid out. Without inflow and redemption it is beta0·exp(−e·t).
 */
export function backingAfterDown(beta0: Wad, flows: BackingFlows, seconds: bigint): Wad {
  const growth = flows.redemption - flows.emission
  const pull = flows.payout * flows.redemption - flows.inflow * WAD
  if (growth === 0n) return floorAtZero(floorDiv(beta0 * WAD * YEAR_SECONDS - pull * seconds, WAD * YEAR_SECONDS))
  const { low, high } = enclosedExp(growth * seconds, WAD * YEAR_SECONDS)
  const at = (factor: bigint) =>
    floorDiv(beta0 * growth * factor + pull * (ENCLOSURE_ONE - factor), growth * ENCLOSURE_ONE)
  const a = at(low)
  const b = at(high)
  return floorAtZero(a < b ? a : b)
}

/** f/(p*·e·Q): where beta settles without redemption. `inflow` DAI base units per year; emission, target, claims > 0. Rounds down. */
export function steadyBackingDown(inflow: bigint, target: Wad, emission: Wad, claims: bigint): Wad {
  return ((inflow * WAD * WAD * WAD) / (target * emission * claims)) as Wad
}

/** p*·e·Q: DAI base units per year that hold beta = 1. No policy holds a par peg with less. Rounds up. */
export function requiredInflowUp(target: Wad, emission: Wad, claims: bigint): bigint {
  return divUp(target * emission * claims, WAD * WAD)
}

function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b
  return quotient * b !== a && a < 0n !== b < 0n ? quotient - 1n : quotient
}

function floorAtZero(units: bigint): Wad {
  return (units < 0n ? 0n : units) as Wad
}
