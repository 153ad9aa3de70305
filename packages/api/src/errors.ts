import { type Catalogue, docsOf, PegZoneError } from '@pegzone/outcome'
import type { ApiError } from './envelope.ts'

export type ApiRejection =
  | { readonly code: 'API_UNREACHABLE'; readonly url: string; readonly detail: string }
  | { readonly code: 'API_ANSWER_INVALID'; readonly url: string; readonly status: number; readonly detail: string }
  | { readonly code: 'API_CONSUMER_SLOW'; readonly url: string; readonly waiting: number }

export const apiCatalogue: Catalogue<ApiRejection> = {
  API_UNREACHABLE: ({ url, detail }) => ({
    what: `Nothing answers at ${url}: ${detail}.`,
    why: 'The command talks to a running emulator through its admin port.',
    fix: 'Start one with `pegzone up`, or pass the admin URL of the one that runs.',
  }),
  API_ANSWER_INVALID: ({ url, status, detail }) => ({
    what: `${url} answered with status ${status} and something that is no admin answer: ${detail}.`,
    why: 'Another program may listen on that port, or the emulator there speaks another version.',
    fix: 'Check the admin URL, and that both sides have the same version.',
  }),
  API_CONSUMER_SLOW: ({ url, waiting }) => ({
    what: `${waiting} events of ${url} wait for a reader that does not take them.`,
    why: 'The client keeps a bounded number of events, so that a stuck reader cannot fill the memory.',
    fix: 'Read faster, or subscribe again: the stream starts with a snapshot.',
  }),
}

/** A failure that the admin server sent. `code` is the server's. */
export class AdminError extends Error {
  override readonly name = 'AdminError'
  readonly code: string
  readonly error: ApiError
  readonly status: number

  constructor(error: ApiError, status: number) {
    super(`${error.what}\n  why: ${error.why}\n  fix: ${error.fix}\n  docs: ${error.docs}`)
    this.code = error.code
    this.error = error
    this.status = status
  }
}

/** The JSON twin of anything thrown. What is no PegZoneError is a bug: its text is shown, its stack is not. */
export function apiErrorOf(thrown: unknown): ApiError {
  if (thrown instanceof AdminError) return thrown.error
  if (thrown instanceof PegZoneError) {
    const { code, ...details } = thrown.rejection
    return { code, ...thrown.explanation, docs: docsOf(code), details: jsonOf(details) }
  }
  return {
    code: 'API_UNEXPECTED',
    what: thrown instanceof Error ? thrown.message : String(thrown),
    why: 'This is a bug: no part of the program foresaw it.',
    fix: 'Report it with the steps that led here.',
    docs: docsOf('API_UNEXPECTED'),
  }
}

/** bigint as digits, bytes as hex: what JSON cannot say itself. */
function jsonOf(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, item: unknown) => {
      if (typeof item === 'bigint') return item.toString()
      if (item instanceof Uint8Array) return Array.from(item, (byte) => byte.toString(16).padStart(2, '0')).join('')
      return item
    }),
  )
}

/** fetch hides the reason (`connect ECONNREFUSED …`) in the cause. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message
}
