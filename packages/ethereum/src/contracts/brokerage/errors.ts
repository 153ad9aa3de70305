import { brokerageAbi } from '@pegzone/contracts'
import type { Outcome } from '@pegzone/outcome'
import { type ProtocolRejection, pool } from '@pegzone/protocol'
import type { Revert } from '../../chain/built-in.ts'
import { refusal } from '../codecs.ts'

const expired = refusal(brokerageAbi, 'BrokerageExpired')
const zeroAmount = refusal(brokerageAbi, 'BrokerageZeroAmount')
const zeroResult = refusal(brokerageAbi, 'BrokerageZeroResult')
const empty = refusal(brokerageAbi, 'BrokerageEmpty')
const slippage = refusal(brokerageAbi, 'BrokerageSlippage')
const excessiveInput = refusal(brokerageAbi, 'BrokerageExcessiveInput')
const insufficientLiquidity = refusal(brokerageAbi, 'BrokerageInsufficientLiquidity')
const initialDepositTooSmall = refusal(brokerageAbi, 'BrokerageInitialDepositTooSmall')
const dustLeft = refusal(brokerageAbi, 'BrokerageDustLeft')
const vouchersExceeded = refusal(brokerageAbi, 'BrokerageVouchersExceeded')
const outOfRange = refusal(brokerageAbi, 'BrokerageOutOfRange')
export const unknownToken = refusal(brokerageAbi, 'BrokerageUnknownToken')

/** The custom error that stands for a refusal of the economics. Throws for one that no call of the brokerage can meet. */
export function brokerageRevert(rejection: ProtocolRejection): Outcome<never, Revert> {
  switch (rejection.code) {
    case 'PROTOCOL_DEADLINE_PASSED':
      return expired(rejection.deadline, rejection.now)
    case 'PROTOCOL_ZERO_AMOUNT':
      return zeroAmount()
    case 'PROTOCOL_ZERO_OUTPUT':
      return zeroResult()
    case 'PROTOCOL_POOL_EMPTY':
      return empty()
    case 'PROTOCOL_BELOW_MINIMUM':
      return slippage(rejection.have, rejection.need)
    case 'PROTOCOL_ABOVE_MAXIMUM':
      return excessiveInput(rejection.have, rejection.most)
    case 'PROTOCOL_EXCEEDS_RESERVE':
      return insufficientLiquidity(rejection.asked, rejection.reserve)
    case 'PROTOCOL_FIRST_DEPOSIT_TOO_SMALL':
      return initialDepositTooSmall(rejection.x < rejection.y ? rejection.x : rejection.y, pool.POOL_MINIMUM)
    case 'PROTOCOL_VOUCHERS_STRANDED':
      return dustLeft(rejection.left)
    case 'PROTOCOL_EXCEEDS_VOUCHERS':
      return vouchersExceeded(rejection.asked, rejection.vouchers)
    case 'PROTOCOL_AMOUNT_TOO_LARGE':
      return outOfRange()
    default:
      throw new Error(`the brokerage met ${rejection.code}`)
  }
}
