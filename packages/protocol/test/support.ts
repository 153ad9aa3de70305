import type { Outcome, Rejection } from '@pegzone/outcome'

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
