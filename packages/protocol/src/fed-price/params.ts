import { type Outcome, ok, refuse } from '@pegzone/outcome'
import type { ProtocolRejection } from '../rejection.ts'
import { BPS, type Wad } from '../wad.ts'

/** Parameters of the `fed-price-reserve` quote mode. */
export interface FedPriceParams {
  /** How far a pool that holds one side only shifts the mid price, bps. */
  readonly gammaBps: bigint
  /** Half-spread of a balanced pool and of a pool that holds one side only, bps. */
  readonly minSpreadBps: bigint
  readonly maxSpreadBps: bigint
  /** The rate the operator believes in, IXO per DAI (1/P), and how far a quote may be from it. */
  readonly sanity: Wad
  readonly sanityMarginBps: bigint
  /** Blocks for which a reference price is valid. */
  readonly validBlocks: bigint
  /** Caps on the net IXO sold to or bought from the pool, base units; undefined for none. */
  readonly maxBlockImbalance?: bigint
  readonly maxTotalImbalance?: bigint
}

/** The defaults of the protocol. `sanity` has none: 1/P at genesis. */
export const FED_PRICE_DEFAULTS: Omit<FedPriceParams, 'sanity'> = {
  gammaBps: 100n,
  minSpreadBps: 50n,
  maxSpreadBps: 200n,
  sanityMarginBps: 1_000n,
  validBlocks: 10n,
}

/**
 * Checks parameters. gamma·(1 + max) ≤ max keeps the bid at or below the reference price and the ask at or above it whatever the
 * skew, so that x + mid·y never falls by a trade. Refuses with PROTOCOL_POOL_INVALID.
 */
export function parseFedPrice(params: FedPriceParams): Outcome<FedPriceParams, ProtocolRejection> {
  const reason = fault(params)
  return reason === undefined ? ok(params) : refuse({ code: 'PROTOCOL_POOL_INVALID', reason })
}

function fault(params: FedPriceParams): string | undefined {
  const { gammaBps, minSpreadBps, maxSpreadBps, sanity, sanityMarginBps, validBlocks } = params
  if (minSpreadBps < 0n || maxSpreadBps < minSpreadBps || maxSpreadBps >= BPS) {
    return 'the half-spreads do not satisfy 0 <= min <= max < 10000 basis points'
  }
  if (gammaBps < 0n || gammaBps * (BPS + maxSpreadBps) > maxSpreadBps * BPS) {
    return 'gamma is above what the largest half-spread can cover'
  }
  if (sanity <= 0n || sanityMarginBps < 0n || sanityMarginBps >= BPS) return 'the sanity band is empty'
  if (validBlocks < 1n) return 'the reference price is never valid'
  if ((params.maxBlockImbalance ?? 1n) < 0n || (params.maxTotalImbalance ?? 1n) < 0n)
    return 'an imbalance cap is negative'
  return undefined
}
