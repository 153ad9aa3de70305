import type { WorldClock } from './world-clock.ts'

/** The wall clock and its timers, injected so that the pacer itself can be tested without waiting. */
export interface WallClock {
  now(): number
  /** Runs `run` after `ms`; returns what cancels it. */
  after(ms: number, run: () => void): () => void
  /** Runs `run` on the next turn, after the input that is waiting; returns what cancels it. */
  soon(run: () => void): () => void
}

export const wallClock: WallClock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const handle = setTimeout(run, ms)
    return () => clearTimeout(handle)
  },
  soon: (run) => {
    const handle = setImmediate(run)
    return () => clearImmediate(handle)
  },
}

/** Longest single sleep: timers beyond 2^31 ms overflow, and a suspended laptop should notice soon. */
const longestSleepMs = 60_000

/**
 * Drives a clock along the wall clock, `speed` virtual milliseconds per real one. Sleeps until the next thing is due;
 * an idle world wakes for nothing. Paused, virtual time stands still.
 */
export class Pacer {
  readonly #clock: WorldClock
  readonly #wall: WallClock
  readonly #release: () => void
  #speed: number
  #virtualAnchor: number
  #wallAnchor: number
  #paused = false
  #cancel: (() => void) | undefined
  #stopped = false

  constructor(clock: WorldClock, speed = 1, wall: WallClock = wallClock) {
    this.#clock = clock
    this.#wall = wall
    this.#speed = speed
    this.#virtualAnchor = clock.now()
    this.#wallAnchor = wall.now()
    this.#release = clock.attach(
      () => this.#virtualNow(),
      () => this.#arm(),
    )
    this.#arm()
  }

  get speed(): number {
    return this.#speed
  }

  get paused(): boolean {
    return this.#paused
  }

  setSpeed(speed: number): void {
    if (!(speed > 0)) throw new RangeError(`speed must be above 0: ${speed}`)
    this.#anchor(this.#clock.now())
    this.#speed = speed
    this.#arm()
  }

  pause(): void {
    this.#anchor(this.#clock.now())
    this.#paused = true
    this.#disarm()
  }

  resume(): void {
    this.#anchor(this.#clock.now())
    this.#paused = false
    this.#arm()
  }

  /** Jumps forward by `ms`; everything that fell due in between runs, in order, on the next turns. */
  warp(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`a clock is never set back: ${ms}`)
    this.#anchor(this.#clock.now() + ms)
    this.#arm()
  }

  stop(): void {
    if (this.#stopped) return
    this.#stopped = true
    this.#disarm()
    this.#release()
  }

  #virtualNow(): number {
    if (this.#paused) return this.#virtualAnchor
    return this.#virtualAnchor + (this.#wall.now() - this.#wallAnchor) * this.#speed
  }

  #anchor(virtual: number): void {
    this.#virtualAnchor = virtual
    this.#wallAnchor = this.#wall.now()
  }

  #arm(): void {
    this.#disarm()
    const due = this.#clock.nextDue
    if (this.#stopped || this.#paused || due === undefined) return
    const wait = Math.min(longestSleepMs, Math.ceil((due - this.#virtualNow()) / this.#speed))
    const run = () => {
      this.#cancel = undefined
      this.#clock.runDue()
      this.#arm()
    }
    // A timer of 0 ms takes one: too long for a block that is wanted now.
    this.#cancel = wait > 0 ? this.#wall.after(wait, run) : this.#wall.soon(run)
  }

  #disarm(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }
}
