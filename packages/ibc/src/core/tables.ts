import { bytesCodec, type Codec, jsonCodec, table, textCodec, textKey, u64Codec } from '@pegzone/ledger'
import type { Packet, SentPacket } from '../packet.ts'
import { channelKey, packetKey } from './keys.ts'
import { channelCodec, connectionCodec, packetCodec } from './proto.ts'
import { sequenceSet } from './sequence-set.ts'

/** Client id → client type. The module of the type keeps everything else. */
export const clientsTable = table({ name: 'ibc/clients', key: textKey, value: textCodec, ordered: true })

/** `client`, `connection` or `channel` → number of the next one. Absent: 0. */
export const countersTable = table({ name: 'ibc/counters', key: textKey, value: u64Codec })

/** `allowed-clients` → client types, or `*`. Absent: all. */
export const paramsTable = table({ name: 'ibc/params', key: textKey, value: jsonCodec<readonly string[]>() })

/** Connection id → connection end. Proven. */
export const connectionsTable = table({
  name: 'ibc/connections',
  key: textKey,
  value: connectionCodec,
  ordered: true,
})

/** (port, channel) → channel end. Proven. */
export const channelsTable = table({ name: 'ibc/channels', key: channelKey, value: channelCodec, ordered: true })

/** (port, channel) → sequence of the next packet sent. From 1. */
export const nextSendTable = table({ name: 'ibc/next-sequence-send', key: channelKey, value: u64Codec })

/** (port, channel) → sequence of the next packet received. Moves on ordered channels only. Proven. */
export const nextRecvTable = table({ name: 'ibc/next-sequence-recv', key: channelKey, value: u64Codec })

/** (port, channel) → sequence of the next acknowledgement. Moves on ordered channels only. */
export const nextAckTable = table({ name: 'ibc/next-sequence-ack', key: channelKey, value: u64Codec })

/** (port, channel, sequence) of the source → packet commitment, 32 bytes; until settled. Proven. */
export const commitmentsTable = table({
  name: 'ibc/commitments',
  key: packetKey,
  value: bytesCodec,
  ordered: true,
})

const sentPacketCodec: Codec<SentPacket> = {
  encode: ({ packet, height, timeNs }) => {
    const body = packetCodec.encode(packet)
    const bytes = new Uint8Array(16 + body.length)
    const view = new DataView(bytes.buffer)
    view.setBigUint64(0, height)
    view.setBigUint64(8, timeNs)
    bytes.set(body, 16)
    return bytes
  },
  decode: (bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return {
      packet: packetCodec.decode(bytes.subarray(16)),
      height: view.getBigUint64(0),
      timeNs: view.getBigUint64(8),
    }
  },
}

/** (port, channel, sequence) of the source → the packet as sent; until settled, so that a relayer needs no log. */
export const sentPacketsTable = table({
  name: 'ibc/sent-packets',
  key: packetKey,
  value: sentPacketCodec,
  ordered: true,
})

/** (port, channel) of the destination: sequences received on unordered channels. Each stands for the proven byte 0x01. */
export const receiptsSet = sequenceSet('ibc/receipts')

/** (port, channel) of the destination: sequences acknowledged with `{"result":"AQ=="}`, by far the most. Proven. */
export const successAcksSet = sequenceSet('ibc/success-acks')

/** (port, channel, sequence) of the destination → commitment of any other acknowledgement, 32 bytes. Proven. */
export const acksTable = table({ name: 'ibc/acks', key: packetKey, value: bytesCodec, ordered: true })

/** Acknowledgement commitment as hex → its bytes: one row per distinct text, however many packets share it. */
export const ackBytesTable = table({ name: 'ibc/ack-bytes', key: textKey, value: bytesCodec })

/** (port, channel, sequence) of the destination → packet whose acknowledgement is deferred. */
export const deferredTable = table<ReturnType<typeof packetKey.decode>, Packet>({
  name: 'ibc/deferred-acks',
  key: packetKey,
  value: packetCodec,
  ordered: true,
})
