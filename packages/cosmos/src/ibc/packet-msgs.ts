import type { Ibc, Packet, PacketResult } from '@pegzone/ibc'
import { type Outcome, ok } from '@pegzone/outcome'
import type { Packet as WirePacket } from 'cosmjs-types/ibc/core/channel/v1/channel'
import {
  MsgAcknowledgement,
  MsgRecvPacket,
  MsgRecvPacketResponse,
  MsgTimeout,
  MsgTimeoutOnClose,
  ResponseResultType,
} from 'cosmjs-types/ibc/core/channel/v1/tx'
import type { TxRejection } from '../errors.ts'
import { type MsgBinder, type MsgType, msgType } from '../tx/message.ts'
import { hosted } from './errors.ts'
import { hostOf } from './host.ts'
import { ibcSchemas } from './schemas.ts'

/** ibc.core.channel.v1.Msg, packet part. A message whose work is done already succeeds with result NOOP. */
export function packetMsgs(ibc: Ibc): readonly (readonly [string, MsgBinder])[] {
  const recvPacket: MsgType<MsgRecvPacket> = {
    typeUrl: MsgRecvPacket.typeUrl,
    module: 'core',
    schema: ibcSchemas.recvPacket,
    decode: (bytes) => MsgRecvPacket.decode(bytes),
    signers: ({ signer }) => [signer],
    gas: ({ packet }) => 88_000 + 30 * packet.data.length,
    handle(state, context, { packet, proofCommitment: proof, proofHeight }) {
      return respond(ibc.recvPacket(state, hostOf(context), { packet: toPacket(packet), proof, proofHeight }))
    },
  }
  const acknowledgement: MsgType<MsgAcknowledgement> = {
    typeUrl: MsgAcknowledgement.typeUrl,
    module: 'core',
    schema: ibcSchemas.acknowledgement,
    decode: (bytes) => MsgAcknowledgement.decode(bytes),
    signers: ({ signer }) => [signer],
    gas: ({ packet }) => 62_000 + 10 * packet.data.length,
    handle(state, context, { packet, acknowledgement: bytes, proofAcked: proof, proofHeight }) {
      const message = { packet: toPacket(packet), acknowledgement: bytes, proof, proofHeight }
      return respond(ibc.acknowledgePacket(state, hostOf(context), message))
    },
  }
  const timeout: MsgType<MsgTimeout> = {
    typeUrl: MsgTimeout.typeUrl,
    module: 'core',
    schema: ibcSchemas.timeout,
    decode: (bytes) => MsgTimeout.decode(bytes),
    signers: ({ signer }) => [signer],
    gas: ({ packet }) => 68_000 + 10 * packet.data.length,
    handle(state, context, { packet, proofUnreceived: proof, proofHeight, nextSequenceRecv }) {
      const message = { packet: toPacket(packet), proof, proofHeight, nextSequenceRecv }
      return respond(ibc.timeoutPacket(state, hostOf(context), message))
    },
  }
  const timeoutOnClose: MsgType<MsgTimeoutOnClose> = {
    typeUrl: MsgTimeoutOnClose.typeUrl,
    module: 'core',
    schema: ibcSchemas.timeoutOnClose,
    decode: (bytes) => MsgTimeoutOnClose.decode(bytes),
    signers: ({ signer }) => [signer],
    gas: ({ packet }) => 78_000 + 10 * packet.data.length,
    handle(state, context, { packet, proofUnreceived: proof, proofClose, proofHeight, nextSequenceRecv }) {
      const message = { packet: toPacket(packet), proof, proofClose, proofHeight, nextSequenceRecv }
      return respond(ibc.timeoutOnClose(state, hostOf(context), message))
    },
  }
  return [msgType(recvPacket), msgType(acknowledgement), msgType(timeout), msgType(timeoutOnClose)]
}

/** The four responses have the same one field. */
function respond(done: Parameters<typeof hosted<PacketResult>>[0]): Outcome<Uint8Array, TxRejection> {
  if (!done.ok) return hosted(done)
  const noop = done.value.result === 'noop'
  const result = noop ? ResponseResultType.RESPONSE_RESULT_TYPE_NOOP : ResponseResultType.RESPONSE_RESULT_TYPE_SUCCESS
  return ok(MsgRecvPacketResponse.encode({ result }).finish())
}

/** The wire form has the same fields. The data bytes are taken out of the transaction's own. */
export function toPacket(packet: WirePacket): Packet {
  return { ...packet, data: Uint8Array.from(packet.data) }
}
