import { commitmentOf, isReceived } from '@pegzone/ibc'
import type { View } from '@pegzone/ledger'
import { type Outcome, ok } from '@pegzone/outcome'
import type { Packet } from 'cosmjs-types/ibc/core/channel/v1/channel'
import { MsgAcknowledgement, MsgRecvPacket, MsgTimeout, MsgTimeoutOnClose } from 'cosmjs-types/ibc/core/channel/v1/tx'
import { MsgUpdateClient } from 'cosmjs-types/ibc/core/client/v1/tx'
import type { TxRejection } from '../errors.ts'
import type { DecodedTx } from '../tx/decode.ts'
import type { BoundMsg } from '../tx/message.ts'
import { moduleError } from './errors.ts'

/**
 * Last step of CheckTx: refuses a relayer's transaction (packet messages and client updates only) whose packet messages
 * have all had their effect already, so that of two relayers only one pays. Source: ibc-go modules/core/ante.
 * Looks at receipts and commitments at the head; proofs are verified when the transaction is delivered.
 */
export function refuseRedundant(view: View, { msgs }: DecodedTx): Outcome<void, TxRejection> {
  let fresh = 0
  let redundant = 0
  for (const msg of msgs) {
    if (msg.typeUrl === MsgUpdateClient.typeUrl) continue
    const done = isDone(view, msg)
    if (done === undefined) return ok()
    if (done) redundant++
    else fresh++
  }
  if (redundant === 0 || fresh > 0) return ok()
  return { ok: false, rejection: moduleError('channel', 22, 'packet messages are redundant') }
}

/** Undefined: not a packet message. The registry bound the value to the type of its URL. */
function isDone(view: View, { typeUrl, value }: BoundMsg): boolean | undefined {
  switch (typeUrl) {
    case MsgRecvPacket.typeUrl: {
      const { packet } = value as MsgRecvPacket
      const end = { portId: packet.destinationPort, channelId: packet.destinationChannel }
      return isReceived(view, end, packet.sequence)
    }
    case MsgAcknowledgement.typeUrl:
    case MsgTimeout.typeUrl:
    case MsgTimeoutOnClose.typeUrl: {
      const { packet } = value as { readonly packet: Packet }
      const end = { portId: packet.sourcePort, channelId: packet.sourceChannel }
      return commitmentOf(view, end, packet.sequence) === undefined
    }
    default:
      return undefined
  }
}
