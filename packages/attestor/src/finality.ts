import { type Outcome, ok, type Rejection, refuse } from '@pegzone/outcome'

/** Decides which blocks of a chain may be attested: everything at or below `finalHeight` of the present head. */
export interface FinalityPolicy {
  /** As given by the user: `instant`, `confirmations:12`, `safe`, `finalized`. */
  readonly name: string
  /** Blocks that must stand on top of a block before it is final. */
  readonly depth: number
}

export interface FinalityUnknown extends Rejection {
  readonly code: 'ATTESTOR_FINALITY_UNKNOWN'
  readonly given: string
}

/** Highest height that is final at this head; negative while nothing is. */
export function finalHeight(policy: FinalityPolicy, headHeight: number): number {
  return headHeight - policy.depth
}

/**
 * `instant` (0 blocks; unsafe on a chain with reorgs, for demonstration), `confirmations:k`, `safe` (one epoch) and
 * `finalized` (two epochs) of `slotsInEpoch` blocks each, as `anvil --slots-in-epoch` counts them.
 * Refuses with ATTESTOR_FINALITY_UNKNOWN.
 */
export function parseFinality(text: string, slotsInEpoch = 32): Outcome<FinalityPolicy, FinalityUnknown> {
  const [kind, count] = text.split(':')
  if (kind === 'instant' && count === undefined) return ok({ name: text, depth: 0 })
  if (kind === 'safe' && count === undefined) return ok({ name: text, depth: slotsInEpoch })
  if (kind === 'finalized' && count === undefined) return ok({ name: text, depth: 2 * slotsInEpoch })
  if (kind === 'confirmations' && count !== undefined && /^[0-9]{1,6}$/.test(count) && !text.includes(':', 14)) {
    return ok({ name: text, depth: Number(count) })
  }
  return refuse({ code: 'ATTESTOR_FINALITY_UNKNOWN', given: text })
}
