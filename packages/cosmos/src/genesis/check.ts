import { type Outcome, refuse } from '@pegzone/outcome'
import type { GenesisRejection } from '../errors.ts'

/** Refuses a genesis: the field by its path (`balances[2].coins[0].amount`), what it is, and what may be there. */
export function invalid(field: string, value: unknown, allowed: string): Outcome<never, GenesisRejection> {
  return refuse({ code: 'COSMOS_GENESIS_INVALID', field, value: show(value), allowed })
}

function show(value: unknown): string {
  if (value === undefined) return 'missing'
  return typeof value === 'string' ? `"${value.slice(0, 200)}"` : JSON.stringify(value).slice(0, 200)
}

/** Decimal text of a uint64, or undefined. */
export function parseU64(text: string): bigint | undefined {
  if (!/^[0-9]{1,20}$/.test(text)) return undefined
  const value = BigInt(text)
  return value < 1n << 64n ? value : undefined
}
