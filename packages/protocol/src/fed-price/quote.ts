import { type Outcome, ok, refuse } from '@pegzone/outcome'
import type { ProtocolRejection } from '../rejection.ts'
import { BPS, divUp, mulDivUp, WAD, type Wad } from '../wad.ts'
import type { FedPriceParams } from './params.ts'

/** A price with the block at whose end it was read, DAI per IXO. On Cosmos the last relayed one, at the block that received it. */
export interface ReferencePrice {
  readonly mid: Wad
  readonly block: bigint
}

/** What the pool offers now. bid: DAI paid for one IXO; ask: DAI taken for one IXO. */
export interface FedQuote {
  readonly mid: Wad
  readonly skewBps: bigint
  readonly halfSpreadBps: bigint
  readonly bid: Wad
  readonly ask: Wad
}

/**
 * The quote of a pool with reserves x (DAI) and y (IXO), at most one of them zero. bid rounds down, ask rounds up.
 * v = floor(y·mid); k = trunc(10000·(x − v)/(x + v)); mid' = floor(mid·(10^8 + gamma·k)/10^8); h = min + ceil((max − min)·|k|/10000).
 * Source: the seed's quoted brokerage after Kyber's Fed Price Reserve; skew and spread are our own integers.
 */
export function fedQuote(x: bigint, y: bigint, reference: Wad, params: FedPriceParams): FedQuote {
  const value = (y * reference) / WAD
  const skewBps = (BPS * (x - value)) / (x + value)
  const mid = (reference * (BPS * BPS + params.gammaBps * skewBps)) / (BPS * BPS)
  const spread = params.maxSpreadBps - params.minSpreadBps
  const halfSpreadBps = params.minSpreadBps + mulDivUp(spread, skewBps < 0n ? -skewBps : skewBps, BPS)
  const bid = (mid * (BPS - halfSpreadBps)) / BPS
  const ask = mulDivUp(mid, BPS + halfSpreadBps, BPS)
  return { mid: mid as Wad, skewBps, halfSpreadBps, bid: bid as Wad, ask: ask as Wad }
}

/** True when `rate` is within sanity·(1 ± margin), both ends included; all in IXO per DAI. */
export function withinSanity(rate: bigint, sanity: bigint, marginBps: bigint): boolean {
  return rate * BPS >= sanity * (BPS - marginBps) && rate * BPS <= sanity * (BPS + marginBps)
}

/**
 * The quote if it may be traded at in block `block`. The reference must come from an earlier block: with a live one, mint, sell and burn
 * in one block empties the pool. Refuses with PROTOCOL_QUOTE_LIVE, PROTOCOL_QUOTE_STALE, PROTOCOL_POOL_EMPTY, PROTOCOL_QUOTE_OUTSIDE_SANITY.
 */
export function tradableQuote(
  { x, y }: { readonly x: bigint; readonly y: bigint },
  reference: ReferencePrice,
  block: bigint,
  params: FedPriceParams,
): Outcome<FedQuote, ProtocolRejection> {
  const ageBlocks = block - reference.block
  if (ageBlocks < 1n) return refuse({ code: 'PROTOCOL_QUOTE_LIVE', block })
  if (ageBlocks > params.validBlocks) {
    return refuse({ code: 'PROTOCOL_QUOTE_STALE', ageBlocks, validBlocks: params.validBlocks })
  }
  if (x + (y * reference.mid) / WAD === 0n) return refuse({ code: 'PROTOCOL_POOL_EMPTY' })
  const quote = fedQuote(x, y, reference.mid, params)
  const rate = quote.mid === 0n ? 0n : (WAD * WAD) / quote.mid
  if (quote.bid === 0n || !withinSanity(rate, params.sanity, params.sanityMarginBps)) {
    const low = divUp(params.sanity * (BPS - params.sanityMarginBps), BPS)
    const high = (params.sanity * (BPS + params.sanityMarginBps)) / BPS
    return refuse({ code: 'PROTOCOL_QUOTE_OUTSIDE_SANITY', rate, low, high })
  }
  return ok(quote)
}
