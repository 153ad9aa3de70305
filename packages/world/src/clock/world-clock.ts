import { type SchedulerAction, type SchedulerLike, Subscription } from 'rxjs'
import { type Due, DueQueue } from './queue.ts'

/** Where the present comes from. A driver that owns time sets it; a live one reads the wall clock. */
export type TimeSource = () => number

/**
 * The only time there is. Milliseconds since 1970, never running backwards.
 *
 * Work scheduled here runs when a driver says so: `runUntil` (simulation, tests) or `pace` (live). RxJS timers take the
 * clock as their scheduler. `during` marks real input and output, which takes no virtual time: virtual time stands
 * still until it has finished.
 */
export class WorldClock implements SchedulerLike {
  readonly #queue = new DueQueue()
  #time: number
  #source: TimeSource | undefined
  #seq = 0
  #outstanding = 0
  #whenIdle: (() => void)[] = []
  #driving = false
  #onEarlier: ((time: number) => void) | undefined

  constructor(startMs: number) {
    this.#time = startMs
  }

  now(): number {
    if (this.#source !== undefined) this.#time = Math.max(this.#time, this.#source())
    return this.#time
  }

  /** `now` as nanoseconds, the unit of block time. */
  nowNs(): bigint {
    return BigInt(Math.floor(this.now())) * 1_000_000n
  }

  /** When the next scheduled work is due; undefined in an idle world. */
  get nextDue(): number | undefined {
    return this.#queue.peek()?.time
  }

  schedule<T>(work: (this: SchedulerAction<T>, state?: T) => void, delay = 0, state?: T): Subscription {
    return new ClockAction(this, work).schedule(state, delay)
  }

  /** Runs `run` at `time` (at once on the next turn if that has passed). Returns what cancels it. */
  at(time: number, run: () => void): () => void {
    const due: Due = { time: Math.max(time, this.#time), seq: this.#seq++, run }
    const first = this.#queue.peek()
    this.#queue.push(due)
    if (first === undefined || due.time < first.time) this.#onEarlier?.(due.time)
    return () => this.#queue.remove(due)
  }

  /** Real I/O: virtual time does not advance until it settles. Must not wait for virtual time itself. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.#outstanding += 1
    try {
      return await work
    } finally {
      this.#outstanding -= 1
      if (this.#outstanding === 0) {
        const waiting = this.#whenIdle
        this.#whenIdle = []
        for (const resume of waiting) resume()
      }
    }
  }

  /**
   * Runs everything due up to and including `time`, in (time, seq) order. At each instant: run what is due, settle,
   * repeat until the instant is quiet, only then advance. Rejects if another driver holds the clock.
   */
  async runUntil(time: number): Promise<void> {
    await this.#drive(async () => {
      for (;;) {
        await this.settle()
        const due = this.#queue.peek()
        if (due === undefined || due.time > time) break
        this.#time = Math.max(this.#time, due.time)
        this.runDue()
      }
      this.#time = Math.max(this.#time, time)
    })
  }

  /** Runs everything that is due now, once each. Work that it schedules for now runs in the next call. */
  runDue(): void {
    const now = this.now()
    const batch: Due[] = []
    for (let due = this.#queue.peek(); due !== undefined && due.time <= now; due = this.#queue.peek()) {
      batch.push(due)
      this.#queue.pop()
    }
    for (const due of batch) due.run()
  }

  /** Resolves when no microtask is left and no tracked work is outstanding. */
  async settle(): Promise<void> {
    do {
      await immediate()
      if (this.#outstanding > 0) await new Promise<void>((resolve) => this.#whenIdle.push(resolve))
    } while (this.#outstanding > 0)
    await immediate()
    if (this.#outstanding > 0) await this.settle()
  }

  /** A driver that reads its own time and wants to hear of work due sooner. Returns what releases the clock. */
  attach(source: TimeSource, onEarlier: (time: number) => void): () => void {
    if (this.#driving) throw new Error('WorldClock: two drivers at once')
    this.#driving = true
    this.#source = source
    this.#onEarlier = onEarlier
    return () => {
      this.now()
      this.#source = undefined
      this.#onEarlier = undefined
      this.#driving = false
    }
  }

  async #drive(run: () => Promise<void>): Promise<void> {
    if (this.#driving) throw new Error('WorldClock: two drivers at once')
    this.#driving = true
    try {
      await run()
    } finally {
      this.#driving = false
    }
  }
}

function immediate(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** RxJS's unit of scheduled work: can be rescheduled from inside its own work, as `timer` and `interval` do. */
class ClockAction<T> extends Subscription implements SchedulerAction<T> {
  readonly #clock: WorldClock
  readonly #work: (this: SchedulerAction<T>, state?: T) => void
  #cancel: (() => void) | undefined

  constructor(clock: WorldClock, work: (this: SchedulerAction<T>, state?: T) => void) {
    super()
    this.#clock = clock
    this.#work = work
  }

  schedule(state?: T, delay = 0): Subscription {
    if (this.closed) return this
    this.#cancel?.()
    this.#cancel = this.#clock.at(this.#clock.now() + Math.max(0, delay), () => {
      this.#cancel = undefined
      this.#run(state)
    })
    return this
  }

  #run(state: T | undefined): void {
    if (this.closed) return
    this.#work.call(this, state)
    if (this.#cancel === undefined) this.unsubscribe()
  }

  override unsubscribe(): void {
    this.#cancel?.()
    this.#cancel = undefined
    super.unsubscribe()
  }
}
