import { concatBytes, fromHex, sha256, u64be, utf8ToBytes } from '@pegzone/encoding'
import type { Packet } from '../packet.ts'

type Committed = Pick<Packet, 'data' | 'timeoutHeight' | 'timeoutTimestamp'>

const preimage = new Uint8Array(56)
const preimageView = new DataView(preimage.buffer)

/** v1 packet commitment, 32 bytes: port, channel and sequence are in the path, not in the hash. ibc-go `CommitPacket`. */
export function packetCommitment({ data, timeoutHeight, timeoutTimestamp }: Committed): Uint8Array {
  preimageView.setBigUint64(0, timeoutTimestamp)
  preimageView.setBigUint64(8, timeoutHeight.revisionNumber)
  preimageView.setBigUint64(16, timeoutHeight.revisionHeight)
  preimage.set(sha256(data), 24)
  return sha256(preimage)
}

/** v1 acknowledgement commitment, 32 bytes. */
export function ackCommitment(acknowledgement: Uint8Array): Uint8Array {
  return sha256(acknowledgement)
}

/** One payload of an IBC v2 packet. */
export interface PayloadV2 {
  readonly sourcePort: string
  readonly destinationPort: string
  readonly version: string
  readonly encoding: string
  readonly value: Uint8Array
}

/** v2 packet commitment, 32 bytes. The timeout is in seconds. ibc-go `04-channel/v2/types/commitment.go`. */
export function packetCommitmentV2(packet: {
  readonly destinationClient: string
  readonly timeoutSeconds: bigint
  readonly payloads: readonly PayloadV2[]
}): Uint8Array {
  return sha256(
    concatBytes(
      VERSION_2,
      sha256(utf8ToBytes(packet.destinationClient)),
      sha256(u64be(packet.timeoutSeconds)),
      sha256(concatBytes(...packet.payloads.map(payloadHashV2))),
    ),
  )
}

export function payloadHashV2(payload: PayloadV2): Uint8Array {
  const { sourcePort, destinationPort, version, encoding, value } = payload
  const texts = [sourcePort, destinationPort, version, encoding].map((text) => sha256(utf8ToBytes(text)))
  return sha256(concatBytes(...texts, sha256(value)))
}

/** v2 acknowledgement commitment, 32 bytes, of the apps' acknowledgements in payload order. */
export function ackCommitmentV2(acknowledgements: readonly Uint8Array[]): Uint8Array {
  return sha256(concatBytes(VERSION_2, ...acknowledgements.map((bytes) => sha256(bytes))))
}

const VERSION_2 = Uint8Array.of(2)

/** The only element of a failed v2 acknowledgement: H("UNIVERSAL_ERROR_ACKNOWLEDGEMENT"). */
export const UNIVERSAL_ERROR_ACK_V2: Uint8Array = fromHex(
  '4774d4a575993f963b1c06573736617a457abef8589178db8d10c94b4ab511ab',
)
