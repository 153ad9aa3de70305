import type { State, View } from '@pegzone/ledger'
import { type Amount, BPS, pool } from '@pegzone/protocol'
import type { GenesisReader } from '../genesis-reader.ts'
import { lastQuoteOf, poolOf, setLastQuote, setPool } from './tables.ts'

/** The brokerage as JSON. Amounts are base units as digits; all three are zero or none is. */
export interface BrokerageGenesis {
  readonly dai?: string
  readonly ixo?: string
  readonly vouchers?: string
  /** Default 30. */
  readonly feeBps?: string
  /** Price as a Wad, time in Unix seconds. */
  readonly lastQuote?: { readonly price: string; readonly timestamp: string }
}

const WORD = 1n << 256n

/** Writes the pool. Throws GenesisFault. */
export function initBrokerage(state: State, genesis: GenesisReader): void {
  const { dai, ixo, vouchers, feeBps, lastQuote } = genesis.object('dai', 'ixo', 'vouchers', 'feeBps', 'lastQuote')
  const opened = pool.open({
    x: (dai.absent ? 0n : dai.units()) as Amount<'DAI'>,
    y: (ixo.absent ? 0n : ixo.units()) as Amount<'IXO'>,
    vouchers: (vouchers.absent ? 0n : vouchers.units()) as Amount<'IXOS'>,
    ...(feeBps.absent ? {} : { feeBps: feeBps.units(BPS) }),
  })
  if (!opened.ok) {
    const { rejection } = opened
    throw genesis.fault('reason' in rejection ? `a pool that is sound (${rejection.reason})` : 'a pool that is sound')
  }
  setPool(state, opened.value)
  if (lastQuote.absent) return
  const { price, timestamp } = lastQuote.object('price', 'timestamp')
  setLastQuote(state, { price: price.units(WORD), timestamp: timestamp.units(1n << 64n) })
}

export function exportBrokerage(view: View): BrokerageGenesis {
  const { x, y, vouchers, feeBps } = poolOf(view)
  const quote = lastQuoteOf(view)
  return {
    dai: x.toString(),
    ixo: y.toString(),
    vouchers: vouchers.toString(),
    feeBps: feeBps.toString(),
    ...(quote && { lastQuote: { price: quote.price.toString(), timestamp: quote.timestamp.toString() } }),
  }
}
