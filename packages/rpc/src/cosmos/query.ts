import type { SearchCondition } from '@pegzone/cosmos'
import { type Outcome, ok, refuse } from '@pegzone/outcome'
import type { RpcRejection } from '../server/catalogue.ts'

/** A condition on an instant: the value of `TIME` or `DATE`, nanoseconds since 1970. */
interface TimeCondition {
  readonly key: string
  readonly op: '=' | '<' | '<=' | '>' | '>='
  readonly timeNs: bigint
}

/** All terms must hold. */
export type QueryTerm = SearchCondition | TimeCondition
export type QueryRejection = Extract<RpcRejection, { readonly code: 'RPC_QUERY_INVALID' }>

const maxLength = 2048
const maxTerms = 64

/**
 * CometBFT's event query: `tm.event='Tx' AND transfer.amount > 5 AND message.sender EXISTS`. Operators = < <= > >=
 * CONTAINS EXISTS, joined by AND; operands are 'text', numbers, TIME 2013-05-03T14:45:00Z, DATE 2013-05-03. Keywords are
 * upper case; there is no OR and there are no parentheses. An empty text has no terms.
 * Source: cometbft internal/pubsub/query/syntax (0.38).
 */
export function parseQuery(text: string): Outcome<readonly QueryTerm[], QueryRejection> {
  if (text.length > maxLength) return refuse(invalid(maxLength, `longer than ${maxLength} characters`))
  const scanner = new Scanner(text)
  const terms: QueryTerm[] = []
  if (scanner.atEnd()) return ok(terms)
  for (;;) {
    const term = parseTerm(scanner)
    if (typeof term === 'string') return refuse(invalid(scanner.at, term))
    terms.push(term)
    if (terms.length > maxTerms) return refuse(invalid(scanner.at, `more than ${maxTerms} conditions`))
    if (scanner.atEnd()) return ok(terms)
    if (scanner.take(/AND(?![^\s])/y) === undefined) return refuse(invalid(scanner.at, 'expected AND'))
  }
}

function invalid(at: number, detail: string): QueryRejection {
  return { code: 'RPC_QUERY_INVALID', at, detail }
}

/** Walks over the text, always past white space. */
class Scanner {
  at = 0
  readonly #text: string

  constructor(text: string) {
    this.#text = text
    this.#skip()
  }

  atEnd(): boolean {
    return this.at >= this.#text.length
  }

  /** What the sticky `pattern` matches here (its first group if it has one), or undefined. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const match = pattern.exec(this.#text)
    if (match === null) return undefined
    this.at += match[0].length
    this.#skip()
    return match[1] ?? match[0]
  }

  #skip(): void {
    while (this.at < this.#text.length && ' \t\r\n'.includes(this.#text[this.at] as string)) this.at += 1
  }
}

/** A term, or what was expected instead. */
function parseTerm(scanner: Scanner): QueryTerm | string {
  const key = scanner.take(/[^\s=<>()'"\\,]+/y)
  if (key === undefined) return 'expected a key such as tx.height'
  if (scanner.take(/EXISTS(?![^\s])/y) !== undefined) return { key, op: 'EXISTS' }
  if (scanner.take(/CONTAINS(?![^\s'])/y) !== undefined) {
    const value = scanner.take(quoted)
    return value === undefined ? "expected 'text' after CONTAINS" : { key, op: 'CONTAINS', value }
  }
  const op = scanner.take(/[<>]=?|=/y) as '=' | '<' | '<=' | '>' | '>=' | undefined
  if (op === undefined) return 'expected one of = < <= > >= CONTAINS EXISTS'
  const text = scanner.take(quoted)
  if (text !== undefined) return op === '=' ? { key, op, value: text } : `expected a number, TIME or DATE after ${op}`
  const timeNs = takeTime(scanner)
  if (timeNs !== undefined) return { key, op, timeNs }
  const number = scanner.take(/-?\d{1,80}(?:\.\d{1,40})?(?![^\s])/y)
  return number === undefined ? "expected 'text', a number, TIME or DATE" : compare(key, op, number)
}

const quoted = /'([^']*)'/y

/** Attributes hold whole numbers, so a fraction moves to the whole number beside it. */
function compare(key: string, op: '=' | '<' | '<=' | '>' | '>=', number: string): SearchCondition {
  const [whole = '0', fraction = ''] = number.split('.')
  if (/^0*$/.test(fraction)) return { key, op, value: BigInt(whole) }
  if (op === '=') return { key, op, value: number }
  const below = BigInt(whole) - (number.startsWith('-') ? 1n : 0n)
  return { key, op: op.startsWith('<') ? '<=' : '>', value: below }
}

function takeTime(scanner: Scanner): bigint | undefined {
  const at = scanner.at
  const time = scanner.take(/TIME\s+(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d))/y)
  const text = time ?? scanner.take(/DATE\s+(\d{4}-\d\d-\d\d)/y)
  const timeNs = text === undefined ? undefined : parseTime(text)
  if (timeNs === undefined) scanner.at = at
  return timeNs
}

/** Nanoseconds of RFC 3339 text or a date; undefined if there is no such instant. */
export function parseTime(text: string): bigint | undefined {
  const fraction = /\.(\d{1,9})/.exec(text)?.[1] ?? ''
  const ms = Date.parse(text.replace(/\.\d+/, ''))
  if (!/^\d{4}-\d\d-\d\d(T|$)/.test(text) || Number.isNaN(ms)) return undefined
  return BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(9, '0') || '0')
}
