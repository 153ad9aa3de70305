import type { Height } from './host.ts'

/** An IBC v1 packet. `data` are the bytes that were committed to: nobody re-encodes them. */
export interface Packet {
  /** From 1. */
  readonly sequence: bigint
  readonly sourcePort: string
  readonly sourceChannel: string
  readonly destinationPort: string
  readonly destinationChannel: string
  readonly data: Uint8Array
  /** `0-0`: no height timeout. */
  readonly timeoutHeight: Height
  /** Nanoseconds since 1970 on the destination's clock; 0: no time timeout. */
  readonly timeoutTimestamp: bigint
}

/** A sent packet as the source keeps it until it is acknowledged or timed out. Not proven. */
export interface SentPacket {
  readonly packet: Packet
  /** Block of the source that carries the send. */
  readonly height: bigint
  readonly timeNs: bigint
}
