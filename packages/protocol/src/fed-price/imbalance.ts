import { type Outcome, ok, refuse } from '@pegzone/outcome'
import type { ProtocolRejection } from '../rejection.ts'
import type { FedPriceParams } from './params.ts'

/** Net IXO that the pool took in (positive) or gave out (negative), base units: in `block`, and since the operator last reset it. */
export interface Imbalance {
  readonly block: bigint
  readonly inBlock: bigint
  readonly total: bigint
}

/**
 * Books `tokens` (signed) in `block`. A trade that brings an imbalance closer to zero is never refused.
 * Refuses with PROTOCOL_IMBALANCE_EXCEEDED. Source: Kyber imbalance data, caps per block and in total.
 */
export function bookImbalance(
  imbalance: Imbalance,
  block: bigint,
  tokens: bigint,
  { maxBlockImbalance, maxTotalImbalance }: FedPriceParams,
): Outcome<Imbalance, ProtocolRejection> {
  const before = imbalance.block === block ? imbalance.inBlock : 0n
  const inBlock = before + tokens
  const total = imbalance.total + tokens
  if (exceeds(before, inBlock, maxBlockImbalance)) {
    return refuse({
      code: 'PROTOCOL_IMBALANCE_EXCEEDED',
      scope: 'block',
      imbalance: inBlock,
      cap: maxBlockImbalance ?? 0n,
    })
  }
  if (exceeds(imbalance.total, total, maxTotalImbalance)) {
    return refuse({
      code: 'PROTOCOL_IMBALANCE_EXCEEDED',
      scope: 'total',
      imbalance: total,
      cap: maxTotalImbalance ?? 0n,
    })
  }
  return ok({ block, inBlock, total })
}

function exceeds(before: bigint, after: bigint, cap: bigint | undefined): boolean {
  const size = magnitude(after)
  return cap !== undefined && size > cap && size >= magnitude(before)
}

function magnitude(units: bigint): bigint {
  return units < 0n ? -units : units
}
