import type { SealedBlock } from './block.ts'
import { afterPrefix, entryKey, entryPrefix, parseEntry, searchPrefix } from './index-entries.ts'
import { SortedKeys } from './sorted-keys.ts'

export interface SearchOptions {
  readonly limit?: number
  readonly reverse?: boolean
  readonly after?: string
}

/** The index entries of some blocks. */
export class MemoryIndex {
  readonly #values = new Map<string, Uint8Array>()
  readonly #keys = new SortedKeys()

  add({ height, index }: SealedBlock): void {
    for (const [key, value] of index) {
      const stored = entryKey(key, height)
      this.#values.set(stored, value)
      this.#keys.add(stored)
    }
  }

  remove({ height, index }: SealedBlock): void {
    for (const [key] of index) {
      const stored = entryKey(key, height)
      this.#values.delete(stored)
      this.#keys.delete(stored)
    }
  }

  /** Of the highest block, if that is not below `oldest`. */
  find(key: string, oldest: number): Uint8Array | undefined {
    const prefix = entryPrefix(key)
    for (const stored of this.#keys.walkBack(prefix, afterPrefix(prefix)))
      return parseEntry(stored).height < oldest ? undefined : this.#values.get(stored)
    return undefined
  }

  search(prefix: string, options: SearchOptions, oldest: number): (readonly [string, Uint8Array])[] {
    const { from, to } = searchBounds(prefix, options)
    const walk = options.reverse === true ? this.#keys.walkBack(from, to) : this.#keys.walk(from, to)
    const found = new EntryCollector(options, oldest)
    for (const stored of walk) if (!found.take(stored, this.#values.get(stored)!)) break
    return found.entries()
  }
}

/** Stored keys to look at: those with the prefix, past `after` in the direction of the walk. */
export function searchBounds(
  prefix: string,
  { after, reverse }: SearchOptions,
): { readonly from: string; readonly to: string | undefined } {
  const start = searchPrefix(prefix)
  if (after === undefined) return { from: start, to: afterPrefix(start) }
  if (reverse === true) return { from: start, to: entryPrefix(after) }
  return { from: afterPrefix(entryPrefix(after)) ?? start, to: afterPrefix(start) }
}

/** Of stored entries that come in order, one per key: that of the highest block, if it is one of those that count. */
export class EntryCollector {
  readonly #limit: number
  readonly #oldest: number
  readonly #newest: number
  readonly #entries: [key: string, value: Uint8Array, height: number][] = []

  constructor({ limit = Number.POSITIVE_INFINITY }: SearchOptions, oldest: number, newest = Number.POSITIVE_INFINITY) {
    this.#limit = limit
    this.#oldest = oldest
    this.#newest = newest
  }

  /** False once nothing more is wanted. */
  take(stored: string, value: Uint8Array): boolean {
    const { key, height } = parseEntry(stored)
    if (height < this.#oldest || height > this.#newest) return true
    const last = this.#entries.at(-1)
    if (last?.[0] === key) {
      if (height > last[2]) this.#entries[this.#entries.length - 1] = [key, value, height]
      return true
    }
    if (this.#entries.length >= this.#limit) return false
    this.#entries.push([key, value, height])
    return true
  }

  entries(): (readonly [string, Uint8Array])[] {
    return this.#entries.map(([key, value]) => [key, value] as const)
  }
}
