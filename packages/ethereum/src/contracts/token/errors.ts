import { pegTokenAbi } from '@pegzone/contracts'
import { refusal } from '../codecs.ts'

/** ERC-6093 and the other custom errors of IPegToken. */
export const insufficientBalance = refusal(pegTokenAbi, 'ERC20InsufficientBalance')
export const invalidSender = refusal(pegTokenAbi, 'ERC20InvalidSender')
export const invalidReceiver = refusal(pegTokenAbi, 'ERC20InvalidReceiver')
export const insufficientAllowance = refusal(pegTokenAbi, 'ERC20InsufficientAllowance')
export const invalidApprover = refusal(pegTokenAbi, 'ERC20InvalidApprover')
export const invalidSpender = refusal(pegTokenAbi, 'ERC20InvalidSpender')
export const expiredSignature = refusal(pegTokenAbi, 'ERC2612ExpiredSignature')
export const invalidSigner = refusal(pegTokenAbi, 'ERC2612InvalidSigner')
export const invalidSignature = refusal(pegTokenAbi, 'ECDSAInvalidSignature')
export const invalidSignatureS = refusal(pegTokenAbi, 'ECDSAInvalidSignatureS')
export const unauthorizedMinter = refusal(pegTokenAbi, 'PegTokenUnauthorizedMinter')
export const supplyExceeded = refusal(pegTokenAbi, 'PegTokenSupplyExceeded')
