import type { SealedBlock } from './block.ts'
import type { Keyspace } from './database.ts'
import { afterPrefix, entryPrefix, parseEntry } from './index-entries.ts'
import { indexPrefix } from './layout.ts'
import { EntryCollector, MemoryIndex, type SearchOptions, searchBounds } from './memory-index.ts'

/** Entries of the newest blocks are also kept in memory, about this many. */
const recentEntries = 4096

/** Index entries: those of blocks that are not on disk yet, and as many more as `recentEntries`, are in memory. */
export class DiskIndex {
  readonly #space: Keyspace
  readonly #recent = new MemoryIndex()
  #blocks: SealedBlock[] = []
  #entries = 0
  /** Stored entries of blocks above this are of a chain that is being dropped. */
  trusted = Number.POSITIVE_INFINITY
  /** Entries of blocks below this are no longer to be found, even if they are still stored. */
  oldest: number

  constructor(space: Keyspace, oldest: number) {
    this.oldest = oldest
    this.#space = space
  }

  add(block: SealedBlock, durable: number): void {
    if (block.index.length === 0) return
    this.#recent.add(block)
    this.#blocks.push(block)
    this.#entries += block.index.length
    let old = 0
    for (; this.#entries > recentEntries && this.#blocks[old]!.height <= durable; old++)
      this.#forget(this.#blocks[old]!)
    if (old > 0) this.#blocks.splice(0, old)
  }

  remove(dropped: ReadonlySet<SealedBlock>): void {
    this.#blocks = this.#blocks.filter((block) => {
      if (!dropped.has(block)) return true
      this.#forget(block)
      return false
    })
  }

  async find(key: string): Promise<Uint8Array | undefined> {
    const recent = this.#recent.find(key, this.oldest)
    if (recent !== undefined) return recent
    const { trusted, oldest } = this
    const prefix = indexPrefix + entryPrefix(key)
    const range = { gte: prefix, lt: afterPrefix(prefix)!, reverse: true }
    const limit = trusted === Number.POSITIVE_INFINITY ? { limit: 1 } : {}
    for await (const [stored, value] of this.#space.range({ ...range, ...limit }))
      if (parseEntry(stored).height <= trusted) return parseEntry(stored).height < oldest ? undefined : value
    return undefined
  }

  async search(prefix: string, options: SearchOptions): Promise<(readonly [string, Uint8Array])[]> {
    const { limit = Number.POSITIVE_INFINITY, reverse = false } = options
    // Taken first: what becomes durable while the disk is read is then in both.
    const recent = this.#recent.search(prefix, options, this.oldest)
    const { from, to } = searchBounds(prefix, options)
    const lt = to === undefined ? afterPrefix(indexPrefix)! : indexPrefix + to
    const stored = new EntryCollector(options, this.oldest, this.trusted)
    for await (const [key, value] of this.#space.range({ gte: indexPrefix + from, lt, reverse })) {
      if (!stored.take(key.slice(indexPrefix.length), value)) break
    }
    if (recent.length === 0) return stored.entries()
    const merged = [...new Map([...stored.entries(), ...recent])].sort(([a], [b]) => (a < b ? -1 : 1))
    return (reverse ? merged.reverse() : merged).slice(0, limit)
  }

  #forget(block: SealedBlock): void {
    this.#recent.remove(block)
    this.#entries -= block.index.length
  }
}
