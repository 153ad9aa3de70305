import type { Database, Keyspace } from '@pegzone/ledger'

/**
 * A database as one process sees it. When that process dies, nothing it still tries gets through; the next one connects
 * to what is there by then.
 */
export class MortalDatabase implements Database {
  readonly #inner: Database
  #dead = false

  constructor(inner: Database) {
    this.#inner = inner
  }

  die(): void {
    this.#dead = true
  }

  write: Database['write'] = async (ops, options) => {
    this.#assertAlive()
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
