import { apiErrorOf, fail, type Meta, succeed } from '@pegzone/api'
import { type ExitCode, exitCodeOf } from '../exit-codes.ts'

/** Where a command writes. Data goes to stdout, everything said to a person beside it to stderr. */
export interface Output {
  readonly json: boolean
  /** The answer: `text` for people, or the envelope of `data` with `--json`. */
  answer(data: unknown, text: () => string): void
  /** What a person or a log should see, on stderr in either form. The same text is not written twice running. */
  warn(text: string): void
  /** Says what went wrong, in the same two forms, and answers the exit code. */
  failure(error: unknown): ExitCode
}

export interface OutputStreams {
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean }
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean }
}

export function createOutput(json: boolean, version: string, { stdout, stderr }: OutputStreams): Output {
  const meta: Meta = { version }
  let warned: string | undefined
  return {
    json,
    answer(data, text) {
      stdout.write(json ? `${JSON.stringify(succeed(data, meta))}\n` : `${text()}\n`)
    },
    warn(text) {
      if (text !== warned) stderr.write(`warning: ${text}\n`)
      warned = text
    },
    failure(error) {
      const described = apiErrorOf(error)
      if (json) stdout.write(`${JSON.stringify(fail(described, meta))}\n`)
      else {
        const { code, what, why, fix, docs } = described
        stderr.write(`✖ ${code}  ${what}\n  why   ${why}\n  fix   ${fix}\n  docs  ${docs}\n`)
      }
      return exitCodeOf(described.code)
    },
  }
}
