import { type Outcome, ok, refuse } from '@pegzone/outcome'
import { AMOUNT_LIMIT, type Amount, type Denom } from '../amount.ts'
import type { ProtocolRejection } from '../rejection.ts'
import { BPS } from '../wad.ts'
import { isOnCurve } from './invariant.ts'
import { isKappa, type Kappa } from './kappa.ts'

/** Where the exit tax goes. `stability-buffer` is an account of the host; the other two are counters of the curve. */
export type TaxDestination = 'curve-reserve' | 'stability-buffer' | 'funding-pool'

/** The point through which the curve runs. Both sides > 0. Set at genesis, moved only by `donate` and by a tax to the reserve. */
export interface Anchor<C extends Denom = 'DAI', T extends Denom = 'IXO'> {
  readonly supply: Amount<T>
  readonly reserve: Amount<C>
}

/** The market maker. All amounts are own counters in base units, never a balance read from elsewhere. */
export interface CurveState<C extends Denom = 'DAI', T extends Denom = 'IXO'> {
  readonly kappa: Kappa
  /** Tokens issued by the curve and not burned by it. */
  readonly supply: Amount<T>
  /** Collateral that backs the supply; the funding pool is not part of it. */
  readonly reserve: Amount<C>
  readonly anchor: Anchor<C, T>
  /** phi, 0 ≤ phi < 10000. Every burn pays it. */
  readonly exitTaxBps: bigint
  readonly taxDestination: TaxDestination
  readonly fundingPool: Amount<C>
}

/** What `openCurve` needs; the anchor defaults to (supply, reserve), the tax to 0 into the curve reserve. */
export interface CurveGenesis<C extends Denom = 'DAI', T extends Denom = 'IXO'> {
  readonly kappa: Kappa
  readonly supply: Amount<T>
  readonly reserve: Amount<C>
  readonly anchor?: Anchor<C, T>
  readonly exitTaxBps?: bigint
  readonly taxDestination?: TaxDestination
  readonly fundingPool?: Amount<C>
}

/** Checks a genesis and makes the state of it. Refuses with PROTOCOL_KAPPA_INVALID or PROTOCOL_CURVE_INVALID. */
export function open<C extends Denom = 'DAI', T extends Denom = 'IXO'>(
  genesis: CurveGenesis<C, T>,
): Outcome<CurveState<C, T>, ProtocolRejection> {
  const { kappa, supply, reserve } = genesis
  const state: CurveState<C, T> = {
    kappa,
    supply,
    reserve,
    anchor: genesis.anchor ?? { supply, reserve },
    exitTaxBps: genesis.exitTaxBps ?? 0n,
    taxDestination: genesis.taxDestination ?? 'curve-reserve',
    fundingPool: genesis.fundingPool ?? (0n as Amount<C>),
  }
  if (!isKappa(kappa)) return refuse({ code: 'PROTOCOL_KAPPA_INVALID', kappa: `${kappa.p}/${kappa.q}` })
  const reason = fault(state)
  return reason === undefined ? ok(state) : refuse({ code: 'PROTOCOL_CURVE_INVALID', reason })
}

function fault<C extends Denom, T extends Denom>(state: CurveState<C, T>): string | undefined {
  const { anchor, supply, reserve, fundingPool, exitTaxBps } = state
  const counters = [supply, reserve, fundingPool, anchor.supply, anchor.reserve]
  if (counters.some((units) => units < 0n || units >= AMOUNT_LIMIT)) return 'an amount is not below 2^120'
  if (anchor.supply === 0n || anchor.reserve === 0n) return 'the anchor needs a supply and a reserve above zero'
  if (exitTaxBps < 0n || exitTaxBps >= BPS) return 'the exit tax is not between 0 and 9999 basis points'
  if (!isOnCurve(state)) return 'supply and reserve do not lie on the curve through the anchor'
  return undefined
}
