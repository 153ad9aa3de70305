import { type Outcome, ok, refuse } from '@pegzone/outcome'
import { AMOUNT_LIMIT, type Amount, type Denom } from '../amount.ts'
import type { ProtocolRejection, Quantity } from '../rejection.ts'
import { shareOf, takenFor, vouchersFor } from './quote.ts'
import type { PoolState } from './state.ts'

/** The first deposit brings at least this of each side, and a withdrawal leaves no fewer vouchers than this unless it leaves none. */
export const POOL_MINIMUM: bigint = 10n ** 9n

export interface Deposited<C extends Denom = 'DAI', T extends Denom = 'IXO', L extends Denom = 'IXOS'> {
  readonly vouchers: Amount<L>
  /** What the pool took; what was offered beyond stays with the depositor. */
  readonly takenX: Amount<C>
  readonly takenY: Amount<T>
  readonly state: PoolState<C, T, L>
}

export interface Withdrawn<C extends Denom = 'DAI', T extends Denom = 'IXO', L extends Denom = 'IXOS'> {
  readonly x: Amount<C>
  readonly y: Amount<T>
  readonly state: PoolState<C, T, L>
}

/**
 * Deposits at most (dx, dy). An empty pool takes both and issues L = 2·dy (the value of both halves in IXO). Otherwise vouchers
 * round down and what is taken rounds up.
 * Refuses with PROTOCOL_ZERO_AMOUNT, PROTOCOL_FIRST_DEPOSIT_TOO_SMALL, PROTOCOL_ZERO_OUTPUT, PROTOCOL_BELOW_MINIMUM, PROTOCOL_AMOUNT_TOO_LARGE.
 */
export function depositPair<C extends Denom, T extends Denom, L extends Denom>(
  pool: PoolState<C, T, L>,
  dx: Amount<C>,
  dy: Amount<T>,
  minVouchers: Amount<L> = 0n as Amount<L>,
): Outcome<Deposited<C, T, L>, ProtocolRejection> {
  if (dx <= 0n || dy <= 0n) return refuse({ code: 'PROTOCOL_ZERO_AMOUNT' })
  const empty = pool.vouchers === 0n
  if (empty && (dx < POOL_MINIMUM || dy < POOL_MINIMUM)) {
    return refuse({ code: 'PROTOCOL_FIRST_DEPOSIT_TOO_SMALL', x: dx, y: dy })
  }
  const vouchers = (empty ? 2n * dy : vouchersFor(pool.x, pool.y, pool.vouchers, dx, dy)) as Amount<L>
  if (vouchers === 0n) return refuse({ code: 'PROTOCOL_ZERO_OUTPUT', given: dy })
  if (vouchers < minVouchers) {
    return refuse({ code: 'PROTOCOL_BELOW_MINIMUM', what: 'vouchers', have: vouchers, need: minVouchers })
  }
  const takenX = (empty ? dx : takenFor(pool.x, pool.vouchers, vouchers)) as Amount<C>
  const takenY = (empty ? dy : takenFor(pool.y, pool.vouchers, vouchers)) as Amount<T>
  const state: PoolState<C, T, L> = {
    x: (pool.x + takenX) as Amount<C>,
    y: (pool.y + takenY) as Amount<T>,
    vouchers: (pool.vouchers + vouchers) as Amount<L>,
    feeBps: pool.feeBps,
  }
  return tooLarge(state) ?? ok({ vouchers, takenX, takenY, state })
}

/**
 * Redeems vouchers for their share of both reserves. Rounds both down; the last withdrawal empties the pool.
 * Refuses with PROTOCOL_ZERO_AMOUNT, PROTOCOL_EXCEEDS_VOUCHERS, PROTOCOL_VOUCHERS_STRANDED, PROTOCOL_ZERO_OUTPUT, PROTOCOL_BELOW_MINIMUM.
 */
export function withdraw<C extends Denom, T extends Denom, L extends Denom>(
  pool: PoolState<C, T, L>,
  redeemed: Amount<L>,
  minX: Amount<C> = 0n as Amount<C>,
  minY: Amount<T> = 0n as Amount<T>,
): Outcome<Withdrawn<C, T, L>, ProtocolRejection> {
  if (redeemed <= 0n) return refuse({ code: 'PROTOCOL_ZERO_AMOUNT' })
  if (redeemed > pool.vouchers) {
    return refuse({ code: 'PROTOCOL_EXCEEDS_VOUCHERS', vouchers: pool.vouchers, asked: redeemed })
  }
  const left = (pool.vouchers - redeemed) as Amount<L>
  if (left > 0n && left < POOL_MINIMUM) return refuse({ code: 'PROTOCOL_VOUCHERS_STRANDED', left })
  const x = shareOf(pool.x, pool.vouchers, redeemed) as Amount<C>
  const y = shareOf(pool.y, pool.vouchers, redeemed) as Amount<T>
  if (x === 0n || y === 0n) return refuse({ code: 'PROTOCOL_ZERO_OUTPUT', given: redeemed })
  if (x < minX) return refuse({ code: 'PROTOCOL_BELOW_MINIMUM', what: 'DAI', have: x, need: minX })
  if (y < minY) return refuse({ code: 'PROTOCOL_BELOW_MINIMUM', what: 'IXO', have: y, need: minY })
  const state: PoolState<C, T, L> = {
    x: (pool.x - x) as Amount<C>,
    y: (pool.y - y) as Amount<T>,
    vouchers: left,
    feeBps: pool.feeBps,
  }
  return ok({ x, y, state })
}

function tooLarge<C extends Denom, T extends Denom, L extends Denom>({ x, y, vouchers }: PoolState<C, T, L>) {
  const counters: readonly (readonly [Quantity, bigint])[] = [
    ['DAI', x],
    ['IXO', y],
    ['vouchers', vouchers],
  ]
  const over = counters.find(([, units]) => units >= AMOUNT_LIMIT)
  return over && refuse({ code: 'PROTOCOL_AMOUNT_TOO_LARGE', what: over[0], units: over[1] })
}
