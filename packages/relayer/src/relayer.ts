import type { FinalityPolicy, Prover } from '@pegzone/attestor'
import {
  catchError,
  defer,
  EMPTY,
  from,
  merge,
  type Observable,
  of,
  retry,
  type SchedulerLike,
  Subject,
  Subscription,
  tap,
  timer,
} from 'rxjs'
import { drainOnWake } from './drain-on-wake.ts'
import type { Endpoint } from './endpoint.ts'
import { backoffMs, Pipeline, type RelayReport } from './pipeline.ts'

/** One chain of the path: how it is told things, and when its blocks may be spoken of. */
export interface RelayEnd {
  readonly endpoint: Endpoint
  /** Proves to this chain what happened on the other. */
  readonly prover: Prover
  readonly finality: FinalityPolicy
}

export interface RelayerOptions {
  readonly a: RelayEnd
  readonly b: RelayEnd
  readonly clock: SchedulerLike
  /** Statements per batch. Default 30, as Hermes. */
  readonly batch?: number
  /** Repetitions of a failed pass before it waits for the next wake-up, and of a refused packet before it is set aside. Default 8. */
  readonly retries?: number
}

export interface Relayer {
  /** Hot. One value per batch or failure. Never errors; completes when the relayer has stopped. Replays nothing. */
  readonly reports$: Observable<RelayReport>
  /**
   * Looks at everything that is pending, packets set aside included, and does not wait for a failed pass to be due again.
   * Done at start by itself.
   */
  clear(): void
  /** Stops after the batch in flight; resolves when it is durable. Takes back what was wanted of both chains. */
  stop(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Carries packets both ways between two chains. Untrusted: it can be late or stop, it cannot forge. An event on either
 * chain wakes it; what there is to do it reads from the chains, so lost, doubled and reordered events are harmless and
 * a restart needs no state of its own.
 */
export function createRelayer({ a, b, clock, batch = 30, retries = 8 }: RelayerOptions): Relayer {
  const reports = new Subject<RelayReport>()
  const cleared = new Subject<void>()
  const running = new Subscription()
  const inFlight = new Set<Promise<void>>()
  let stopping = false

  const pipelines = [
    { told: a, observed: b },
    { told: b, observed: a },
  ].map(({ told, observed }) => ({
    chainId: told.endpoint.chainId,
    retryTimer: new Subscription(),
    wake: new Subject<void>(),
    pipeline: new Pipeline({
      direction: { observed: observed.endpoint, told: told.endpoint, finality: observed.finality },
      prover: told.prover,
      clock,
      batch,
      attempts: retries,
      report: (report) => reports.next(report),
    }),
  }))

  const track = (work: Promise<void>): Promise<void> => {
    inFlight.add(work)
    const forget = () => inFlight.delete(work)
    work.then(forget, forget)
    return work
  }

  for (const each of pipelines) {
    const { pipeline, chainId, wake } = each
    const failed = (error: unknown, givenUp: boolean) => reports.next({ type: 'failed', chainId, error, givenUp })
    const pass$ = () =>
      defer(() => from(track(pipeline.pass(() => stopping)))).pipe(
        retry({
          count: retries,
          delay: (error, attempt) => {
            failed(error, false)
            return merge(timer(backoffMs(attempt), clock), cleared)
          },
        }),
        catchError((error) => {
          failed(error, true)
          return EMPTY
        }),
        tap({ complete: () => armRetry() }),
      )
    /** One timer, at the next packet set aside that falls due. */
    const armRetry = () => {
      each.retryTimer.unsubscribe()
      const due = pipeline.nextRetryMs
      if (due === undefined || stopping) return
      each.retryTimer = timer(Math.max(0, due - clock.now()), clock).subscribe(() => wake.next())
    }
    const wake$ = merge(of(undefined), cleared, wake, a.endpoint.head$, b.endpoint.head$)
    running.add(
      wake$.pipe(drainOnWake(pass$)).subscribe({
        error: (error) => failed(error, true),
      }),
    )
    running.add(() => each.retryTimer.unsubscribe())
  }

  const stop = async (): Promise<void> => {
    stopping = true
    running.unsubscribe()
    await Promise.allSettled([...inFlight])
    for (const { endpoint } of [a, b]) {
      try {
        endpoint.want({})
      } catch (error) {
        reports.next({ type: 'failed', chainId: endpoint.chainId, error, givenUp: true })
      }
    }
    reports.complete()
  }

  return {
    reports$: reports.asObservable(),
    clear() {
      for (const { pipeline } of pipelines) pipeline.clear()
      cleared.next()
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}
