/** What a keeper answers: a value, or a refusal that is expected and leaves no trace. A thrown error is a bug. */
export type Outcome<T, R> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly rejection: R }

/** Every refusal is told apart by its code, `PACKAGE_WHAT_HAPPENED`: one per cause, never reused. */
export interface Rejection {
  readonly code: string
}

const done: Outcome<void, never> = { ok: true, value: undefined }

export function ok(): Outcome<void, never>
export function ok<T>(value: T): Outcome<T, never>
export function ok<T>(value?: T): Outcome<T | undefined, never> {
  return (value === undefined ? done : { ok: true, value }) as Outcome<T | undefined, never>
}

export function refuse<const R extends Rejection>(rejection: R): Outcome<never, R> {
  return { ok: false, rejection }
}
