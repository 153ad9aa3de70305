import type { Row } from './row.ts'

type Part = string | number | bigint | boolean
type Pair = readonly [Part, Part]

/** Two-part keys are looked up by their second part first, until it turns out to have more values than this. */
const fewSeconds = 256

/**
 * Rows by key as the caller has it, next to the map by encoded key: a text or number is found without encoding it, and a
 * pair of them without joining it. Only what was asked for is in here, and rows that are gone may still be.
 */
export class RowFinder {
  #rows = new Map<Part, Row>()
  /** One part → the other part → row; which is first follows `#secondFirst`. */
  #pairs = new Map<Part, Map<Part, Row>>()
  #secondFirst = true
  #size = 0
  #lastFirst: unknown = undefined
  #lastSecond: unknown = undefined
  #lastRow: Row | undefined = undefined

  find(key: unknown): Row | undefined {
    if (typeof key !== 'object') {
      if (key === this.#lastFirst) return live(this.#lastRow)
      return this.#remember(key, undefined, this.#rows.get(key as Part))
    }
    return isPair(key) ? this.#findPair(key[0], key[1]) : undefined
  }

  /** `rows`: how many the table has. */
  put(key: unknown, row: Row, rows: number): void {
    if (this.#size > rows * 2 + 1024) this.#clear()
    if (isPair(key)) this.#putPair(key, row)
    else if (typeof key !== 'object') {
      this.#rows.set(key as Part, row)
      this.#size++
      this.#remember(key, undefined, row)
    }
  }

  #findPair(first: Part, second: Part): Row | undefined {
    if (first === this.#lastFirst && second === this.#lastSecond) return live(this.#lastRow)
    const row = this.#secondFirst ? this.#pairs.get(second)?.get(first) : this.#pairs.get(first)?.get(second)
    return this.#remember(first, second, row)
  }

  #putPair([first, second]: Pair, row: Row): void {
    if (typeof first === 'object' || typeof second === 'object') return
    if (this.#secondFirst && this.#pairs.size > fewSeconds) {
      this.#secondFirst = false
      this.#clear()
    }
    const outer = this.#secondFirst ? second : first
    const inner = this.#secondFirst ? first : second
    const known = this.#pairs.get(outer)
    if (known === undefined) this.#pairs.set(outer, new Map([[inner, row]]))
    else known.set(inner, row)
    this.#size++
    this.#remember(first, second, row)
  }

  #clear(): void {
    this.#rows = new Map()
    this.#pairs = new Map()
    this.#size = 0
  }

  #remember(first: unknown, second: unknown, row: Row | undefined): Row | undefined {
    this.#lastFirst = first
    this.#lastSecond = second
    this.#lastRow = row
    return live(row)
  }
}

function live(row: Row | undefined): Row | undefined {
  return row === undefined || row.dropped ? undefined : row
}

/** A table has one kind of key, so an array of two is always a pair; its parts may still be bytes. */
function isPair(key: unknown): key is Pair {
  return Array.isArray(key) && key.length === 2
}
