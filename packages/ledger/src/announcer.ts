import type { Block } from './types.ts'

/** Tells listeners of durable blocks. A listener that throws is a bug of its own: the others and the ledger go on. */
export class Announcer {
  readonly #listeners = new Set<(block: Block) => void>()

  get idle(): boolean {
    return this.#listeners.size === 0
  }

  readonly subscribe = (listener: (block: Block) => void): (() => void) => {
    const own = (block: Block) => listener(block)
    this.#listeners.add(own)
    return () => this.#listeners.delete(own)
  }

  announce(block: Block): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(block)
      } catch (error) {
        queueMicrotask(() => {
          throw error
        })
      }
    }
  }
}
