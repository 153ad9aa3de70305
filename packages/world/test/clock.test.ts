import fc from 'fast-check'
import { concatMap, from, interval, map, take, timer, toArray } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { Pacer, type WallClock, WorldClock } from '../src/index.ts'

/** A wall clock under the test's hand. */
function manualWall(start = 1_000): WallClock & { advance(ms: number): void } {
  let now = start
  let timers: { at: number; run: () => void }[] = []
  return {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    soon(run) {
      return this.after(0, run)
    },
    advance(ms) {
      const until = now + ms
      for (;;) {
        const next = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
        if (next === undefined) break
        timers = timers.filter((other) => other !== next)
        now = Math.max(now, next.at)
        next.run()
      }
      now = until
    },
  }
}

describe('WorldClock', () => {
  it('runs what is due in (time, seq) order, whatever the order of asking', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 40 }), async (delays) => {
        const clock = new WorldClock(0)
        const seen: [number, number][] = []
        delays.forEach((delay, index) => {
          clock.at(delay, () => seen.push([clock.now(), index]))
        })
        await clock.runUntil(100)
        const expected = delays.map((delay, index) => [delay, index] as [number, number])
        expected.sort((a, b) => a[0] - b[0] || a[1] - b[1])
        expect(seen).toEqual(expected)
        expect(clock.now()).toBe(100)
        expect(clock.nextDue).toBeUndefined()
      }),
      { seed: 20261, numRuns: 200 },
    )
  })

  it('settles promises at one instant before time moves', async () => {
    const clock = new WorldClock(0)
    const log: string[] = []
    clock.at(10, () => {
      void Promise.resolve()
        .then(() => undefined)
        .then(() => log.push(`promise at ${clock.now()}`))
    })
    clock.at(11, () => log.push(`next at ${clock.now()}`))
    await clock.runUntil(20)
    expect(log).toEqual(['promise at 10', 'next at 11'])
  })

  it('delivers all packets whose submit is a promise: where RxJS VirtualTimeScheduler delivers none', async () => {
    const clock = new WorldClock(0)
    const delivered: number[] = []
    interval(10, clock)
      .pipe(
        take(50),
        concatMap((n) => from(clock.during(new Promise<number>((resolve) => setImmediate(() => resolve(n)))))),
      )
      .subscribe((n) => delivered.push(n))
    await clock.runUntil(500)
    expect(delivered).toHaveLength(50)
  })

  it('takes no virtual time for real work', async () => {
    const clock = new WorldClock(0)
    const times: number[] = []
    clock.at(5, () => {
      void clock
        .during(new Promise<void>((resolve) => setImmediate(() => setImmediate(() => setImmediate(resolve)))))
        .then(() => times.push(clock.now()))
    })
    clock.at(6, () => times.push(clock.now()))
    await clock.runUntil(10)
    expect(times).toEqual([5, 6])
  })

  it('is an RxJS scheduler: timer and interval', async () => {
    const clock = new WorldClock(100)
    const values: unknown[] = []
    timer(7, 3, clock)
      .pipe(
        take(3),
        map((n) => [n, clock.now()]),
        toArray(),
      )
      .subscribe((all) => values.push(all))
    await clock.runUntil(200)
    expect(values).toEqual([
      [
        [0, 107],
        [1, 110],
        [2, 113],
      ],
    ])
    expect(clock.nextDue).toBeUndefined()
  })

  it('forgets cancelled work at once', () => {
    const clock = new WorldClock(0)
    const subscription = timer(1_000, clock).subscribe()
    expect(clock.nextDue).toBe(1_000)
    subscription.unsubscribe()
    expect(clock.nextDue).toBeUndefined()
  })

  it('refuses two drivers', async () => {
    const clock = new WorldClock(0)
    const pacer = new Pacer(clock, 1, manualWall())
    await expect(clock.runUntil(1)).rejects.toThrow('two drivers')
    pacer.stop()
    await clock.runUntil(1)
  })
})

describe('Pacer', () => {
  it('follows the wall clock at its speed, sleeps while idle, pauses and warps', () => {
    const wall = manualWall()
    const clock = new WorldClock(0)
    const pacer = new Pacer(clock, 10, wall)
    const seen: number[] = []
    clock.at(100, () => seen.push(clock.now()))
    wall.advance(9)
    expect(seen).toEqual([])
    wall.advance(1)
    expect(seen).toEqual([100])
    pacer.pause()
    clock.at(150, () => seen.push(clock.now()))
    wall.advance(1_000)
    expect(seen).toEqual([100])
    pacer.resume()
    wall.advance(5)
    expect(seen).toEqual([100, 150])
    clock.at(1_000, () => seen.push(clock.now()))
    pacer.warp(2_000)
    wall.advance(0)
    expect(seen).toHaveLength(3)
    expect(clock.now()).toBe(2_150)
    pacer.stop()
  })

  it('never runs backwards when the wall clock does', () => {
    let now = 5_000
    const clock = new WorldClock(0)
    const pacer = new Pacer(clock, 1, { now: () => now, after: () => () => undefined, soon: () => () => undefined })
    now = 5_100
    expect(clock.now()).toBe(100)
    now = 4_000
    expect(clock.now()).toBe(100)
    pacer.stop()
  })
})
