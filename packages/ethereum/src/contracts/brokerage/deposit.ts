import type { EthAddress } from '@pegzone/encoding'
import type { State } from '@pegzone/ledger'
import { type Outcome, ok } from '@pegzone/outcome'
import { type Amount, brokerage, checkDeadline, pool } from '@pegzone/protocol'
import type { Revert } from '../../chain/built-in.ts'
import { contractAddresses } from '../addresses.ts'
import { settleBurn } from '../market-maker/keeper.ts'
import { curveOf } from '../market-maker/tables.ts'
import { mint, transfer, transferFrom } from '../token/keeper.ts'
import { dai as daiToken, ixos as ixosToken, ixo as ixoToken } from '../token/tokens.ts'
import { brokerageRevert } from './errors.ts'
import { emitDeposited, emitDepositedSingle } from './events.ts'
import { poolOf, setPool } from './tables.ts'

const self = contractAddresses.Brokerage

/** `deadline` and `now` are Unix seconds, here and in the other calls. */
export interface DepositPair {
  readonly account: EthAddress
  readonly dai: bigint
  readonly ixo: bigint
  readonly minVouchers: bigint
  readonly deadline: bigint
  readonly now: bigint
}

export interface PairDeposited {
  readonly vouchers: bigint
  readonly daiTaken: bigint
  readonly ixoTaken: bigint
}

/** Takes DAI and IXO in the pool's ratio (by allowance), mints vouchers. What does not fit is never taken. */
export function depositPair(state: State, deposit: DepositPair): Outcome<PairDeposited, Revert> {
  const { account, dai, ixo, minVouchers, deadline, now } = deposit
  const timely = checkDeadline(now, deadline)
  if (!timely.ok) return brokerageRevert(timely.rejection)
  const made = pool.depositPair(
    poolOf(state),
    dai as Amount<'DAI'>,
    ixo as Amount<'IXO'>,
    minVouchers as Amount<'IXOS'>,
  )
  if (!made.ok) return brokerageRevert(made.rejection)
  const { vouchers, takenX, takenY, state: after } = made.value
  const paidDai = transferFrom(state, daiToken, { spender: self, from: account, to: self, value: takenX })
  if (!paidDai.ok) return paidDai
  const paidIxo = transferFrom(state, ixoToken, { spender: self, from: account, to: self, value: takenY })
  if (!paidIxo.ok) return paidIxo
  const issued = mint(state, ixosToken, account, vouchers)
  if (!issued.ok) return issued
  setPool(state, after)
  emitDeposited(state, self, account, takenX, takenY, vouchers, after.x, after.y)
  return ok({ vouchers, daiTaken: takenX, ixoTaken: takenY })
}

export interface DepositSingle {
  readonly account: EthAddress
  readonly ixo: bigint
  /** Least DAI that must reach the pool. */
  readonly minDai: bigint
  readonly minVouchers: bigint
  readonly deadline: bigint
  readonly now: bigint
}

export interface SingleDepositMade extends PairDeposited {
  readonly ixoBurned: bigint
}

/**
 * Takes IXO (by allowance), burns part of it on the curve, and deposits what that pays beside the rest. DAI that does not fit
 * is paid to the account; IXO that does not fit is never taken.
 */
export function depositSingle(state: State, deposit: DepositSingle): Outcome<SingleDepositMade, Revert> {
  const { account, ixo, minDai, minVouchers, deadline, now } = deposit
  const timely = checkDeadline(now, deadline)
  if (!timely.ok) return brokerageRevert(timely.rejection)
  const minima = { minDai: minDai as Amount<'DAI'>, minVouchers: minVouchers as Amount<'IXOS'> }
  const made = brokerage.depositSingle(curveOf(state), poolOf(state), ixo as Amount<'IXO'>, minima)
  if (!made.ok) return brokerageRevert(made.rejection)
  const { burned, gross, tax, taxTo, anchored, takenX, takenY, vouchers, returnedX, curve, pool: after } = made.value
  const value = burned + takenY
  const taken = transferFrom(state, ixoToken, { spender: self, from: account, to: self, value })
  if (!taken.ok) return taken
  const payout = (gross - tax) as Amount<'DAI'>
  const sold = settleBurn(state, self, burned, { payout, tax, taxTo, anchored, state: curve })
  if (!sold.ok) return sold
  if (returnedX > 0n) {
    const returned = transfer(state, daiToken, self, account, returnedX)
    if (!returned.ok) return returned
  }
  const issued = mint(state, ixosToken, account, vouchers)
  if (!issued.ok) return issued
  setPool(state, after)
  emitDeposited(state, self, account, takenX, takenY, vouchers, after.x, after.y)
  emitDepositedSingle(state, self, account, burned, payout, returnedX)
  return ok({ vouchers, ixoBurned: burned, daiTaken: takenX, ixoTaken: takenY })
}
