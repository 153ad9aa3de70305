import { Observable, type OperatorFunction, type Subscription } from 'rxjs'

/**
 * Runs `pass$` on every wake-up, one at a time. A wake-up while a pass runs makes one more pass afterwards, however
 * many came: the pass looks into the store, so one more look sees what all of them announced. `exhaustMap` would lose
 * the wake-up that arrives during the last look, `concatMap` would queue one pass per event.
 *
 * Emits what the passes emit. Completes when the source has completed and the last pass is over. Errors as a pass does.
 */
export function drainOnWake<T>(pass$: () => Observable<T>): OperatorFunction<unknown, T> {
  return (wake$) =>
    new Observable<T>((subscriber) => {
      let pass: Subscription | undefined
      let busy = false
      let again = false
      let ended = false

      const run = () => {
        busy = true
        do {
          again = false
          let sync = true
          let over = false
          pass = pass$().subscribe({
            next: (value) => subscriber.next(value),
            error: (error) => subscriber.error(error),
            complete: () => {
              over = true
              if (!sync) finish()
            },
          })
          sync = false
          if (!over) return
        } while (again && !subscriber.closed)
        rest()
      }
      const finish = () => {
        if (again && !subscriber.closed) run()
        else rest()
      }
      const rest = () => {
        busy = false
        pass = undefined
        if (ended) subscriber.complete()
      }

      const source = wake$.subscribe({
        next: () => {
          if (busy) again = true
          else run()
        },
        error: (error) => subscriber.error(error),
        complete: () => {
          ended = true
          if (!busy) subscriber.complete()
        },
      })
      return () => {
        source.unsubscribe()
        pass?.unsubscribe()
      }
    })
}
