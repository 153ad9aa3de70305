import type { State } from '@pegzone/ledger'
import type { IbcEvent } from '../events.ts'

/** Emits one of this package's events, typed. */
export function emit(state: State, event: IbcEvent): void {
  state.emit(event)
}
