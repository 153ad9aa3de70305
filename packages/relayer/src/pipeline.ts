import type { Declined, ProvenMessage, Prover, Statement } from '@pegzone/attestor'
import type { SchedulerLike } from 'rxjs'
import { collectWork, type Direction, packetKey } from './work.ts'

/** What a pass did. One value per batch, or per failure. */
export type RelayReport =
  | {
      readonly type: 'relayed'
      readonly chainId: string
      readonly messages: readonly ProvenMessage[]
      readonly transactions: readonly string[]
    }
  /** Attestors would not sign these; nothing was lost, they are looked at again. */
  | { readonly type: 'declined'; readonly chainId: string; readonly declined: readonly Declined[] }
  /** The chain refused a batch; it will be tried in smaller pieces, down to the packet that is at fault. */
  | { readonly type: 'refused'; readonly chainId: string; readonly size: number; readonly reason: string }
  /** One packet was refused on its own and is set aside until `retryAtMs` (undefined: until cleared). */
  | {
      readonly type: 'set-aside'
      readonly chainId: string
      readonly packet: string
      readonly attempts: number
      readonly reason: string
      readonly retryAtMs: number | undefined
    }
  /** A chain could not be asked; the pass is repeated after a while, or given up until the next wake-up. */
  | { readonly type: 'failed'; readonly chainId: string; readonly error: unknown; readonly givenUp: boolean }

export interface PipelineOptions {
  readonly direction: Direction
  readonly prover: Prover
  readonly clock: SchedulerLike
  /** Statements per batch, at most. */
  readonly batch: number
  /** A packet refused alone so many times is set aside for good, until cleared. */
  readonly attempts: number
  readonly report: (report: RelayReport) => void
}

interface SetAside {
  readonly attempts: number
  readonly retryAtMs: number | undefined
}

/** Everything that one chain is told. One batch in flight, so its account's nonces and its client's sequence never race. */
export class Pipeline {
  readonly #options: PipelineOptions
  readonly #aside = new Map<string, SetAside>()
  #limit: number
  /** What both chains looked like when there was last nothing to say. */
  #quiet: string | undefined

  constructor(options: PipelineOptions) {
    this.#options = options
    this.#limit = options.batch
  }

  /** When a packet that was set aside is to be tried again, milliseconds on the clock. */
  get nextRetryMs(): number | undefined {
    const times = [...this.#aside.values()].flatMap(({ retryAtMs }) => retryAtMs ?? [])
    return times.length === 0 ? undefined : Math.min(...times)
  }

  /** Forgets what was set aside: everything pending is tried again. */
  clear(): void {
    this.#aside.clear()
    this.#limit = this.#options.batch
    this.#quiet = undefined
  }

  /** Pulls batches until nothing is left to say. Rejects when a chain or the journal cannot be asked. */
  async pass(stopped: () => boolean): Promise<void> {
    const { direction, prover, report } = this.#options
    const chainId = direction.told.chainId
    while (!stopped()) {
      const skip = this.#skipped()
      const seen = await this.#sight(skip)
      // Many wake-ups announce what a look has seen already: the same heads have nothing new to say.
      if (seen === this.#quiet) return
      const { statements, want } = await collectWork(direction, { limit: this.#limit, skip })
      if (statements.length === 0) {
        this.#quiet = seen
        direction.observed.want(want)
        return
      }
      const { messages, declined } = await prover.prove(statements)
      if (declined.length > 0) report({ type: 'declined', chainId, declined })
      if (messages.length === 0) {
        direction.observed.want(this.#waitForFinality(declined) ? { ...want, height: await this.#nextHeight() } : want)
        return
      }
      const outcome = await direction.told.submit(messages)
      if (outcome.ok) {
        this.#succeeded(statements)
        report({ type: 'relayed', chainId, messages, transactions: outcome.value.transactions })
      } else {
        this.#refused(statements, outcome.rejection.reason)
      }
    }
  }

  async #sight(skip: ReadonlySet<string>): Promise<string> {
    const { observed, told } = this.#options.direction
    const [a, b] = await Promise.all([observed.head(), told.head()])
    return [a.height, a.hash, b.height, b.hash, ...skip].join(' ')
  }

  #waitForFinality(declined: readonly Declined[]): boolean {
    return declined.some(({ reason }) => reason === 'not-final')
  }

  async #nextHeight(): Promise<number> {
    return (await this.#options.direction.observed.head()).height + 1
  }

  #succeeded(statements: readonly Statement[]): void {
    for (const statement of statements) this.#aside.delete(this.#keyOf(statement))
    this.#limit = Math.min(this.#options.batch, this.#limit * 2)
  }

  /** Halves the batch; a packet that is refused alone waits, longer each time, and the others go on. */
  #refused(statements: readonly Statement[], reason: string): void {
    const { direction, attempts: most, clock, report } = this.#options
    const chainId = direction.told.chainId
    report({ type: 'refused', chainId, size: statements.length, reason })
    const only = statements.length === 1 ? statements[0] : undefined
    if (only === undefined) {
      this.#limit = Math.max(1, Math.floor(statements.length / 2))
      return
    }
    const key = this.#keyOf(only)
    const attempts = (this.#aside.get(key)?.attempts ?? 0) + 1
    const retryAtMs = attempts < most ? clock.now() + backoffMs(attempts) : undefined
    this.#aside.set(key, { attempts, retryAtMs })
    this.#limit = this.#options.batch
    report({ type: 'set-aside', chainId, packet: key, attempts, reason, retryAtMs })
  }

  #skipped(): ReadonlySet<string> {
    const now = this.#options.clock.now()
    const skipped = new Set<string>()
    for (const [key, { retryAtMs }] of this.#aside) {
      if (retryAtMs === undefined || retryAtMs > now) skipped.add(key)
    }
    return skipped
  }

  #keyOf(statement: Statement): string {
    const { observed, told } = this.#options.direction
    return packetKey(statement.kind === 'recv' ? observed : told, statement.packet)
  }
}

/** 100 ms, doubled each time, at most 30 s. */
export function backoffMs(attempt: number): number {
  return Math.min(100 * 2 ** attempt, 30_000)
}
