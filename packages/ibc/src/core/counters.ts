import type { State } from '@pegzone/ledger'
import { countersTable } from './tables.ts'

/** Number of the next client, connection or channel; counts on. */
export function nextNumber(state: State, what: 'client' | 'connection' | 'channel'): bigint {
  const counters = state.open(countersTable)
  const number = counters.get(what) ?? 0n
  counters.set(what, number + 1n)
  return number
}
