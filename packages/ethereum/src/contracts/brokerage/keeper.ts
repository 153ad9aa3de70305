import type { EthAddress } from '@pegzone/encoding'
import type { State } from '@pegzone/ledger'
import { type Outcome, ok } from '@pegzone/outcome'
import { type Amount, checkDeadline, mulDivDown, pool, WAD } from '@pegzone/protocol'
import type { Revert } from '../../chain/built-in.ts'
import { contractAddresses } from '../addresses.ts'
import { burn, transfer, transferFrom } from '../token/keeper.ts'
import { dai as daiToken, ixos as ixosToken, ixo as ixoToken, type Token } from '../token/tokens.ts'
import { brokerageRevert, unknownToken } from './errors.ts'
import { emitSwapped, emitWithdrawn } from './events.ts'
import { poolOf, setLastQuote, setPool } from './tables.ts'

const self = contractAddresses.Brokerage

export interface Withdraw {
  readonly account: EthAddress
  readonly vouchers: bigint
  readonly minDai: bigint
  readonly minIxo: bigint
  readonly deadline: bigint
  readonly now: bigint
}

/** Burns vouchers of the account (no allowance needed) and pays their share of both reserves, rounded down. */
export function withdraw(
  state: State,
  { account, vouchers, minDai, minIxo, deadline, now }: Withdraw,
): Outcome<{ readonly dai: bigint; readonly ixo: bigint }, Revert> {
  const timely = checkDeadline(now, deadline)
  if (!timely.ok) return brokerageRevert(timely.rejection)
  const made = pool.withdraw(
    poolOf(state),
    vouchers as Amount<'IXOS'>,
    minDai as Amount<'DAI'>,
    minIxo as Amount<'IXO'>,
  )
  if (!made.ok) return brokerageRevert(made.rejection)
  const { x, y, state: after } = made.value
  const gone = burn(state, ixosToken, account, vouchers)
  if (!gone.ok) return gone
  const paidDai = transfer(state, daiToken, self, account, x)
  if (!paidDai.ok) return paidDai
  const paidIxo = transfer(state, ixoToken, self, account, y)
  if (!paidIxo.ok) return paidIxo
  setPool(state, after)
  emitWithdrawn(state, self, account, x, y, vouchers, after.x, after.y)
  return ok({ dai: x, ixo: y })
}

export interface SwapExactIn {
  readonly account: EthAddress
  /** DAI or IXO; the other one comes out. */
  readonly tokenIn: EthAddress
  readonly amountIn: bigint
  readonly minOut: bigint
  readonly deadline: bigint
  readonly now: bigint
}

/** Sells exactly `amountIn` (taken by allowance). Answers what came out, rounded down. */
export function swapExactIn(state: State, swap: SwapExactIn): Outcome<bigint, Revert> {
  const timely = checkDeadline(swap.now, swap.deadline)
  if (!timely.ok) return brokerageRevert(timely.rejection)
  const side = soldSide(swap.tokenIn)
  if (side === undefined) return unknownToken(swap.tokenIn)
  const made = pool.swapExactIn<pool.Side, 'DAI', 'IXO', 'IXOS'>(
    poolOf(state),
    side,
    swap.amountIn as Amount<'DAI'>,
    swap.minOut as Amount<'IXO'>,
  )
  if (!made.ok) return brokerageRevert(made.rejection)
  const settled = settleSwap(state, swap.account, side, swap.now, made.value)
  return settled.ok ? ok(made.value.received) : settled
}

export interface SwapExactOut {
  readonly account: EthAddress
  /** DAI or IXO; the other one is paid. */
  readonly tokenOut: EthAddress
  readonly amountOut: bigint
  readonly maxIn: bigint
  readonly deadline: bigint
  readonly now: bigint
}

/** Buys exactly `amountOut`. Answers what it cost (taken by allowance), rounded up. */
export function swapExactOut(state: State, swap: SwapExactOut): Outcome<bigint, Revert> {
  const timely = checkDeadline(swap.now, swap.deadline)
  if (!timely.ok) return brokerageRevert(timely.rejection)
  const side = boughtSide(swap.tokenOut)
  if (side === undefined) return unknownToken(swap.tokenOut)
  const made = pool.swapExactOut<pool.Side, 'DAI', 'IXO', 'IXOS'>(
    poolOf(state),
    side,
    swap.amountOut as Amount<'DAI'>,
    swap.maxIn as Amount<'IXO'>,
  )
  if (!made.ok) return brokerageRevert(made.rejection)
  const settled = settleSwap(state, swap.account, side, swap.now, made.value)
  return settled.ok ? ok(made.value.paid) : settled
}

/** The side of the pool that is sold when `tokenIn` goes in; undefined: not a token of the pool. */
export function soldSide(tokenIn: EthAddress): pool.Side | undefined {
  return tokenIn === daiToken.address ? 'x' : tokenIn === ixoToken.address ? 'y' : undefined
}

/** The side of the pool that is sold when `tokenOut` comes out. */
export function boughtSide(tokenOut: EthAddress): pool.Side | undefined {
  return tokenOut === ixoToken.address ? 'x' : tokenOut === daiToken.address ? 'y' : undefined
}

function settleSwap(
  state: State,
  account: EthAddress,
  side: pool.Side,
  now: bigint,
  {
    paid,
    received,
    state: after,
  }: { readonly paid: bigint; readonly received: bigint; readonly state: pool.PoolState },
): Outcome<void, Revert> {
  const [tokenIn, tokenOut]: readonly [Token, Token] = side === 'x' ? [daiToken, ixoToken] : [ixoToken, daiToken]
  const taken = transferFrom(state, tokenIn, { spender: self, from: account, to: self, value: paid })
  if (!taken.ok) return taken
  const given = transfer(state, tokenOut, self, account, received)
  if (!given.ok) return given
  setPool(state, after)
  const [dai, ixo] = side === 'x' ? [paid, received] : [received, paid]
  setLastQuote(state, { price: mulDivDown(dai, WAD, ixo), timestamp: now })
  emitSwapped(state, self, account, tokenIn.address, paid, received, after.x, after.y)
  return ok()
}
