/** Who waits for which transaction to be in a durable block. */
export class Inclusion {
  readonly #waiting = new Map<string, { readonly promise: Promise<void>; readonly resolve: () => void }>()
  #stopped = false

  /** Resolves when the transaction is settled one way or the other, or when the chain stops: look then where it is. */
  wait(hash: string): Promise<void> {
    if (this.#stopped) return Promise.resolve()
    const known = this.#waiting.get(hash)
    if (known !== undefined) return known.promise
    let resolve: () => void = () => {}
    const promise = new Promise<void>((done) => {
      resolve = done
    })
    this.#waiting.set(hash, { promise, resolve })
    return promise
  }

  settle(hashes: Iterable<string>): void {
    if (this.#waiting.size === 0) return
    for (const hash of hashes) {
      this.#waiting.get(hash)?.resolve()
      this.#waiting.delete(hash)
    }
  }

  stop(): void {
    this.#stopped = true
    this.settle([...this.#waiting.keys()])
  }
}
