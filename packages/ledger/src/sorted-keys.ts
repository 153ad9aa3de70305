const chunkSize = 512

/** A sorted set of strings in chunks: insertion and removal move at most one chunk, walking is sequential. */
export class SortedKeys {
  #chunks: string[][] = []
  /** Goes up with every change, so that a walk knows when to look for its place again. */
  version = 0

  constructor(keys: Iterable<string> = []) {
    const sorted = [...keys].sort()
    for (let i = 0; i < sorted.length; i += chunkSize / 2) this.#chunks.push(sorted.slice(i, i + chunkSize / 2))
  }

  get size(): number {
    return this.#chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  }

  add(key: string): void {
    const c = Math.max(0, this.#chunkOf(key))
    const chunk = this.#chunks[c]
    this.version++
    if (chunk === undefined) {
      this.#chunks.push([key])
      return
    }
    const at = lowerBound(chunk, key)
    if (chunk[at] === key) return
    if (at === chunk.length) chunk.push(key)
    else chunk.splice(at, 0, key)
    if (chunk.length <= chunkSize) return
    // Keys that only ever grow leave full chunks behind.
    const cut = at === chunk.length - 1 ? at : chunkSize / 2
    this.#chunks.splice(c + 1, 0, chunk.splice(cut))
  }

  delete(key: string): void {
    const c = this.#chunkOf(key)
    const chunk = this.#chunks[c]
    if (chunk === undefined) return
    const at = lowerBound(chunk, key)
    if (chunk[at] !== key) return
    this.version++
    chunk.splice(at, 1)
    if (chunk.length === 0) this.#chunks.splice(c, 1)
  }

  /** Keys from `from` (inclusive) to `to` (exclusive). Changes made on the way are seen if they lie ahead. */
  *walk(from = '', to?: string): Generator<string, void, undefined> {
    let next = from
    let last: string | undefined
    for (;;) {
      const seen = this.version
      let c = Math.max(0, this.#chunkOf(next))
      let at = lowerBound(this.#chunks[c] ?? [], next)
      for (; this.version === seen; at++) {
        const chunk = this.#chunks[c]
        if (chunk === undefined) return
        if (at >= chunk.length) {
          c++
          at = -1
          continue
        }
        const key = chunk[at]!
        if (key === last) continue
        if (to !== undefined && key >= to) return
        last = key
        yield key
      }
      next = last ?? from
    }
  }

  /** The same keys, backwards, from the last one below `to`. Not to be mixed with changes. */
  *walkBack(from = '', to?: string): Generator<string, void, undefined> {
    let c = to === undefined ? this.#chunks.length - 1 : Math.max(0, this.#chunkOf(to))
    let at = to === undefined ? (this.#chunks[c]?.length ?? 0) : lowerBound(this.#chunks[c] ?? [], to)
    for (; c >= 0; at = this.#chunks[--c]?.length ?? 0) {
      while (at > 0) {
        const key = this.#chunks[c]![--at]!
        if (key < from) return
        yield key
      }
    }
  }

  /** Index of the chunk that holds or would hold the key: the last one that starts at or before it, or -1. */
  #chunkOf(key: string): number {
    let low = 0
    let high = this.#chunks.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#chunks[middle]![0]! <= key) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}

function lowerBound(chunk: readonly string[], key: string): number {
  let low = 0
  let high = chunk.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (chunk[middle]! < key) low = middle + 1
    else high = middle
  }
  return low
}
