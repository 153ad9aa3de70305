import type { EthAddress } from '@pegzone/encoding'
import type { State, View } from '@pegzone/ledger'
import { type Outcome, ok } from '@pegzone/outcome'
import { AMOUNT_LIMIT } from '@pegzone/protocol'
import type { Revert } from '../../chain/built-in.ts'
import { ZERO_ADDRESS } from '../addresses.ts'
import { MAX_UINT256 } from '../bounds.ts'
import * as refusals from './errors.ts'
import { emitApproval, emitTransfer } from './events.ts'
import { supplyTable, type Token } from './tokens.ts'

/** Base units. */
export function balanceOf(view: View, token: Token, account: EthAddress): bigint {
  return view.read(token.balances).get(account) ?? 0n
}

export function totalSupply(view: View, token: Token): bigint {
  return view.read(supplyTable).get(token.symbol) ?? 0n
}

export function allowance(view: View, token: Token, owner: EthAddress, spender: EthAddress): bigint {
  return view.read(token.allowances).get([owner, spender]) ?? 0n
}

/** Moves `value` base units. Refuses like OpenZeppelin's ERC20: zero sender, zero receiver, too small a balance, in that order. */
export function transfer(
  state: State,
  token: Token,
  from: EthAddress,
  to: EthAddress,
  value: bigint,
): Outcome<void, Revert> {
  if (from === ZERO_ADDRESS) return refusals.invalidSender(from)
  if (to === ZERO_ADDRESS) return refusals.invalidReceiver(to)
  const balances = state.open(token.balances)
  const balance = balances.get(from) ?? 0n
  if (balance < value) return refusals.insufficientBalance(from, balance, value)
  if (value > 0n && from !== to) {
    if (balance === value) balances.delete(from)
    else balances.set(from, balance - value)
    balances.set(to, (balances.get(to) ?? 0n) + value)
  }
  emitTransfer(state, token.address, from, to, value)
  return ok()
}

export interface SpendAllowance {
  readonly spender: EthAddress
  readonly from: EthAddress
  readonly to: EthAddress
  readonly value: bigint
}

/** Moves `value` of `from` on behalf of `spender`. An allowance of 2^256 - 1 is not used up. The allowance is checked first. */
export function transferFrom(
  state: State,
  token: Token,
  { spender, from, to, value }: SpendAllowance,
): Outcome<void, Revert> {
  const allowances = state.open(token.allowances)
  const allowed = allowances.get([from, spender]) ?? 0n
  if (allowed < MAX_UINT256) {
    if (allowed < value) return refusals.insufficientAllowance(spender, allowed, value)
    if (from === ZERO_ADDRESS) return refusals.invalidApprover(from)
    if (spender === ZERO_ADDRESS) return refusals.invalidSpender(spender)
    if (allowed === value && value > 0n) allowances.delete([from, spender])
    else if (value > 0n) allowances.set([from, spender], allowed - value)
  }
  return transfer(state, token, from, to, value)
}

/** Replaces the allowance; any value of a word. Refuses the zero owner and the zero spender. */
export function approve(
  state: State,
  token: Token,
  owner: EthAddress,
  spender: EthAddress,
  value: bigint,
): Outcome<void, Revert> {
  if (owner === ZERO_ADDRESS) return refusals.invalidApprover(owner)
  if (spender === ZERO_ADDRESS) return refusals.invalidSpender(spender)
  const allowances = state.open(token.allowances)
  if (value > 0n) allowances.set([owner, spender], value)
  else if (allowances.get([owner, spender]) !== undefined) allowances.delete([owner, spender])
  emitApproval(state, token.address, owner, spender, value)
  return ok()
}

/** Creates `value` base units. Who may is the caller's affair: `token/abi.ts` asks for the minter, the other keepers are it. */
export function mint(state: State, token: Token, to: EthAddress, value: bigint): Outcome<void, Revert> {
  if (to === ZERO_ADDRESS) return refusals.invalidReceiver(to)
  const supplies = state.open(supplyTable)
  const supply = (supplies.get(token.symbol) ?? 0n) + value
  if (supply >= AMOUNT_LIMIT) return refusals.supplyExceeded(supply)
  if (value > 0n) {
    supplies.set(token.symbol, supply)
    const balances = state.open(token.balances)
    balances.set(to, (balances.get(to) ?? 0n) + value)
  }
  emitTransfer(state, token.address, ZERO_ADDRESS, to, value)
  return ok()
}

/** Destroys `value` base units of `from`, no allowance asked. */
export function burn(state: State, token: Token, from: EthAddress, value: bigint): Outcome<void, Revert> {
  if (from === ZERO_ADDRESS) return refusals.invalidSender(from)
  const balances = state.open(token.balances)
  const balance = balances.get(from) ?? 0n
  if (balance < value) return refusals.insufficientBalance(from, balance, value)
  if (value > 0n) {
    if (balance === value) balances.delete(from)
    else balances.set(from, balance - value)
    const supplies = state.open(supplyTable)
    supplies.set(token.symbol, (supplies.get(token.symbol) ?? 0n) - value)
  }
  emitTransfer(state, token.address, from, ZERO_ADDRESS, value)
  return ok()
}
