import type { EthAddress } from '@pegzone/encoding'
import type { State, View } from '@pegzone/ledger'
import { type Amount, BPS, curve, formatKappa, parseKappa, type TaxDestination } from '@pegzone/protocol'
import type { GenesisReader } from '../genesis-reader.ts'
import { curveOf, setCurve, setTerms, termsOf } from './tables.ts'

/** The market maker as JSON. Amounts are base units as digits. */
export interface MarketMakerGenesis {
  /** `1`, `2`, `6/5`. */
  readonly kappa: string
  readonly supply: string
  readonly reserve: string
  /** Default: (supply, reserve). */
  readonly anchor?: { readonly supply: string; readonly reserve: string }
  /** Default 0. */
  readonly exitTaxBps?: string
  /** Default `curve-reserve`. */
  readonly taxDestination?: TaxDestination
  /** Default 0. */
  readonly fundingPool?: string
  /** Receiver of the exit tax when its destination is the stability buffer. */
  readonly buffer?: EthAddress | null
  /** May donate and set the exit tax. */
  readonly operator?: EthAddress | null
}

/** Writes the curve. Throws GenesisFault, also for a curve that is not on its own invariant. */
export function initMarketMaker(state: State, genesis: GenesisReader): void {
  const fields = genesis.object(
    'kappa',
    'supply',
    'reserve',
    'anchor',
    'exitTaxBps',
    'taxDestination',
    'fundingPool',
    'buffer',
    'operator',
  )
  const kappa = parseKappa(fields.kappa.text())
  if (!kappa.ok) throw fields.kappa.fault('p/q in lowest terms with 1 ≤ p/q, p ≤ 6, q ≤ 5')
  const supply = fields.supply.units() as Amount<'IXO'>
  const reserve = fields.reserve.units() as Amount<'DAI'>
  const opened = curve.open({
    kappa: kappa.value,
    supply,
    reserve,
    anchor: fields.anchor.absent ? { supply, reserve } : readAnchor(fields.anchor),
    exitTaxBps: fields.exitTaxBps.absent ? 0n : fields.exitTaxBps.units(BPS),
    taxDestination: fields.taxDestination.absent
      ? 'curve-reserve'
      : fields.taxDestination.oneOf('curve-reserve', 'stability-buffer', 'funding-pool'),
    fundingPool: (fields.fundingPool.absent ? 0n : fields.fundingPool.units()) as Amount<'DAI'>,
  })
  if (!opened.ok) {
    const { rejection } = opened
    throw genesis.fault('reason' in rejection ? `a curve that is sound (${rejection.reason})` : 'a curve that is sound')
  }
  const { exitTaxBps, taxDestination } = opened.value
  const buffer = fields.buffer.optionalAddress()
  if (taxDestination === 'stability-buffer' && buffer === null) throw fields.buffer.fault('the address of the buffer')
  setTerms(state, {
    kappa: kappa.value,
    exitTaxBps,
    taxDestination,
    buffer,
    operator: fields.operator.optionalAddress(),
  })
  setCurve(state, opened.value)
}

export function exportMarketMaker(view: View): MarketMakerGenesis {
  const { kappa, exitTaxBps, taxDestination, buffer, operator } = termsOf(view)
  const { supply, reserve, anchor, fundingPool } = curveOf(view)
  return {
    kappa: formatKappa(kappa),
    supply: supply.toString(),
    reserve: reserve.toString(),
    anchor: { supply: anchor.supply.toString(), reserve: anchor.reserve.toString() },
    exitTaxBps: exitTaxBps.toString(),
    taxDestination,
    fundingPool: fundingPool.toString(),
    buffer,
    operator,
  }
}

function readAnchor(genesis: GenesisReader): { readonly supply: Amount<'IXO'>; readonly reserve: Amount<'DAI'> } {
  const { supply, reserve } = genesis.object('supply', 'reserve')
  return { supply: supply.units() as Amount<'IXO'>, reserve: reserve.units() as Amount<'DAI'> }
}
