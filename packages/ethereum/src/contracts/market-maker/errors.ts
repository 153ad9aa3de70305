import { marketMakerAbi } from '@pegzone/contracts'
import type { Outcome } from '@pegzone/outcome'
import type { ProtocolRejection } from '@pegzone/protocol'
import type { Revert } from '../../chain/built-in.ts'
import { refusal } from '../codecs.ts'

const expired = refusal(marketMakerAbi, 'MarketMakerExpired')
const zeroAmount = refusal(marketMakerAbi, 'MarketMakerZeroAmount')
const zeroResult = refusal(marketMakerAbi, 'MarketMakerZeroResult')
const slippage = refusal(marketMakerAbi, 'MarketMakerSlippage')
const supplyExceeded = refusal(marketMakerAbi, 'MarketMakerSupplyExceeded')
const outOfRange = refusal(marketMakerAbi, 'MarketMakerOutOfRange')
const cannotAnchor = refusal(marketMakerAbi, 'MarketMakerCannotAnchor')
export const invalidExitTax = refusal(marketMakerAbi, 'MarketMakerInvalidExitTax')
export const unauthorized = refusal(marketMakerAbi, 'MarketMakerUnauthorized')

/** The custom error that stands for a refusal of the economics. Throws for one that no trade on a curve can meet. */
export function marketMakerRevert(rejection: ProtocolRejection): Outcome<never, Revert> {
  switch (rejection.code) {
    case 'PROTOCOL_DEADLINE_PASSED':
      return expired(rejection.deadline, rejection.now)
    case 'PROTOCOL_ZERO_AMOUNT':
      return zeroAmount()
    case 'PROTOCOL_ZERO_OUTPUT':
      return zeroResult()
    case 'PROTOCOL_BELOW_MINIMUM':
      return slippage(rejection.have, rejection.need)
    case 'PROTOCOL_EXCEEDS_SUPPLY':
      return supplyExceeded(rejection.burned, rejection.supply)
    case 'PROTOCOL_AMOUNT_TOO_LARGE':
      return outOfRange()
    case 'PROTOCOL_ANCHOR_TOO_SMALL':
      return cannotAnchor(rejection.supply)
    default:
      throw new Error(`the market maker met ${rejection.code}`)
  }
}
