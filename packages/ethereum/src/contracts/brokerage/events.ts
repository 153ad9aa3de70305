import { brokerageAbi } from '@pegzone/contracts'
import { emitter } from '../codecs.ts'

export const emitDeposited = emitter(brokerageAbi, 'Deposited')
export const emitDepositedSingle = emitter(brokerageAbi, 'DepositedSingle')
export const emitWithdrawn = emitter(brokerageAbi, 'Withdrawn')
export const emitSwapped = emitter(brokerageAbi, 'Swapped')
