import type { EthAddress } from '@pegzone/encoding'
import type { State } from '@pegzone/ledger'
import { type Outcome, ok } from '@pegzone/outcome'
import { type Amount, BPS, type Burned, checkDeadline, curve } from '@pegzone/protocol'
import type { Revert } from '../../chain/built-in.ts'
import { contractAddresses } from '../addresses.ts'
import { burn, mint, transfer, transferFrom } from '../token/keeper.ts'
import { dai as daiToken, ixo as ixoToken } from '../token/tokens.ts'
import { invalidExitTax, marketMakerRevert, unauthorized } from './errors.ts'
import { emitAnchored, emitBought, emitExitTaxChanged, emitSold } from './events.ts'
import { curveOf, setCurve, setTerms, termsOf } from './tables.ts'

const self = contractAddresses.MarketMaker

/** `deadline` and `now` are Unix seconds; a block whose time is later than the deadline refuses. */
export interface Buy {
  readonly account: EthAddress
  readonly dai: bigint
  readonly minIxo: bigint
  readonly deadline: bigint
  readonly now: bigint
}

/** Takes `dai` from the account (by its allowance to the market maker) and mints what the curve gives. Answers the IXO. */
export function buy(state: State, { account, dai, minIxo, deadline, now }: Buy): Outcome<bigint, Revert> {
  const timely = checkDeadline(now, deadline)
  if (!timely.ok) return marketMakerRevert(timely.rejection)
  const trade = curve.mint(curveOf(state), dai as Amount<'DAI'>, minIxo as Amount<'IXO'>)
  if (!trade.ok) return marketMakerRevert(trade.rejection)
  const paid = transferFrom(state, daiToken, { spender: self, from: account, to: self, value: dai })
  if (!paid.ok) return paid
  const { minted, state: after } = trade.value
  const issued = mint(state, ixoToken, account, minted)
  if (!issued.ok) return issued
  setCurve(state, after)
  emitBought(state, self, account, dai, minted, after.supply, after.reserve)
  return ok(minted)
}

export interface Sell {
  readonly account: EthAddress
  readonly ixo: bigint
  readonly minDai: bigint
  readonly deadline: bigint
  readonly now: bigint
}

/** Burns IXO of the account (no allowance needed) and pays what the curve gives less the exit tax. Answers the DAI paid. */
export function sell(state: State, { account, ixo, minDai, deadline, now }: Sell): Outcome<bigint, Revert> {
  const timely = checkDeadline(now, deadline)
  if (!timely.ok) return marketMakerRevert(timely.rejection)
  const trade = curve.burn(curveOf(state), ixo as Amount<'IXO'>, minDai as Amount<'DAI'>)
  if (!trade.ok) return marketMakerRevert(trade.rejection)
  const settled = settleBurn(state, account, ixo, trade.value)
  return settled.ok ? ok(trade.value.payout) : settled
}

/** Carries out a burn that the economics has decided, for `sell` and for single-sided deposits. */
export function settleBurn(
  state: State,
  account: EthAddress,
  burned: bigint,
  { payout, tax, taxTo, anchored, state: after }: Omit<Burned, 'gross'>,
): Outcome<void, Revert> {
  const gone = burn(state, ixoToken, account, burned)
  if (!gone.ok) return gone
  const paid = transfer(state, daiToken, self, account, payout)
  if (!paid.ok) return paid
  if (taxTo === 'stability-buffer' && tax > 0n) {
    const { buffer } = termsOf(state)
    if (buffer === null) throw new Error('the exit tax goes to a stability buffer that is not named')
    const taxed = transfer(state, daiToken, self, buffer, tax)
    if (!taxed.ok) return taxed
  }
  setCurve(state, after)
  emitSold(state, self, account, burned, payout, tax, after.supply, after.reserve)
  if (anchored) emitAnchored(state, self, after.supply, after.reserve)
  return ok()
}

/** The operator pays `dai` into the reserve (by its allowance) and the anchor moves to (S, R): the price rises for every holder. */
export function donate(state: State, account: EthAddress, dai: bigint): Outcome<void, Revert> {
  if (account !== termsOf(state).operator) return unauthorized(account)
  const donated = curve.donate(curveOf(state), dai as Amount<'DAI'>)
  if (!donated.ok) return marketMakerRevert(donated.rejection)
  const paid = transferFrom(state, daiToken, { spender: self, from: account, to: self, value: dai })
  if (!paid.ok) return paid
  setCurve(state, donated.value)
  emitAnchored(state, self, donated.value.supply, donated.value.reserve)
  return ok()
}

/** The operator sets the exit tax, 0 ≤ bps < 10000. */
export function setExitTax(state: State, account: EthAddress, bps: bigint): Outcome<void, Revert> {
  const terms = termsOf(state)
  if (account !== terms.operator) return unauthorized(account)
  if (bps >= BPS) return invalidExitTax(bps)
  setTerms(state, { ...terms, exitTaxBps: bps })
  emitExitTaxChanged(state, self, bps)
  return ok()
}
