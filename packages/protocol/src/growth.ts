/** The S-curve of adoption. Counts of people, not money: float64 is allowed here. */
export interface GrowthCurve {
  /** Participants in the long run. */
  readonly capacity: number
  /** Steepness per month. */
  readonly rate: number
  /** Months after the first at which half of them have joined. */
  readonly midpoint: number
}

const SEED_GROWTH: GrowthCurve = { capacity: 60, rate: 0.2, midpoint: 12 }

/**
 * Participants that have joined by month `month` = 1, 2, … (a fraction of a month is allowed): floor(60/(1 + e^(−0.2·((T − 1) − 12)))).
 * At the midpoint the exponent is exactly zero and the answer exactly half the capacity: 30 at T = 13.
 * Source: seed notebook; the argument of its sigmoid counts from 0, months count from 1.
 */
export function sigmoidParticipants(month: number, { capacity, rate, midpoint }: GrowthCurve = SEED_GROWTH): number {
  return Math.floor(capacity / (1 + Math.exp(-rate * (month - 1 - midpoint))))
}
