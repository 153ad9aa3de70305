import { type Outcome, ok, refuse } from '@pegzone/outcome'
import type { Amount, Denom } from '../amount.ts'
import type { CurveState } from '../curve/state.ts'
import { type Burned, burn } from '../curve/trade.ts'
import { depositPair } from '../pool/liquidity.ts'
import type { PoolState } from '../pool/state.ts'
import type { ProtocolRejection } from '../rejection.ts'
import { splitForPool } from './split.ts'

/** What the depositor insists on. Without them whoever moved the pool first takes up to 61 % of the deposit. */
export interface SingleDepositMinima<C extends Denom = 'DAI', L extends Denom = 'IXOS'> {
  /** Least DAI that must reach the pool. */
  readonly minDai?: Amount<C>
  readonly minVouchers?: Amount<L>
}

export interface SingleDeposited<C extends Denom = 'DAI', T extends Denom = 'IXO', L extends Denom = 'IXOS'> {
  /** Tokens burned on the curve, and what that paid: gross = tax + payout. */
  readonly burned: Amount<T>
  readonly gross: Amount<C>
  readonly tax: Amount<C>
  readonly taxTo: Burned['taxTo']
  readonly anchored: boolean
  /** What the pool took. */
  readonly takenX: Amount<C>
  readonly takenY: Amount<T>
  readonly vouchers: Amount<L>
  /** What did not fit and returns to the depositor: offered = burned + takenY + returnedY, gross = tax + takenX + returnedX. */
  readonly returnedX: Amount<C>
  readonly returnedY: Amount<T>
  readonly curve: CurveState<C, T>
  readonly pool: PoolState<C, T, L>
}

/**
 * Deposits IXO alone: part of it is burned on the curve (exit tax included), its proceeds and the rest go into the pool as a pair.
 * `curve` is undefined on a ledger without one.
 * Refuses with PROTOCOL_CURVE_ABSENT, PROTOCOL_ZERO_AMOUNT, PROTOCOL_ZERO_OUTPUT, PROTOCOL_BELOW_MINIMUM, and as the pair deposit does.
 * Source: the working example of the seed text; the DAI side comes out of the collateral of the curve.
 */
export function depositSingle<C extends Denom, T extends Denom, L extends Denom>(
  curve: CurveState<C, T> | undefined,
  pool: PoolState<C, T, L>,
  offered: Amount<T>,
  { minDai = 0n as Amount<C>, minVouchers = 0n as Amount<L> }: SingleDepositMinima<C, L> = {},
): Outcome<SingleDeposited<C, T, L>, ProtocolRejection> {
  if (curve === undefined) return refuse({ code: 'PROTOCOL_CURVE_ABSENT' })
  if (offered <= 0n) return refuse({ code: 'PROTOCOL_ZERO_AMOUNT' })
  const burned = splitForPool(curve, pool, offered) as Amount<T>
  if (burned === 0n) return refuse({ code: 'PROTOCOL_ZERO_OUTPUT', given: offered })
  const sold = burn(curve, burned)
  if (!sold.ok) return sold
  const { gross, tax, payout, taxTo, anchored } = sold.value
  const rest = (offered - burned) as Amount<T>
  const deposit = depositPair(pool, payout, rest, minVouchers)
  if (!deposit.ok) return deposit
  const { takenX, takenY, vouchers, state } = deposit.value
  if (takenX < minDai) return refuse({ code: 'PROTOCOL_BELOW_MINIMUM', what: 'DAI', have: takenX, need: minDai })
  return ok({
    burned,
    gross,
    tax,
    taxTo,
    anchored,
    takenX,
    takenY,
    vouchers,
    returnedX: (payout - takenX) as Amount<C>,
    returnedY: (rest - takenY) as Amount<T>,
    curve: sold.value.state,
    pool: state,
  })
}
