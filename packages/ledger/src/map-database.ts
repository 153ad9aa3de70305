import { type Database, databaseOf, type RangeOptions, type RawStore, type WriteOp } from './database.ts'
import { SortedKeys } from './sorted-keys.ts'

/** A database in memory: for worlds that need no disk but want everything a store gives, and for tests. */
export function createMapDatabase(): Database {
  return databaseOf(new MapStore())
}

/** Writes happen at the call; what is read is a copy of that instant. */
export class MapStore implements RawStore {
  readonly #values = new Map<string, Uint8Array>()
  readonly #keys = new SortedKeys()

  async get(key: string): Promise<Uint8Array | undefined> {
    return this.#values.get(key)
  }

  range({ gte, lt, reverse, limit = Number.POSITIVE_INFINITY }: RangeOptions) {
    const entries: (readonly [string, Uint8Array])[] = []
    const walk = reverse === true ? this.#keys.walkBack(gte, lt) : this.#keys.walk(gte, lt)
    if (limit > 0) {
      for (const key of walk) {
        entries.push([key, this.#values.get(key)!])
        if (entries.length >= limit) break
      }
    }
    return (async function* () {
      yield* entries
    })()
  }

  async write(ops: readonly WriteOp[]): Promise<void> {
    for (const op of ops) {
      if (op.type === 'put') {
        if (!this.#values.has(op.key)) this.#keys.add(op.key)
        this.#values.set(op.key, op.value)
      } else if (this.#values.delete(op.key)) this.#keys.delete(op.key)
    }
  }

  async close(): Promise<void> {}
}
