import type { Explanation } from '@pegzone/outcome'

/** What every `--json` output and every admin answer is. */
export type Envelope<T> = Success<T> | Failure

export interface Success<T> {
  readonly ok: true
  readonly data: T
  readonly meta: Meta
}

export interface Failure {
  readonly ok: false
  readonly error: ApiError
  readonly meta: Meta
}

export interface Meta {
  /** Of the program that answered. */
  readonly version: string
  readonly seed?: string
  readonly durationMs?: number
}

/** The JSON twin of a PegZoneError. Match on `code`; texts may improve. */
export interface ApiError extends Explanation {
  readonly code: string
  /** Anchor in the documentation, relative to the repository. */
  readonly docs: string
  /** The fields of the refusal, as JSON. */
  readonly details?: unknown
}

export function succeed<T>(data: T, meta: Meta): Success<T> {
  return { ok: true, data, meta }
}

export function fail(error: ApiError, meta: Meta): Failure {
  return { ok: false, error, meta }
}
