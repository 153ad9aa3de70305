import { Announcer } from './announcer.ts'
import type { Archive } from './archive.ts'
import type { SealedBlock } from './block.ts'
import { MemoryIndex } from './memory-index.ts'

/** No disk: a block is durable when sealed, and announced in a microtask. Blocks live in the machine's window only. */
export class MemoryArchive implements Archive {
  readonly window: number
  readonly failure = undefined
  readonly #index = new MemoryIndex()
  readonly #announcer = new Announcer()
  readonly #announce: SealedBlock[] = []
  readonly #entries = new Map<number, SealedBlock>()
  #durable: number
  #oldest: number

  constructor(height: number, window: number) {
    this.#durable = height
    this.#oldest = height
    this.window = window
  }

  get durable(): number {
    return this.#durable
  }

  onDurable = this.#announcer.subscribe

  append(block: SealedBlock): void {
    this.#durable = block.height
    if (block.index.length > 0) {
      this.#entries.set(block.height, block)
      this.#index.add(block)
    }
    if (this.#announcer.idle) return
    if (this.#announce.push(block) === 1) queueMicrotask(() => this.#drain())
  }

  async flushed(): Promise<void> {}

  prune(oldest: number): void {
    this.#oldest = oldest
    for (const [height, block] of this.#entries) {
      if (height >= oldest) return
      this.#forget(block)
    }
  }

  async load(): Promise<undefined> {}

  async rewind(height: number, dropped: readonly SealedBlock[]): Promise<void> {
    this.#durable = height
    for (const block of dropped) {
      this.#forget(block)
      const at = this.#announce.indexOf(block)
      if (at >= 0) this.#announce.splice(at, 1)
    }
  }

  async find(key: string): Promise<Uint8Array | undefined> {
    return this.#index.find(key, this.#oldest)
  }

  search: Archive['search'] = async (prefix, options = {}) => this.#index.search(prefix, options, this.#oldest)

  async close(): Promise<void> {}

  #forget(block: SealedBlock): void {
    this.#index.remove(block)
    this.#entries.delete(block.height)
  }

  #drain(): void {
    for (let block = this.#announce.shift(); block !== undefined; block = this.#announce.shift())
      this.#announcer.announce(block)
  }
}
