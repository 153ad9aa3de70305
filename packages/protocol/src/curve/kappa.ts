import { type Outcome, ok, refuse } from '@pegzone/outcome'
import type { ProtocolRejection } from '../rejection.ts'

/** The exponent of the curve as a fraction p/q in lowest terms: 1 ≤ p/q, 1 ≤ p ≤ 6, 1 ≤ q ≤ 5. Exponents, not money: plain integers. */
export interface Kappa {
  readonly p: number
  readonly q: number
}

const MAX_P = 6
const MAX_Q = 5

/** Reads `2`, `1.5` or `6/5` and reduces it. Refuses with PROTOCOL_KAPPA_INVALID. */
export function parseKappa(text: string): Outcome<Kappa, ProtocolRejection> {
  const fraction = /^(\d{1,6})\/(\d{1,6})$/.exec(text)
  const decimal = /^(\d{1,6})(?:\.(\d{1,6}))?$/.exec(text)
  let p = 0
  let q = 0
  if (fraction) {
    p = Number(fraction[1])
    q = Number(fraction[2])
  } else if (decimal) {
    const digits = decimal[2] ?? ''
    p = Number(`${decimal[1]}${digits}`)
    q = 10 ** digits.length
  }
  const divisor = gcd(p, q)
  const kappa = { p: p / divisor, q: q / divisor }
  return isKappa(kappa) ? ok(kappa) : refuse({ code: 'PROTOCOL_KAPPA_INVALID', kappa: text })
}

/** True for a fraction in lowest terms within the range. */
export function isKappa({ p, q }: Kappa): boolean {
  return Number.isInteger(p) && Number.isInteger(q) && q >= 1 && q <= MAX_Q && p <= MAX_P && p >= q && gcd(p, q) === 1
}

/** `p` or `p/q`: what parseKappa reads back. */
export function formatKappa({ p, q }: Kappa): string {
  return q === 1 ? `${p}` : `${p}/${q}`
}

function gcd(a: number, b: number): number {
  return b === 0 ? Math.max(a, 1) : gcd(b, a % b)
}
