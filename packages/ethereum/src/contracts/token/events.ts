import { pegTokenAbi } from '@pegzone/contracts'
import { emitter } from '../codecs.ts'

export const emitTransfer = emitter(pegTokenAbi, 'Transfer')
export const emitApproval = emitter(pegTokenAbi, 'Approval')
