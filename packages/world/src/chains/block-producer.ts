import type { WorldClock } from '../clock/world-clock.ts'

/** When blocks are made. `auto`: when a message waits or something falls due. */
export type BlockMode =
  | { readonly type: 'auto' }
  | { readonly type: 'interval'; readonly ms: number }
  | { readonly type: 'manual' }

export interface ProducerOptions {
  readonly clock: WorldClock
  readonly mode: BlockMode
  /** Block times are multiples of this many nanoseconds: a second on Ethereum, one on Cosmos. */
  readonly granularityNs: bigint
  /** Whether a message waits. */
  readonly hasWork: () => boolean
  /** Makes one block. Its time is this, or later if the parent's asks for it. */
  readonly produce: (timeNs: bigint) => void
  readonly head: () => { readonly height: number; readonly timeNs: bigint }
  /** A block could not be made: the world has to stop. */
  readonly onFailure: (error: unknown) => void
}

interface Wanted {
  readonly height?: number | undefined
  readonly timeNs?: bigint | undefined
}

const nsPerMs = 1_000_000n

/**
 * Decides when a chain makes a block. In `auto` mode messages that arrive in one turn share a block, and blocks without
 * messages are made only for what is wanted: confirmations and timeouts. Nothing is scheduled in an idle world.
 */
export class BlockProducer {
  readonly #options: ProducerOptions
  #mode: BlockMode
  #soon: Promise<void> | undefined
  #endSoon: (() => void) | undefined
  #cancelInterval: (() => void) | undefined
  #cancelWanted: (() => void) | undefined
  #wanted: Wanted = {}
  #stopped = false

  constructor(options: ProducerOptions) {
    this.#options = options
    this.#mode = options.mode
    this.#armInterval()
  }

  get mode(): BlockMode {
    return this.#mode
  }

  setMode(mode: BlockMode): void {
    this.#mode = mode
    this.#armInterval()
    if (mode.type === 'auto' && this.#options.hasWork()) void this.poke()
    this.want(this.#wanted)
  }

  /** A message arrived. Resolves when the block it led to is sealed; at once when this mode makes none for it. */
  poke(): Promise<void> {
    if (this.#mode.type !== 'auto' || this.#stopped) return Promise.resolve()
    this.#soon ??= new Promise((resolve) => {
      const cancel = this.#options.clock.at(this.#options.clock.now(), () => {
        this.#soon = undefined
        this.#endSoon = undefined
        this.#makeWanted()
        resolve()
      })
      this.#endSoon = () => {
        cancel()
        resolve()
      }
    })
    return this.#soon
  }

  /** Makes one block now, whatever the mode. */
  mine(timeNs?: bigint): void {
    this.#options.produce(timeNs ?? this.#options.clock.nowNs())
  }

  /**
   * Replaces what was wanted: blocks up to a height, or one at a time that falls due. Only `auto` makes them; another
   * mode remembers it until it is `auto` again.
   */
  want(wanted: Wanted): void {
    const { height = 0, timeNs } = wanted
    this.#cancelWanted?.()
    this.#cancelWanted = undefined
    this.#wanted = wanted
    if (this.#mode.type !== 'auto' || this.#stopped) return
    if (height > this.#options.head().height) void this.poke()
    if (timeNs !== undefined) this.#armWanted(roundUp(timeNs, this.#options.granularityNs))
  }

  stop(): void {
    this.#stopped = true
    this.#endSoon?.()
    this.#cancelInterval?.()
    this.#cancelWanted?.()
  }

  #armWanted(timeNs: bigint): void {
    const { clock, head } = this.#options
    this.#cancelWanted = clock.at(Number(roundUp(timeNs, nsPerMs) / nsPerMs), () => {
      this.#cancelWanted = undefined
      if (this.#mode.type === 'auto' && head().timeNs < timeNs) this.#guarded(() => this.mine())
    })
  }

  #armInterval(): void {
    this.#cancelInterval?.()
    this.#cancelInterval = undefined
    if (this.#mode.type !== 'interval' || this.#stopped) return
    const { clock } = this.#options
    const { ms } = this.#mode
    const tick = (due: number) => {
      this.#cancelInterval = clock.at(due, () => {
        this.#guarded(() => this.mine())
        if (!this.#stopped && this.#mode.type === 'interval') tick(Math.max(due + ms, clock.now()))
      })
    }
    tick(clock.now() + ms)
  }

  #makeWanted(): void {
    const { hasWork, head } = this.#options
    this.#guarded(() => {
      while (hasWork()) this.mine()
      if (this.#wantedHeight > head().height) this.mine()
    })
    if (this.#wantedHeight > head().height) void this.poke()
  }

  get #wantedHeight(): number {
    return this.#mode.type === 'auto' ? (this.#wanted.height ?? 0) : 0
  }

  #guarded(make: () => void): void {
    if (this.#stopped) return
    try {
      make()
    } catch (error) {
      this.stop()
      this.#options.onFailure(error)
    }
  }
}

function roundUp(value: bigint, step: bigint): bigint {
  return ((value + step - 1n) / step) * step
}
