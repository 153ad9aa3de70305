import type { CosmosEvent } from '@pegzone/cosmos'
import { parseTime, type QueryTerm } from './query.ts'

/** Composite key → its values, as subscriptions see an event: `transfer.recipient` → every recipient. */
export type EventValues = ReadonlyMap<string, readonly string[]>

export function eventValues(
  events: readonly CosmosEvent[],
  own: Readonly<Record<string, string>>,
): Map<string, string[]> {
  const values = new Map<string, string[]>(Object.entries(own).map(([key, value]) => [key, [value]]))
  for (const { type, attributes } of events) {
    for (const { key, value } of attributes) {
      const name = `${type}.${key}`
      const known = values.get(name)
      if (known === undefined) values.set(name, [value])
      else known.push(value)
    }
  }
  return values
}

/** Does every term hold for at least one value of its key. `=` compares texts, the orderings compare numbers. */
export function matches(terms: readonly QueryTerm[], values: EventValues): boolean {
  return terms.every((term) => {
    const found = values.get(term.key)
    return found?.some((value) => holds(term, value)) ?? false
  })
}

function holds(term: QueryTerm, value: string): boolean {
  if ('timeNs' in term) {
    const time = parseTime(value)
    return time !== undefined && ordered(term.op, time, term.timeNs)
  }
  if (term.op === 'EXISTS') return true
  if (term.op === 'CONTAINS') return value.includes(term.value)
  if (term.op === '=') return value === String(term.value)
  // `100acixo` counts as 100, as in CometBFT; a text without leading digits is no number and below nothing.
  const digits = /^-?\d+/.exec(value)?.[0]
  return digits !== undefined && ordered(term.op, BigInt(digits), BigInt(term.value))
}

function ordered(op: '=' | '<' | '<=' | '>' | '>=', left: bigint, right: bigint): boolean {
  switch (op) {
    case '=':
      return left === right
    case '<':
      return left < right
    case '<=':
      return left <= right
    case '>':
      return left > right
    case '>=':
      return left >= right
  }
}
