import type { EthAddress } from '@pegzone/encoding'
import { jsonCodec, type State, table, textKey, type View } from '@pegzone/ledger'
import type { Amount, CurveState, Kappa, TaxDestination } from '@pegzone/protocol'
import { amountsCodec } from '../amounts-codec.ts'

/** The terms of the curve: what trades do not change. */
export interface Terms {
  readonly kappa: Kappa
  readonly exitTaxBps: bigint
  readonly taxDestination: TaxDestination
  /** Receives the exit tax when its destination is the stability buffer. */
  readonly buffer: EthAddress | null
  /** May donate and set the exit tax. */
  readonly operator: EthAddress | null
}

/** Key of the one row of each table. */
const ROW = ''

/** '' → terms; absent: no genesis yet */
const termsTable = table({ name: 'market-maker/terms', key: textKey, value: jsonCodec<Terms>() })

/** '' → what trades move: supply, reserve, anchor and funding pool, base units */
const countersTable = table({
  name: 'market-maker/counters',
  key: textKey,
  value: amountsCodec('supply', 'reserve', 'anchorSupply', 'anchorReserve', 'fundingPool'),
})

export const marketMakerTables = [termsTable, countersTable] as const

/** Throws before genesis: the chain never runs without one. */
export function termsOf(view: View): Terms {
  const terms = view.read(termsTable).get(ROW)
  if (terms === undefined) throw new Error('the market maker has no genesis')
  return terms
}

export function setTerms(state: State, terms: Terms): void {
  state.open(termsTable).set(ROW, terms)
}

/** The curve as the economics takes it. */
export function curveOf(view: View, terms: Terms = termsOf(view)): CurveState {
  const counters = view.read(countersTable).get(ROW)
  if (counters === undefined) throw new Error('the market maker has no genesis')
  return {
    kappa: terms.kappa,
    supply: counters.supply as Amount<'IXO'>,
    reserve: counters.reserve as Amount<'DAI'>,
    anchor: { supply: counters.anchorSupply as Amount<'IXO'>, reserve: counters.anchorReserve as Amount<'DAI'> },
    exitTaxBps: terms.exitTaxBps,
    taxDestination: terms.taxDestination,
    fundingPool: counters.fundingPool as Amount<'DAI'>,
  }
}

/** Keeps what a trade moved. The terms are not written. */
export function setCurve(state: State, { supply, reserve, anchor, fundingPool }: CurveState): void {
  state.open(countersTable).set(ROW, {
    supply,
    reserve,
    anchorSupply: anchor.supply,
    anchorReserve: anchor.reserve,
    fundingPool,
  })
}
