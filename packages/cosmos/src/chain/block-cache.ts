import type { CosmosBlock } from './block-types.ts'

/** The last blocks that were made or read, decoded. Bounded by count; the oldest use goes first. */
export class BlockCache {
  readonly #blocks = new Map<number, CosmosBlock>()
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  get(height: number): CosmosBlock | undefined {
    const block = this.#blocks.get(height)
    if (block === undefined) return undefined
    this.#blocks.delete(height)
    this.#blocks.set(height, block)
    return block
  }

  add(block: CosmosBlock): void {
    this.#blocks.delete(block.height)
    this.#blocks.set(block.height, block)
    if (this.#blocks.size <= this.#limit) return
    for (const oldest of this.#blocks.keys()) {
      this.#blocks.delete(oldest)
      break
    }
  }

  clear(): void {
    this.#blocks.clear()
  }
}
