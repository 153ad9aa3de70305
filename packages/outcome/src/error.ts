import type { Rejection } from './outcome.ts'

/** What a person reads: what happened, why the rule exists, what to do next. Whole sentences. */
export interface Explanation {
  readonly what: string
  readonly why: string
  readonly fix: string
}

/** The texts of one package's refusals. Exhaustive: a new code without a text does not compile. */
export type Catalogue<R extends Rejection> = {
  readonly [C in R['code']]: (rejection: Extract<R, { readonly code: C }>) => Explanation
}

export function explain<R extends Rejection>(catalogue: Catalogue<R>, rejection: R): Explanation {
  const text = catalogue[rejection.code as R['code']] as (rejection: R) => Explanation
  return text(rejection)
}

/** The page of the documentation that explains a code, relative to the repository. */
export function docsOf(code: string): string {
  return `docs/errors.md#${code.toLowerCase()}`
}

/**
 * A refusal that reaches the edge (command line, HTTP, connector) and speaks to a person.
 * `message` is what, why, fix and the docs anchor, one line each; `code` is what programs match on.
 */
export class PegZoneError<R extends Rejection = Rejection> extends Error {
  override readonly name = 'PegZoneError'
  readonly code: R['code']
  readonly rejection: R
  readonly explanation: Explanation

  constructor(catalogue: Catalogue<R>, rejection: R, options?: { readonly cause?: unknown }) {
    const { what, why, fix } = explain(catalogue, rejection)
    super(`${what}\n  why: ${why}\n  fix: ${fix}\n  docs: ${docsOf(rejection.code)}`, options)
    this.code = rejection.code
    this.rejection = rejection
    this.explanation = { what, why, fix }
  }
}
