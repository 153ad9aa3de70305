import type { Database, Keyspace } from '@pegzone/ledger'

/**
 * A database as one process sees it. When that process dies, nothing it still tries gets through; the next one connects
 * to what is there by then.
 */
export class MortalDatabase implements Database {
  readonly #inner: Database
  #dead = false
  #writesLeft = Number.POSITIVE_INFINITY

  constructor(inner: Database) {
    this.#inner = inner
  }

  get dead(): boolean {
    return this.#dead
  }

  die(): void {
    this.#dead = true
  }

  /** Dies when so many more writes have got through. */
  dieAfter(writes: number): void {
    this.#writesLeft = writes
  }

  write: Database['write'] = async (ops, options) => {
    if (this.#writesLeft <= 0) this.die()
    this.#assertAlive()
    this.#writesLeft -= 1
    await this.#inner.write(ops, options)
  }

  keyspace(name: string): Keyspace {
    const keyspace = this.#inner.keyspace(name)
    return {
      ...keyspace,
      get: async (key) => {
        this.#assertAlive()
        return keyspace.get(key)
      },
      write: this.write,
    }
  }

  /** What is there stays open for the next process. */
  async close(): Promise<void> {}

  #assertAlive(): void {
    if (this.#dead) throw new Error('the process is dead')
  }
}
