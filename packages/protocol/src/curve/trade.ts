import { type Outcome, ok, refuse } from '@pegzone/outcome'
import { AMOUNT_LIMIT, type Amount, type Denom } from '../amount.ts'
import type { ProtocolRejection } from '../rejection.ts'
import { BPS, mulDivUp } from '../wad.ts'
import { type CurveShape, reserveAt, supplyAt } from './invariant.ts'
import type { CurveState, TaxDestination } from './state.ts'

/** Below this supply the anchor does not move: the tax of such a burn goes to the funding pool. */
const ANCHOR_MINIMUM = 10n ** 18n

export interface Minted<C extends Denom = 'DAI', T extends Denom = 'IXO'> {
  readonly minted: Amount<T>
  readonly state: CurveState<C, T>
}

export interface Burned<C extends Denom = 'DAI', T extends Denom = 'IXO'> {
  /** What leaves the reserve; gross = tax + payout. */
  readonly gross: Amount<C>
  readonly tax: Amount<C>
  /** What the seller gets. */
  readonly payout: Amount<C>
  /** Where this tax went. Only `stability-buffer` leaves the curve: the host credits it. */
  readonly taxTo: TaxDestination
  /** True when the tax moved the anchor: the host emits `Anchored`. */
  readonly anchored: boolean
  readonly state: CurveState<C, T>
}

/**
 * Pays `paid` into the reserve and issues floor(S(R + paid)) − S. Rounds down.
 * Refuses with PROTOCOL_ZERO_AMOUNT, PROTOCOL_ZERO_OUTPUT, PROTOCOL_BELOW_MINIMUM, PROTOCOL_AMOUNT_TOO_LARGE.
 */
export function mint<C extends Denom, T extends Denom>(
  state: CurveState<C, T>,
  paid: Amount<C>,
  minOut: Amount<T> = 0n as Amount<T>,
): Outcome<Minted<C, T>, ProtocolRejection> {
  if (paid <= 0n) return refuse({ code: 'PROTOCOL_ZERO_AMOUNT' })
  const reserve = (state.reserve + paid) as Amount<C>
  if (reserve >= AMOUNT_LIMIT) return refuse({ code: 'PROTOCOL_AMOUNT_TOO_LARGE', what: 'reserve', units: reserve })
  const supply = supplyAt(state, reserve) as Amount<T>
  if (supply >= AMOUNT_LIMIT) return refuse({ code: 'PROTOCOL_AMOUNT_TOO_LARGE', what: 'supply', units: supply })
  const minted = (supply - state.supply) as Amount<T>
  if (minted <= 0n) return refuse({ code: 'PROTOCOL_ZERO_OUTPUT', given: paid })
  if (minted < minOut) return refuse({ code: 'PROTOCOL_BELOW_MINIMUM', what: 'IXO', have: minted, need: minOut })
  return ok({ minted, state: withCounters(state, supply, reserve) })
}

/** What a burn pays before the state is touched: `payout` 0 when it is worth nothing. 0 ≤ burned ≤ supply. Rounds down, tax up. */
export function quoteBurn(
  state: CurveShape & { readonly supply: bigint; readonly reserve: bigint; readonly exitTaxBps: bigint },
  burned: bigint,
): { readonly gross: bigint; readonly tax: bigint; readonly payout: bigint } {
  const gross = state.reserve - reserveAt(state, state.supply - burned)
  if (gross <= 0n) return { gross: 0n, tax: 0n, payout: 0n }
  const tax = mulDivUp(gross, state.exitTaxBps, BPS)
  return { gross, tax, payout: gross - tax }
}

/**
 * Burns `burned` of the supply. gross = R − ceil(R(S − burned)), tax = ceil(gross·phi/10000), pays gross − tax. Rounds down.
 * A tax to the curve reserve moves the anchor to the new (S, R); with less than one token of supply left it goes to the funding pool.
 * Refuses with PROTOCOL_ZERO_AMOUNT, PROTOCOL_EXCEEDS_SUPPLY, PROTOCOL_ZERO_OUTPUT, PROTOCOL_BELOW_MINIMUM.
 */
export function burn<C extends Denom, T extends Denom>(
  state: CurveState<C, T>,
  burned: Amount<T>,
  minOut: Amount<C> = 0n as Amount<C>,
): Outcome<Burned<C, T>, ProtocolRejection> {
  if (burned <= 0n) return refuse({ code: 'PROTOCOL_ZERO_AMOUNT' })
  if (burned > state.supply) return refuse({ code: 'PROTOCOL_EXCEEDS_SUPPLY', supply: state.supply, burned })
  const { gross, tax, payout } = quoteBurn(state, burned) as Pick<Burned<C, T>, 'gross' | 'tax' | 'payout'>
  if (payout <= 0n) return refuse({ code: 'PROTOCOL_ZERO_OUTPUT', given: burned })
  if (payout < minOut) return refuse({ code: 'PROTOCOL_BELOW_MINIMUM', what: 'DAI', have: payout, need: minOut })
  const left = withCounters(state, (state.supply - burned) as Amount<T>, (state.reserve - gross) as Amount<C>)
  const taxTo = left.supply < ANCHOR_MINIMUM ? 'funding-pool' : state.taxDestination
  const anchored = taxTo === 'curve-reserve' && tax > 0n
  return ok({ gross, tax, payout, taxTo, anchored, state: settleTax(left, tax, taxTo) })
}

/**
 * Pays collateral into the curve for nobody in particular and moves the anchor to (S, R + paid): the price rises for all holders.
 * Refuses with PROTOCOL_ZERO_AMOUNT, PROTOCOL_ANCHOR_TOO_SMALL (less than one token of supply), PROTOCOL_AMOUNT_TOO_LARGE.
 * Leaving the anchor where it was would hand `paid` to whoever trades next.
 */
export function donate<C extends Denom, T extends Denom>(
  state: CurveState<C, T>,
  paid: Amount<C>,
): Outcome<CurveState<C, T>, ProtocolRejection> {
  if (paid <= 0n) return refuse({ code: 'PROTOCOL_ZERO_AMOUNT' })
  if (state.supply < ANCHOR_MINIMUM) return refuse({ code: 'PROTOCOL_ANCHOR_TOO_SMALL', supply: state.supply })
  const units = state.reserve + paid
  if (units >= AMOUNT_LIMIT) return refuse({ code: 'PROTOCOL_AMOUNT_TOO_LARGE', what: 'reserve', units })
  return ok(settleTax(state, paid, 'curve-reserve'))
}

function settleTax<C extends Denom, T extends Denom>(
  state: CurveState<C, T>,
  tax: Amount<C>,
  taxTo: TaxDestination,
): CurveState<C, T> {
  if (tax === 0n) return state
  switch (taxTo) {
    case 'curve-reserve': {
      const reserve = (state.reserve + tax) as Amount<C>
      return { ...state, reserve, anchor: { supply: state.supply, reserve } }
    }
    case 'funding-pool':
      return { ...state, fundingPool: (state.fundingPool + tax) as Amount<C> }
    case 'stability-buffer':
      return state
  }
}

/** Spelled out: an object literal of known shape is several times cheaper than a spread on this path. */
function withCounters<C extends Denom, T extends Denom>(
  state: CurveState<C, T>,
  supply: Amount<T>,
  reserve: Amount<C>,
): CurveState<C, T> {
  const { kappa, anchor, exitTaxBps, taxDestination, fundingPool } = state
  return { kappa, supply, reserve, anchor, exitTaxBps, taxDestination, fundingPool }
}
