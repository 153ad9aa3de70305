import type { pegBridgeAbi } from '@pegzone/contracts'
import { bytesToUtf8 } from '@pegzone/encoding'
import { type Packet, parseTransferData, type TransferData } from '@pegzone/ibc'
import type { ArgsOf } from '../codecs.ts'

/** A packet as the ABI carries it. */
export type AbiPacket = ArgsOf<typeof pegBridgeAbi, 'recvPackets'>[0][number]

export function toPacket({ timeoutRevision, timeoutHeight, ...packet }: AbiPacket): Packet {
  return { ...packet, timeoutHeight: { revisionNumber: timeoutRevision, revisionHeight: timeoutHeight } }
}

export function fromPacket({ timeoutHeight, ...packet }: Packet): AbiPacket {
  const { revisionNumber, revisionHeight } = timeoutHeight
  return { ...packet, timeoutRevision: revisionNumber, timeoutHeight: revisionHeight }
}

/** What a packet that the app has dealt with carries. Throws if it is no transfer: then the app was asked first. */
export function transferOf({ data }: Packet): TransferData {
  const parsed = parseTransferData(data)
  if (!parsed.ok) throw new Error(`a settled packet is no transfer: ${bytesToUtf8(data).slice(0, 200)}`)
  return parsed.value
}
