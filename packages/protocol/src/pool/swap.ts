import { type Outcome, ok, refuse } from '@pegzone/outcome'
import { AMOUNT_LIMIT, type Amount, type Denom } from '../amount.ts'
import type { ProtocolRejection } from '../rejection.ts'
import { exactIn, exactOut } from './quote.ts'
import type { PoolState } from './state.ts'

/** A side of the pool: `x` is the collateral (DAI), `y` the token (IXO). */
export type Side = 'x' | 'y'

/** The amount type of what a swap takes in when it sells side K. */
export type Sold<K extends Side, C extends Denom, T extends Denom> = K extends 'x' ? Amount<C> : Amount<T>

/** The amount type of what a swap gives out when it sells side K. */
export type Bought<K extends Side, C extends Denom, T extends Denom> = K extends 'x' ? Amount<T> : Amount<C>

export interface Swapped<K extends Side, C extends Denom, T extends Denom, L extends Denom> {
  readonly paid: Sold<K, C, T>
  readonly received: Bought<K, C, T>
  readonly state: PoolState<C, T, L>
}

/**
 * Sells exactly `paid` of side `sell`. Output rounds down; x·y never falls.
 * Refuses with PROTOCOL_ZERO_AMOUNT, PROTOCOL_POOL_EMPTY, PROTOCOL_ZERO_OUTPUT, PROTOCOL_BELOW_MINIMUM, PROTOCOL_AMOUNT_TOO_LARGE.
 */
export function swapExactIn<K extends Side, C extends Denom, T extends Denom, L extends Denom>(
  pool: PoolState<C, T, L>,
  sell: K,
  paid: Sold<K, NoInfer<C>, NoInfer<T>>,
  minOut: Bought<K, NoInfer<C>, NoInfer<T>> = 0n as Bought<K, NoInfer<C>, NoInfer<T>>,
): Outcome<Swapped<K, C, T, L>, ProtocolRejection> {
  if (paid <= 0n) return refuse({ code: 'PROTOCOL_ZERO_AMOUNT' })
  if (pool.vouchers === 0n) return refuse({ code: 'PROTOCOL_POOL_EMPTY' })
  const sellsX = sell === 'x'
  const received = sellsX ? exactIn(pool.x, pool.y, pool.feeBps, paid) : exactIn(pool.y, pool.x, pool.feeBps, paid)
  if (received === 0n) return refuse({ code: 'PROTOCOL_ZERO_OUTPUT', given: paid })
  if (received < minOut) {
    return refuse({ code: 'PROTOCOL_BELOW_MINIMUM', what: sellsX ? 'IXO' : 'DAI', have: received, need: minOut })
  }
  return settleSwap(pool, sell, paid, received)
}

/**
 * Buys exactly `wanted` of the side that is not `sell`. The price rounds up; x·y never falls.
 * Refuses with PROTOCOL_ZERO_AMOUNT, PROTOCOL_POOL_EMPTY, PROTOCOL_EXCEEDS_RESERVE, PROTOCOL_ABOVE_MAXIMUM, PROTOCOL_AMOUNT_TOO_LARGE.
 */
export function swapExactOut<K extends Side, C extends Denom, T extends Denom, L extends Denom>(
  pool: PoolState<C, T, L>,
  sell: K,
  wanted: Bought<K, NoInfer<C>, NoInfer<T>>,
  maxIn?: Sold<K, NoInfer<C>, NoInfer<T>>,
): Outcome<Swapped<K, C, T, L>, ProtocolRejection> {
  if (wanted <= 0n) return refuse({ code: 'PROTOCOL_ZERO_AMOUNT' })
  if (pool.vouchers === 0n) return refuse({ code: 'PROTOCOL_POOL_EMPTY' })
  const reserve: bigint = sell === 'x' ? pool.y : pool.x
  if (wanted >= reserve) return refuse({ code: 'PROTOCOL_EXCEEDS_RESERVE', reserve, asked: wanted })
  const paid = exactOut(sell === 'x' ? pool.x : pool.y, reserve, pool.feeBps, wanted)
  if (maxIn !== undefined && paid > maxIn) return refuse({ code: 'PROTOCOL_ABOVE_MAXIMUM', have: paid, most: maxIn })
  return settleSwap(pool, sell, paid, wanted)
}

/**
 * Books a swap whose price is already decided. Gives out less than the whole reserve, always.
 * Refuses with PROTOCOL_EXCEEDS_RESERVE, PROTOCOL_AMOUNT_TOO_LARGE.
 */
export function settleSwap<K extends Side, C extends Denom, T extends Denom, L extends Denom>(
  pool: PoolState<C, T, L>,
  sell: K,
  paid: bigint,
  received: bigint,
): Outcome<Swapped<K, C, T, L>, ProtocolRejection> {
  const sellsX = sell === 'x'
  const reserve: bigint = sellsX ? pool.y : pool.x
  if (received >= reserve) return refuse({ code: 'PROTOCOL_EXCEEDS_RESERVE', reserve, asked: received })
  const x = (sellsX ? pool.x + paid : pool.x - received) as Amount<C>
  const y = (sellsX ? pool.y - received : pool.y + paid) as Amount<T>
  const grown: bigint = sellsX ? x : y
  if (grown >= AMOUNT_LIMIT) return refuse({ code: 'PROTOCOL_AMOUNT_TOO_LARGE', what: 'reserve', units: grown })
  const state: PoolState<C, T, L> = { x, y, vouchers: pool.vouchers, feeBps: pool.feeBps }
  return ok({ paid: paid as Sold<K, C, T>, received: received as Bought<K, C, T>, state })
}
