import { type State, table, textKey, type View } from '@pegzone/ledger'
import type { Amount, PoolState } from '@pegzone/protocol'
import { amountsCodec } from '../amounts-codec.ts'

/** Key of the one row of each table. */
const ROW = ''

/** '' → reserves and vouchers in base units, fee in bps */
const poolTable = table({
  name: 'brokerage/pool',
  key: textKey,
  value: amountsCodec('x', 'y', 'vouchers', 'feeBps'),
})

/** What the last swap realized: DAI per IXO (Wad), and its block time in Unix seconds. */
export interface LastQuote {
  readonly price: bigint
  readonly timestamp: bigint
}

/** '' → last quote; absent: no swap yet */
const lastQuoteTable = table({
  name: 'brokerage/last-quote',
  key: textKey,
  value: amountsCodec('price', 'timestamp'),
})

export const brokerageTables = [poolTable, lastQuoteTable] as const

/** The pool as the economics takes it. Throws before genesis: the chain never runs without one. */
export function poolOf(view: View): PoolState {
  const pool = view.read(poolTable).get(ROW)
  if (pool === undefined) throw new Error('the brokerage has no genesis')
  return {
    x: pool.x as Amount<'DAI'>,
    y: pool.y as Amount<'IXO'>,
    vouchers: pool.vouchers as Amount<'IXOS'>,
    feeBps: pool.feeBps,
  }
}

export function setPool(state: State, pool: PoolState): void {
  state.open(poolTable).set(ROW, pool)
}

export function lastQuoteOf(view: View): LastQuote | undefined {
  return view.read(lastQuoteTable).get(ROW)
}

export function setLastQuote(state: State, quote: LastQuote): void {
  state.open(lastQuoteTable).set(ROW, quote)
}
