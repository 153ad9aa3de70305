import type { WriteOp } from './database.ts'

/** Batches handed to the store and not answered yet. */
const maxFlights = 2

export interface Batch {
  readonly ops: readonly WriteOp[]
  /** Nothing may start until this one has landed. */
  readonly barrier: boolean
  /** On disk, and everything before it too. */
  landed(): void
}

/**
 * Keeps at most two batches under way and reports them in order. The store may finish them in either order, so a batch
 * that relies on those before it must start when `next` is told that nothing is under way.
 */
export class WriteQueue {
  readonly #write: (ops: readonly WriteOp[]) => Promise<void>
  readonly #next: (idle: boolean) => Batch | undefined
  readonly #failed: (error: unknown) => void
  #flights: { readonly batch: Batch; done: boolean }[] = []
  #stopped = false
  #idle: (() => void)[] = []

  constructor(
    write: (ops: readonly WriteOp[]) => Promise<void>,
    next: (idle: boolean) => Batch | undefined,
    failed: (error: unknown) => void,
  ) {
    this.#write = write
    this.#next = next
    this.#failed = failed
  }

  /** Starts what can be started. To be called whenever there may be something new. */
  pump(): void {
    while (!this.#stopped && this.#flights.length < maxFlights && this.#flights.every(({ batch }) => !batch.barrier)) {
      const batch = this.#take()
      if (batch === undefined) break
      this.#start(batch)
    }
    if (this.#flights.length > 0 && !this.#stopped) return
    for (const resolve of this.#idle.splice(0)) resolve()
  }

  /** Resolves when nothing is under way and nothing waits, or when a write has failed. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idle.push(resolve)
      this.pump()
    })
  }

  /** A batch that cannot be made is as bad as one that cannot be written. */
  #take(): Batch | undefined {
    try {
      return this.#next(this.#flights.length === 0)
    } catch (error) {
      this.#stopped = true
      this.#failed(error)
      return undefined
    }
  }

  #start(batch: Batch): void {
    const flight = { batch, done: false }
    this.#flights.push(flight)
    this.#write(batch.ops).then(
      () => {
        flight.done = true
        this.#land()
      },
      (error: unknown) => this.#fail(error),
    )
  }

  #land(): void {
    while (!this.#stopped && this.#flights[0]?.done === true) this.#flights.shift()!.batch.landed()
    this.pump()
  }

  #fail(error: unknown): void {
    if (this.#stopped) return
    this.#stopped = true
    this.#failed(error)
    this.pump()
  }
}
