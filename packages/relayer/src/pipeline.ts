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
  /** Packets refused on their own since a batch got in. */
  #loneRefusals = 0
  /** When the last look was made: what fell due by then has had its turn. */
  #lookedAtMs = Number.NEGATIVE_INFINITY
  /** What both chains looked like when there was last nothing to say. */
  #quiet: string | undefined

  constructor(options: PipelineOptions) {
    this.#options = options
    this.#limit = options.batch
  }

  /** When a packet that was set aside falls due next, milliseconds on the clock. May have passed since the last look. */
  get nextRetryMs(): number | undefined {
    let next: number | undefined
    for (const { retryAtMs } of this.#aside.values()) {
      if (retryAtMs === undefined || retryAtMs <= this.#lookedAtMs) continue
      if (next === undefined || retryAtMs < next) next = retryAtMs
    }
    return next
  }

  /** Forgets what was set aside: everything pending is tried again. */
  clear(): void {
    this.#aside.clear()
    this.#limit = this.#options.batch
    this.#quiet = undefined
  }

  /**
   * Pulls batches until nothing is left to say. Rejects when a chain or the journal cannot be asked, and when the chain
   * refuses whatever it is told.
   */
  async pass(stopped: () => boolean): Promise<void> {
    const { direction, prover, report } = this.#options
    const chainId = direction.told.chainId
    /** What attestors would not sign in this pass: those behind it get their turn. */
    const declinedNow = new Set<string>()
    while (!stopped()) {
      const aside = this.#waiting()
      const seen = await this.#sight(aside)
      // Many wake-ups announce what a look has seen already: the same heads have nothing new to say.
      if (seen === this.#quiet) return
      const skip = new Set([...aside, ...declinedNow])
      const { statements, want } = await collectWork(direction, { limit: this.#limit, skip })
      if (statements.length === 0) {
        if (stopped()) return
        direction.observed.want(want)
        this.#quiet = seen
        return
      }
      const { messages, declined } = await prover.prove(statements)
      if (declined.length > 0) report({ type: 'declined', chainId, declined })
      for (const { statement } of declined) declinedNow.add(this.#keyOf(statement))
      if (messages.length === 0 && declined.length === 0)
        throw new Error(`${chainId}: nothing proven, nothing declined`)
      if (messages.length === 0) continue
      const said = statements.filter((statement) => !declinedNow.has(this.#keyOf(statement)))
      const outcome = await direction.told.submit(messages)
      if (outcome.ok) {
        this.#succeeded(said)
        report({ type: 'relayed', chainId, messages, transactions: outcome.value.transactions })
      } else {
        // A chain that stops refuses what it no longer does: no fault of a packet.
        if (stopped()) return
        this.#refused(said, outcome.rejection.reason)
      }
    }
  }

  async #sight(aside: readonly string[]): Promise<string> {
    const { observed, told } = this.#options.direction
    const [a, b] = await Promise.all([observed.head(), told.head()])
    return [a.height, a.hash, b.height, b.hash, ...aside].join(' ')
  }

  #succeeded(statements: readonly Statement[]): void {
    for (const statement of statements) this.#aside.delete(this.#keyOf(statement))
    this.#limit = Math.min(this.#options.batch, this.#limit * 2)
    this.#loneRefusals = 0
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
    this.#loneRefusals += 1
    if (this.#loneRefusals < mostLoneRefusals) return
    this.#loneRefusals = 0
    throw new Error(`${chainId} refuses ${mostLoneRefusals} packets in a row: ${reason}`)
  }

  /** Packets that are set aside and not due. Those that have left the pending set are harmless and few. */
  #waiting(): readonly string[] {
    this.#lookedAtMs = this.#options.clock.now()
    const waiting: string[] = []
    for (const [key, { retryAtMs }] of this.#aside) {
      if (retryAtMs === undefined || retryAtMs > this.#lookedAtMs) waiting.push(key)
    }
    return waiting
  }

  #keyOf(statement: Statement): string {
    const { observed, told } = this.#options.direction
    return packetKey(statement.kind === 'recv' ? observed : told, statement.packet)
  }
}

/** A chain that refuses so many packets one by one is at fault itself: asking it for the next ones waits too. */
const mostLoneRefusals = 4

/** 200 ms, doubled each time, at most 30 s. */
export function backoffMs(attempt: number): number {
  return Math.min(100 * 2 ** attempt, 30_000)
}
