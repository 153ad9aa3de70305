import type { FinalityPolicy, Prover } from '@pegzone/attestor'
import { createRelayer, type Endpoint, type Relayer } from '@pegzone/relayer'
import type { SchedulerLike } from 'rxjs'

/** What it takes to speak to one chain. */
export interface Side {
  readonly endpoint: Endpoint
  /** Proves to this chain what happened on the other. */
  readonly prover: Prover
  readonly finality: FinalityPolicy
}

/** Carries packets both ways until it is stopped; says what it does. */
export function carry(ethereum: Side, cosmos: Side, clock: SchedulerLike, say: (line: string) => void): Relayer {
  const relayer = createRelayer({ a: ethereum, b: cosmos, clock, batch: 30 })
  relayer.reports$.subscribe((report) => {
    if (report.type === 'relayed') say(`${report.messages.length} messages to ${report.chainId}`)
    if (report.type === 'failed') say(`${report.chainId}: ${report.error}`)
  })
  return relayer
}
