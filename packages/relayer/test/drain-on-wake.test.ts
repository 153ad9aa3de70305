import { Observable, of, Subject } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { drainOnWake } from '../src/index.ts'

/** Passes that end when the test says so; each emits its number. */
function passes() {
  const started: (() => void)[] = []
  const pass$ = () =>
    new Observable<number>((subscriber) => {
      const number = started.length + 1
      started.push(() => {
        subscriber.next(number)
        subscriber.complete()
      })
    })
  return { started, pass$ }
}

describe('drainOnWake', () => {
  it('makes exactly one more pass for any number of wake-ups during a pass', () => {
    const wake = new Subject<void>()
    const { started, pass$ } = passes()
    const seen: number[] = []
    wake.pipe(drainOnWake(pass$)).subscribe((n) => seen.push(n))
    wake.next()
    wake.next()
    wake.next()
    expect(started).toHaveLength(1)
    started[0]?.()
    expect(started).toHaveLength(2)
    started[1]?.()
    expect(started).toHaveLength(2)
    expect(seen).toEqual([1, 2])
    wake.next()
    expect(started).toHaveLength(3)
  })

  it('does not lose the wake-up that arrives during the last look', () => {
    const wake = new Subject<void>()
    let pending = 0
    let relayed = 0
    const pass$ = () =>
      new Observable<never>((subscriber) => {
        const took = pending
        pending = 0
        relayed += took
        if (took === 1) {
          // A packet is committed after this pass has looked.
          pending = 5
          wake.next()
        }
        subscriber.complete()
      })
    wake.pipe(drainOnWake(pass$)).subscribe()
    pending = 1
    wake.next()
    expect(relayed).toBe(6)
    expect(pending).toBe(0)
  })

  it('completes after the last pass, and stops passing when unsubscribed', () => {
    const { started, pass$ } = passes()
    let completed = false
    of(undefined)
      .pipe(drainOnWake(pass$))
      .subscribe({ complete: () => (completed = true) })
    expect(completed).toBe(false)
    started[0]?.()
    expect(completed).toBe(true)

    const wake = new Subject<void>()
    const more = passes()
    const subscription = wake.pipe(drainOnWake(more.pass$)).subscribe()
    wake.next()
    wake.next()
    subscription.unsubscribe()
    more.started[0]?.()
    expect(more.started).toHaveLength(1)
  })
})
