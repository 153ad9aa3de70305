import { pegBridgeAbi } from '@pegzone/contracts'
import type { Outcome, Rejection } from '@pegzone/outcome'
import type { Revert } from '../../chain/built-in.ts'
import { refusal } from '../codecs.ts'

export const unknownToken = refusal(pegBridgeAbi, 'PegBridgeUnknownToken')
export const unauthorized = refusal(pegBridgeAbi, 'PegBridgeUnauthorized')
export const lengthMismatch = refusal(pegBridgeAbi, 'PegBridgeLengthMismatch')
export const unknownMessage = refusal(pegBridgeAbi, 'PegBridgeUnknownMessage')
export const malformedMessage = refusal(pegBridgeAbi, 'PegBridgeMalformedMessage')
const refused = refusal(pegBridgeAbi, 'PegBridgeRefused')
const packetRefused = refusal(pegBridgeAbi, 'PegBridgePacketRefused')

/** The revert for a refusal of IBC. One that began as a revert of a token stays that revert. */
export function bridgeRevert(rejection: Rejection): Outcome<never, Revert> {
  const cause = rootOf(rejection)
  return isRevert(cause) ? { ok: false, rejection: cause } : refused(cause.code)
}

/** The same for one packet of a batch. */
export function packetRevert(sequence: bigint, rejection: Rejection): Outcome<never, Revert> {
  return packetRefused(sequence, rootOf(rejection).code)
}

/** What lies behind the refusals of the app and of its bank. */
function rootOf(rejection: Rejection): Rejection {
  const { cause } = rejection as { readonly cause?: Rejection }
  return cause === undefined ? rejection : rootOf(cause)
}

function isRevert(rejection: Rejection): rejection is Revert {
  return rejection.code === 'ETHEREUM_REVERT'
}
