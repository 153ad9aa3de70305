import { WAD, type Wad } from '../wad.ts'

/** Fractional bits of the inner fixed point. */
const FRACTION = 256n
const ONE = 1n << FRACTION
/** Halvings before the series and squarings after it. */
const HALVINGS = 16n
/** e^100 is 144 bits; 256 − 16 squarings − 144 leaves more than the 60 bits of a Wad. */
const MOST = 100n

/** An enclosure of a real number, scale 2^-256: low ≤ real ≤ high. */
export interface Enclosure {
  readonly low: bigint
  readonly high: bigint
}

/** The scale of an `Enclosure`. */
export const ENCLOSURE_ONE: bigint = ONE

/** e^(numerator/denominator), enclosed. denominator > 0. Throws RangeError above e^100; below e^-100 the enclosure is [0, e^-100]. */
export function enclosedExp(numerator: bigint, denominator: bigint): Enclosure {
  if (numerator === 0n) return { low: ONE, high: ONE }
  if (numerator > MOST * denominator) throw new RangeError(`exponent above ${MOST}`)
  if (numerator < -MOST * denominator) return { low: 0n, high: enclosedExp(-MOST, 1n).high }
  const x = (numerator * ONE) / (denominator << HALVINGS)
  let term = ONE
  let sum = ONE
  for (let n = 1n; term !== 0n; n++) {
    term = (term * x) / (n << FRACTION)
    sum += term
  }
  for (let i = 0n; i < HALVINGS; i++) sum = (sum * sum) >> FRACTION
  // Below 2^-230 relative after 16 squarings (fewer than 2^8 units of error in the series), and one unit per squaring absolute.
  const slack = (sum >> 220n) + (1n << 24n)
  return { low: sum > slack ? sum - slack : 0n, high: sum + slack }
}

/** e^x, x a signed Wad ≤ 100. Rounds down: never above the true value, less than 2·10^-18 below it (relative 2^-200 for large ones). */
export function expWadDown(x: bigint): Wad {
  return ((enclosedExp(x, WAD).low * WAD) >> FRACTION) as Wad
}

/** e^x, x a signed Wad ≤ 100. Rounds up. */
export function expWadUp(x: bigint): Wad {
  return -((-enclosedExp(x, WAD).high * WAD) >> FRACTION) as Wad
}
