import { type Outcome, ok, refuse } from '@pegzone/outcome'
import { AMOUNT_LIMIT, type Amount, type Denom } from '../amount.ts'
import type { ProtocolRejection } from '../rejection.ts'
import { BPS } from '../wad.ts'

/** A constant-product pool. Own counters in base units, never "balance of". All three are zero or all three are above zero. */
export interface PoolState<C extends Denom = 'DAI', T extends Denom = 'IXO', L extends Denom = 'IXOS'> {
  /** Collateral: DAI, or cDAI on Cosmos. */
  readonly x: Amount<C>
  /** Token: IXO, or cIXO on Cosmos. */
  readonly y: Amount<T>
  /** Vouchers issued: IXOS, or LP on Cosmos. */
  readonly vouchers: Amount<L>
  /** 0 ≤ fee < 10000. */
  readonly feeBps: bigint
}

/** Seed leaves the fee undecided; 30 is the Uniswap value. */
const DEFAULT_FEE_BPS = 30n

/** Makes an empty pool, or a given one of a genesis. Refuses with PROTOCOL_POOL_INVALID. */
export function open<C extends Denom = 'DAI', T extends Denom = 'IXO', L extends Denom = 'IXOS'>(
  genesis: Partial<PoolState<C, T, L>> = {},
): Outcome<PoolState<C, T, L>, ProtocolRejection> {
  const state: PoolState<C, T, L> = {
    x: genesis.x ?? (0n as Amount<C>),
    y: genesis.y ?? (0n as Amount<T>),
    vouchers: genesis.vouchers ?? (0n as Amount<L>),
    feeBps: genesis.feeBps ?? DEFAULT_FEE_BPS,
  }
  const counters = [state.x, state.y, state.vouchers]
  const zeros = counters.filter((units) => units === 0n).length
  if (zeros !== 0 && zeros !== counters.length) {
    return refuse({
      code: 'PROTOCOL_POOL_INVALID',
      reason: 'some of the reserves and vouchers are zero and some are not',
    })
  }
  if (counters.some((units) => units < 0n || units >= AMOUNT_LIMIT)) {
    return refuse({ code: 'PROTOCOL_POOL_INVALID', reason: 'an amount is not below 2^120' })
  }
  if (state.feeBps < 0n || state.feeBps >= BPS) {
    return refuse({ code: 'PROTOCOL_POOL_INVALID', reason: 'the fee is not between 0 and 9999 basis points' })
  }
  return ok(state)
}
