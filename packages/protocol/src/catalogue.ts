import type { Catalogue } from '@pegzone/outcome'
import type { ProtocolRejection } from './rejection.ts'

/** The text of every refusal. Exhaustive: a new code without a text does not compile. */
export const protocolCatalogue: Catalogue<ProtocolRejection> = {
  PROTOCOL_ZERO_AMOUNT: () => ({
    what: 'The amount given is zero.',
    why: 'A trade, a deposit or a withdrawal of nothing changes nothing and is refused.',
    fix: 'Give an amount of at least one base unit (10^-18 of a token).',
  }),
  PROTOCOL_ZERO_OUTPUT: ({ given }) => ({
    what: `${given} base units are worth less than one base unit of what they buy.`,
    why: 'Every result rounds in favour of the pool, so the payer would get nothing.',
    fix: 'Give a larger amount.',
  }),
  PROTOCOL_BELOW_MINIMUM: ({ what, have, need }) => ({
    what: `The call would give ${have} base units of ${what}, less than the minimum of ${need}.`,
    why: 'The minimum protects the caller from a price that moved before the call was executed.',
    fix: 'Ask for a new quote, and lower the minimum only if the new price is acceptable.',
  }),
  PROTOCOL_ABOVE_MAXIMUM: ({ have, most }) => ({
    what: `The call would take ${have} base units, more than the maximum of ${most}.`,
    why: 'The maximum protects the caller from a price that moved before the call was executed.',
    fix: 'Ask for a new quote, and raise the maximum only if the new price is acceptable.',
  }),
  PROTOCOL_DEADLINE_PASSED: ({ now, deadline }) => ({
    what: `The block time is ${now} s and the deadline of the call was ${deadline} s.`,
    why: 'A call that waited too long would be executed at a price its sender no longer knows.',
    fix: 'Send it again with a later deadline.',
  }),
  PROTOCOL_AMOUNT_TOO_LARGE: ({ what, units }) => ({
    what: `The ${what} would be ${units} base units, which is not below 2^120.`,
    why: 'Balances, supplies and reserves stay below 2^120, so that the Solidity twin cannot overflow.',
    fix: 'Give a smaller amount.',
  }),
  PROTOCOL_KAPPA_INVALID: ({ kappa }) => ({
    what: `${kappa} is not a kappa that this curve can use.`,
    why: 'kappa is a fraction p/q in lowest terms with 1 <= kappa, p <= 6 and q <= 5; below 1 the price would fall as supply grows.',
    fix: 'Use a value such as 1, 2, 3, 1.5 or 6/5.',
  }),
  PROTOCOL_CURVE_INVALID: ({ reason }) => ({
    what: `The curve cannot be set up: ${reason}.`,
    why: 'A curve needs an anchor above zero, a reserve and a supply that lie on it, and an exit tax below 100 %.',
    fix: 'Correct the genesis parameters of the market maker.',
  }),
  PROTOCOL_POOL_INVALID: ({ reason }) => ({
    what: `The pool cannot be set up: ${reason}.`,
    why: 'Reserves and vouchers are all zero or all above zero, and the fee is below 100 %.',
    fix: 'Correct the genesis parameters of the brokerage.',
  }),
  PROTOCOL_EXCEEDS_SUPPLY: ({ supply, burned }) => ({
    what: `${burned} base units were to be burned and the curve has issued ${supply}.`,
    why: 'The supply is the own counter of the curve; tokens minted elsewhere have no reserve behind them.',
    fix: 'Burn at most the supply of the curve.',
  }),
  PROTOCOL_ANCHOR_TOO_SMALL: ({ supply }) => ({
    what: `The curve has a supply of ${supply} base units, too little to move its anchor to.`,
    why: 'An anchor with less than one token of supply could not hold the price exactly.',
    fix: 'Mint first, or give the DAI to the funding pool.',
  }),
  PROTOCOL_CURVE_ABSENT: () => ({
    what: 'This ledger has no bonding curve.',
    why: 'A single-sided deposit takes its DAI side out of the collateral of the curve on the same ledger.',
    fix: 'Deposit both sides, or deposit on the ledger that hosts the market maker.',
  }),
  PROTOCOL_POOL_EMPTY: () => ({
    what: 'The pool is empty.',
    why: 'Without reserves there is no price to trade at and no voucher to redeem.',
    fix: 'Deposit liquidity first.',
  }),
  PROTOCOL_FIRST_DEPOSIT_TOO_SMALL: ({ x, y }) => ({
    what: `The first deposit is ${x} base units of DAI and ${y} of IXO; each side needs at least 10^9.`,
    why: 'A pool started with a few base units rounds the deposits of everybody who comes later to nothing.',
    fix: 'Start the pool with more on both sides.',
  }),
  PROTOCOL_VOUCHERS_STRANDED: ({ left }) => ({
    what: `The withdrawal would leave ${left} vouchers, more than none and fewer than 10^9.`,
    why: 'A pool with almost no vouchers makes one of them worth more than most deposits, which are then all refused.',
    fix: 'Withdraw less, or withdraw everything if you hold all vouchers.',
  }),
  PROTOCOL_EXCEEDS_VOUCHERS: ({ vouchers, asked }) => ({
    what: `${asked} vouchers were to be redeemed and the pool has issued ${vouchers}.`,
    why: 'The voucher count is the own counter of the pool.',
    fix: 'Redeem at most what the pool has issued.',
  }),
  PROTOCOL_EXCEEDS_RESERVE: ({ reserve, asked }) => ({
    what: `The swap asks for ${asked} base units and the pool holds ${reserve}.`,
    why: 'A pool never gives out its whole reserve of a side.',
    fix: 'Ask for less than the reserve.',
  }),
  PROTOCOL_QUOTE_LIVE: ({ block }) => ({
    what: `The reference price was read in block ${block}, in which it is to be used.`,
    why: 'A live price can be moved, traded at and moved back in one block, at the cost of the pool.',
    fix: 'Quote from the price at the end of an earlier block.',
  }),
  PROTOCOL_QUOTE_STALE: ({ ageBlocks, validBlocks }) => ({
    what: `The reference price is ${ageBlocks} blocks old and valid for ${validBlocks}.`,
    why: 'An old price would let whoever knows the new one trade at the cost of the pool.',
    fix: 'Wait until the reference price is updated.',
  }),
  PROTOCOL_QUOTE_OUTSIDE_SANITY: ({ rate, low, high }) => ({
    what: `The quoted rate of ${rate} (10^-18 IXO per DAI) is outside the band from ${low} to ${high}.`,
    why: 'The band stops trading when the reference price is far from the rate the operator believes in.',
    fix: 'Wait for the price to return, or let the operator move the sanity rate.',
  }),
  PROTOCOL_IMBALANCE_EXCEEDED: ({ scope, imbalance, cap }) => ({
    what: `The trade would bring the imbalance (${scope}) to ${imbalance} base units, above the cap of ${cap}.`,
    why: 'The caps bound what a wrong quote can cost before it is corrected.',
    fix: scope === 'block' ? 'Trade less, or wait for the next block.' : 'Trade less, or trade in the other direction.',
  }),
}
