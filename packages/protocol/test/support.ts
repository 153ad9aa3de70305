import { readFileSync } from 'node:fs'
import type { Outcome, Rejection } from '@pegzone/outcome'
import { amount, type CurveState, curve, type PoolState, parseKappa, pool, TOKEN } from '../src/index.ts'

/** Seed of every fast-check run here: a failure is found again by running it again. */
export const SEED = 20190101

/** The value of an outcome that must be ok; the refusal is the error otherwise. */
export function value<T, R extends Rejection>(outcome: Outcome<T, R>): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.rejection.code}`)
  return outcome.value
}

/** The code of an outcome that must be refused. */
export function code<T, R extends Rejection>(outcome: Outcome<T, R>): R['code'] {
  if (outcome.ok) throw new Error('expected a refusal')
  return outcome.rejection.code
}

export function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`vectors/${name}.json`, import.meta.url), 'utf8')) as T
}

/** Base units of a decimal number of tokens, rounded down. */
export function units(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.')
  return BigInt(whole + fraction.slice(0, 18).padEnd(18, '0'))
}

/** A curve in base units; the anchor is where it starts. */
export function curveAt(
  kappa: string,
  supply: bigint,
  reserve: bigint,
  tax: Partial<Pick<CurveState, 'exitTaxBps' | 'taxDestination'>> = {},
): CurveState {
  const opened = curve.open({
    kappa: value(parseKappa(kappa)),
    supply: amount('IXO', supply),
    reserve: amount('DAI', reserve),
    ...tax,
  })
  return value(opened)
}

/** The genesis of the `seed` and `example` presets: 2e9 IXO on 2e8 DAI. */
export function seedCurve(
  kappa = '1',
  tax: Partial<Pick<CurveState, 'exitTaxBps' | 'taxDestination'>> = {},
): CurveState {
  return curveAt(kappa, 2_000_000_000n * TOKEN, 200_000_000n * TOKEN, tax)
}

/** A pool in base units. */
export function poolAt(x: bigint, y: bigint, vouchers: bigint, feeBps = 30n): PoolState {
  return value(pool.open({ x: amount('DAI', x), y: amount('IXO', y), vouchers: amount('IXOS', vouchers), feeBps }))
}

export const dai = (n: bigint) => amount('DAI', n)
export const ixo = (n: bigint) => amount('IXO', n)
export const ixos = (n: bigint) => amount('IXOS', n)
