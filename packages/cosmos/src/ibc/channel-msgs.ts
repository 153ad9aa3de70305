import type { ChannelOrder, Ibc } from '@pegzone/ibc'
import { type Outcome, ok } from '@pegzone/outcome'
import { Order } from 'cosmjs-types/ibc/core/channel/v1/channel'
import {
  MsgChannelCloseConfirm,
  MsgChannelCloseInit,
  MsgChannelOpenAck,
  MsgChannelOpenConfirm,
  MsgChannelOpenInit,
  MsgChannelOpenInitResponse,
  MsgChannelOpenTry,
  MsgChannelOpenTryResponse,
} from 'cosmjs-types/ibc/core/channel/v1/tx'
import type { TxRejection } from '../errors.ts'
import { type MsgBinder, type MsgType, msgType } from '../tx/message.ts'
import { hosted, moduleError } from './errors.ts'
import { hostOf } from './host.ts'
import { ibcSchemas } from './schemas.ts'

const EMPTY: Outcome<Uint8Array, never> = ok(new Uint8Array(0))

/** ibc.core.channel.v1.Msg, handshake part. */
export function channelMsgs(ibc: Ibc): readonly (readonly [string, MsgBinder])[] {
  const openInit: MsgType<MsgChannelOpenInit> = {
    typeUrl: MsgChannelOpenInit.typeUrl,
    module: 'core',
    schema: ibcSchemas.channelOpenInit,
    decode: (bytes) => MsgChannelOpenInit.decode(bytes),
    signers: ({ signer }) => [signer],
    gas: () => 80_000,
    handle(state, context, { portId, channel }) {
      const ordering = orderOf(channel.ordering)
      if (!ordering.ok) return ordering
      const done = ibc.channelOpenInit(state, hostOf(context), {
        portId,
        ordering: ordering.value,
        connectionHops: channel.connectionHops,
        counterpartyPortId: channel.counterparty.portId,
        version: channel.version,
      })
      return done.ok ? ok(MsgChannelOpenInitResponse.encode(done.value).finish()) : hosted(done)
    },
  }
  const openTry: MsgType<MsgChannelOpenTry> = {
    typeUrl: MsgChannelOpenTry.typeUrl,
    module: 'core',
    schema: ibcSchemas.channelOpenTry,
    decode: (bytes) => MsgChannelOpenTry.decode(bytes),
    signers: ({ signer }) => [signer],
    gas: () => 96_000,
    handle(state, context, { portId, channel, counterpartyVersion, proofInit: proof, proofHeight }) {
      const ordering = orderOf(channel.ordering)
      if (!ordering.ok) return ordering
      const done = ibc.channelOpenTry(state, hostOf(context), {
        portId,
        ordering: ordering.value,
        connectionHops: channel.connectionHops,
        counterparty: channel.counterparty,
        counterpartyVersion,
        proof,
        proofHeight,
      })
      return done.ok ? ok(MsgChannelOpenTryResponse.encode(done.value).finish()) : hosted(done)
    },
  }
  const openAck: MsgType<MsgChannelOpenAck> = {
    typeUrl: MsgChannelOpenAck.typeUrl,
    module: 'core',
    schema: ibcSchemas.channelOpenAck,
    decode: (bytes) => MsgChannelOpenAck.decode(bytes),
    signers: ({ signer }) => [signer],
    gas: () => 78_000,
    handle(state, context, message) {
      const { portId, channelId, counterpartyChannelId, counterpartyVersion, proofTry: proof, proofHeight } = message
      const ack = { portId, channelId, counterpartyChannelId, counterpartyVersion, proof, proofHeight }
      const done = ibc.channelOpenAck(state, hostOf(context), ack)
      return done.ok ? EMPTY : hosted(done)
    },
  }
  const openConfirm: MsgType<MsgChannelOpenConfirm> = {
    typeUrl: MsgChannelOpenConfirm.typeUrl,
    module: 'core',
    schema: ibcSchemas.channelOpenConfirm,
    decode: (bytes) => MsgChannelOpenConfirm.decode(bytes),
    signers: ({ signer }) => [signer],
    gas: () => 72_000,
    handle(state, context, { portId, channelId, proofAck: proof, proofHeight }) {
      const done = ibc.channelOpenConfirm(state, hostOf(context), { portId, channelId, proof, proofHeight })
      return done.ok ? EMPTY : hosted(done)
    },
  }
  const closeInit: MsgType<MsgChannelCloseInit> = {
    typeUrl: MsgChannelCloseInit.typeUrl,
    module: 'core',
    schema: ibcSchemas.channelCloseInit,
    decode: (bytes) => MsgChannelCloseInit.decode(bytes),
    signers: ({ signer }) => [signer],
    gas: () => 50_000,
    handle(state, context, { portId, channelId }) {
      const done = ibc.channelCloseInit(state, hostOf(context), { portId, channelId })
      return done.ok ? EMPTY : hosted(done)
    },
  }
  const closeConfirm: MsgType<MsgChannelCloseConfirm> = {
    typeUrl: MsgChannelCloseConfirm.typeUrl,
    module: 'core',
    schema: ibcSchemas.channelCloseConfirm,
    decode: (bytes) => MsgChannelCloseConfirm.decode(bytes),
    signers: ({ signer }) => [signer],
    gas: () => 68_000,
    handle(state, context, { portId, channelId, proofInit: proof, proofHeight }) {
      const done = ibc.channelCloseConfirm(state, hostOf(context), { portId, channelId, proof, proofHeight })
      return done.ok ? EMPTY : hosted(done)
    },
  }
  return [
    msgType(openInit),
    msgType(openTry),
    msgType(openAck),
    msgType(openConfirm),
    msgType(closeInit),
    msgType(closeConfirm),
  ]
}

function orderOf(order: Order): Outcome<ChannelOrder, TxRejection> {
  if (order === Order.ORDER_UNORDERED) return ok('UNORDERED')
  if (order === Order.ORDER_ORDERED) return ok('ORDERED')
  return { ok: false, rejection: moduleError('channel', 6, `${order}: invalid channel ordering`) }
}
