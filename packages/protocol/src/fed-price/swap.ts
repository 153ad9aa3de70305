import { type Outcome, refuse } from '@pegzone/outcome'
import type { Denom } from '../amount.ts'
import type { PoolState } from '../pool/state.ts'
import { type Bought, type Side, type Sold, type Swapped, settleSwap } from '../pool/swap.ts'
import type { ProtocolRejection } from '../rejection.ts'
import { mulDivUp, WAD } from '../wad.ts'
import type { FedQuote } from './quote.ts'

/**
 * Sells exactly `paid` of side `sell` at a quote: IXO in pays floor(paid·bid), DAI in pays floor(paid/ask); no LP fee on top.
 * Refuses with PROTOCOL_ZERO_AMOUNT, PROTOCOL_ZERO_OUTPUT, PROTOCOL_EXCEEDS_RESERVE, PROTOCOL_BELOW_MINIMUM, PROTOCOL_AMOUNT_TOO_LARGE.
 */
export function fedSwapExactIn<K extends Side, C extends Denom, T extends Denom, L extends Denom>(
  pool: PoolState<C, T, L>,
  quote: FedQuote,
  sell: K,
  paid: Sold<K, NoInfer<C>, NoInfer<T>>,
  minOut: Bought<K, NoInfer<C>, NoInfer<T>> = 0n as Bought<K, NoInfer<C>, NoInfer<T>>,
): Outcome<Swapped<K, C, T, L>, ProtocolRejection> {
  if (paid <= 0n) return refuse({ code: 'PROTOCOL_ZERO_AMOUNT' })
  const received = sell === 'x' ? (paid * WAD) / quote.ask : (paid * quote.bid) / WAD
  if (received === 0n) return refuse({ code: 'PROTOCOL_ZERO_OUTPUT', given: paid })
  if (received < minOut) {
    return refuse({ code: 'PROTOCOL_BELOW_MINIMUM', what: sell === 'x' ? 'IXO' : 'DAI', have: received, need: minOut })
  }
  return settleSwap(pool, sell, paid, received)
}

/**
 * Buys exactly `wanted` of the side that is not `sell` at a quote: the least payment whose exact-in result reaches it. Rounds up.
 * Refuses with PROTOCOL_ZERO_AMOUNT, PROTOCOL_EXCEEDS_RESERVE, PROTOCOL_ABOVE_MAXIMUM, PROTOCOL_AMOUNT_TOO_LARGE.
 */
export function fedSwapExactOut<K extends Side, C extends Denom, T extends Denom, L extends Denom>(
  pool: PoolState<C, T, L>,
  quote: FedQuote,
  sell: K,
  wanted: Bought<K, NoInfer<C>, NoInfer<T>>,
  maxIn?: Sold<K, NoInfer<C>, NoInfer<T>>,
): Outcome<Swapped<K, C, T, L>, ProtocolRejection> {
  if (wanted <= 0n) return refuse({ code: 'PROTOCOL_ZERO_AMOUNT' })
  const paid = sell === 'x' ? mulDivUp(wanted, quote.ask, WAD) : mulDivUp(wanted, WAD, quote.bid)
  if (maxIn !== undefined && paid > maxIn) return refuse({ code: 'PROTOCOL_ABOVE_MAXIMUM', have: paid, most: maxIn })
  return settleSwap(pool, sell, paid, wanted)
}
