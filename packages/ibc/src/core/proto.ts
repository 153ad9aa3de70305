import type { Codec } from '@pegzone/ledger'
import { Any as ProtoAny } from 'cosmjs-types/google/protobuf/any'
import { Channel, Packet as ProtoPacket } from 'cosmjs-types/ibc/core/channel/v1/channel'
import { ConnectionEnd as ProtoConnection } from 'cosmjs-types/ibc/core/connection/v1/connection'
import type { Any } from '../any.ts'
import type { ChannelEnd, ChannelOrder, ChannelState } from '../channel.ts'
import type { ConnectionEnd, ConnectionState } from '../connection.ts'
import type { Packet } from '../packet.ts'

/** What runs on the wire and in the proven store: protobuf, field for field that of ibc-go. */

const connectionStates: readonly ConnectionState[] = ['INIT', 'TRYOPEN', 'OPEN']
const channelStates: readonly ChannelState[] = ['INIT', 'TRYOPEN', 'OPEN', 'CLOSED']
const orders: readonly ChannelOrder[] = ['UNORDERED', 'ORDERED']

export const connectionCodec: Codec<ConnectionEnd> = {
  encode: (end) =>
    ProtoConnection.encode({
      clientId: end.clientId,
      versions: end.versions.map(({ identifier, features }) => ({ identifier, features: [...features] })),
      state: connectionStates.indexOf(end.state) + 1,
      counterparty: {
        clientId: end.counterparty.clientId,
        connectionId: end.counterparty.connectionId,
        prefix: { keyPrefix: end.counterparty.prefix },
      },
      delayPeriod: end.delayPeriod,
    }).finish(),
  decode: (bytes) => {
    const end = ProtoConnection.decode(bytes)
    return {
      clientId: end.clientId,
      versions: end.versions,
      state: connectionStates[end.state - 1]!,
      counterparty: {
        clientId: end.counterparty.clientId,
        connectionId: end.counterparty.connectionId,
        prefix: end.counterparty.prefix.keyPrefix,
      },
      delayPeriod: end.delayPeriod,
    }
  },
}

export const channelCodec: Codec<ChannelEnd> = {
  encode: (end) =>
    Channel.encode({
      state: channelStates.indexOf(end.state) + 1,
      ordering: orders.indexOf(end.ordering) + 1,
      counterparty: end.counterparty,
      connectionHops: [...end.connectionHops],
      version: end.version,
    }).finish(),
  decode: (bytes) => {
    const end = Channel.decode(bytes)
    return {
      state: channelStates[end.state - 1]!,
      ordering: orders[end.ordering - 1]!,
      counterparty: { portId: end.counterparty.portId, channelId: end.counterparty.channelId },
      connectionHops: end.connectionHops,
      version: end.version,
    }
  },
}

export const packetCodec: Codec<Packet> = {
  encode: (packet) => ProtoPacket.encode(packet).finish(),
  decode: (bytes) => ProtoPacket.decode(bytes),
}

export function encodeAny(any: Any): Uint8Array {
  return ProtoAny.encode(any).finish()
}
