import { PegZoneError } from '@pegzone/outcome'
import type { WorldReport } from '@pegzone/world'

/** Takes an error that is a bug of what runs at `place`, and that no caller sees whole. */
export type OnError = (error: unknown, place: string) => void

/** Reports when the host of the world takes none: a warning of the process, which Node prints on stderr. */
export function warnOf({ place, error }: WorldReport): void {
  process.emitWarning(`${place}: ${reasonOf(error)}`, { type: 'PegzoneWarning' })
}

/** What a person needs: one line for what the program says itself, the stack for what nobody foresaw. */
export function reasonOf(error: unknown): string {
  if (error instanceof PegZoneError) return `${error.code} ${error.explanation.what}`
  if (!(error instanceof Error)) return String(error)
  // Our own code throws Error; its subclasses (TypeError and so on) come from bugs.
  return error.constructor === Error ? error.message : (error.stack ?? error.message)
}
