import { type Database, databaseOf, type WriteOp } from '../src/index.ts'
import { MapStore } from '../src/map-database.ts'

/** Numbers in [0, n), the same for the same seed. */
export function dice(seed: number): (n: number) => number {
  let state = seed >>> 0
  return (n) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0
    return ((state ^ (state >>> 13)) >>> 0) % n
  }
}

interface Write {
  readonly ops: readonly WriteOp[]
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

/**
 * A database that takes its time, finishes batches out of order, and can lose its process: then each batch under way is
 * either there as a whole or not at all.
 */
export class UnsteadyDatabase {
  /** Most batches that were under way at once. */
  most = 0
  readonly #inner = new MapStore()
  readonly #roll: (n: number) => number
  #underWay: Write[] = []
  #failing: string | undefined

  constructor(seed: number) {
    this.#roll = dice(seed)
  }

  /** A new process. The one before it is dead: what it had under way is settled by chance, and it never hears of it. */
  async connect(): Promise<Database> {
    const lost = this.#underWay
    this.#underWay = []
    for (const { ops } of lost) if (this.#roll(2) === 0) await this.#inner.write(ops)
    const mine: Write[] = []
    this.#underWay = mine
    const { get, range, close } = bound(this.#inner)
    return databaseOf({ get, range, close, write: (ops) => this.#take(mine, ops) })
  }

  /** From now on writes are refused. */
  fail(message: string): void {
    this.#failing = message
  }

  #take(queue: Write[], ops: readonly WriteOp[]): Promise<void> {
    return new Promise((resolve, reject) => {
      queue.push({ ops, resolve, reject })
      this.most = Math.max(this.most, queue.length)
      setImmediate(() => this.#finishOne(queue))
    })
  }

  #finishOne(queue: Write[]): void {
    if (queue !== this.#underWay || queue.length === 0) return
    const [write] = queue.splice(this.#roll(queue.length), 1)
    if (this.#failing !== undefined) write!.reject(new Error(this.#failing))
    else void this.#inner.write(write!.ops).then(write!.resolve)
  }
}

function bound(store: MapStore) {
  return {
    get: (key: string) => store.get(key),
    range: (options: Parameters<MapStore['range']>[0]) => store.range(options),
    close: () => store.close(),
  }
}
