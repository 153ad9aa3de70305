import type { Any } from './any.ts'
import type { ChannelCounterparty, ChannelOrder } from './channel.ts'
import type { ConnectionCounterparty, ConnectionVersion } from './connection.ts'
import type { Height } from './host.ts'
import type { Packet } from './packet.ts'

/** A proof of the counterparty's store and the height it speaks of. A solo machine ignores the height: use 0-0. */
export interface Proven {
  readonly proof: Uint8Array
  readonly proofHeight: Height
}

export interface CreateClient {
  readonly clientState: Any
  readonly consensusState: Any
}

/** `clientMessage` is a header or misbehaviour. */
export interface UpdateClient {
  readonly clientId: string
  readonly clientMessage: Any
}

export interface RecoverClient {
  readonly subjectClientId: string
  readonly substituteClientId: string
}

export interface ConnectionOpenInit {
  readonly clientId: string
  /** `connectionId` is empty. */
  readonly counterparty: ConnectionCounterparty
  /** Undefined: all supported ones. */
  readonly version?: ConnectionVersion | undefined
  readonly delayPeriod: bigint
}

export interface ConnectionOpenTry extends Proven {
  readonly clientId: string
  readonly counterparty: ConnectionCounterparty
  readonly delayPeriod: bigint
  readonly counterpartyVersions: readonly ConnectionVersion[]
}

export interface ConnectionOpenAck extends Proven {
  readonly connectionId: string
  readonly counterpartyConnectionId: string
  readonly version: ConnectionVersion
}

export interface ConnectionOpenConfirm extends Proven {
  readonly connectionId: string
}

export interface ChannelOpenInit {
  readonly portId: string
  readonly ordering: ChannelOrder
  readonly connectionHops: readonly string[]
  readonly counterpartyPortId: string
  readonly version: string
}

export interface ChannelOpenTry extends Proven {
  readonly portId: string
  readonly ordering: ChannelOrder
  readonly connectionHops: readonly string[]
  readonly counterparty: ChannelCounterparty
  readonly counterpartyVersion: string
}

export interface ChannelOpenAck extends Proven {
  readonly portId: string
  readonly channelId: string
  readonly counterpartyChannelId: string
  readonly counterpartyVersion: string
}

export interface ChannelOpenConfirm extends Proven {
  readonly portId: string
  readonly channelId: string
}

export interface ChannelCloseInit {
  readonly portId: string
  readonly channelId: string
}

export type ChannelCloseConfirm = ChannelOpenConfirm

export interface SendPacket {
  readonly sourcePort: string
  readonly sourceChannel: string
  readonly timeoutHeight: Height
  /** Nanoseconds; 0: none. */
  readonly timeoutTimestamp: bigint
  readonly data: Uint8Array
}

export interface RecvPacket extends Proven {
  readonly packet: Packet
}

export interface AcknowledgePacket extends Proven {
  readonly packet: Packet
  readonly acknowledgement: Uint8Array
}

export interface TimeoutPacket extends Proven {
  readonly packet: Packet
  /** Of the destination; proven on ordered channels, ignored on unordered ones. */
  readonly nextSequenceRecv: bigint
}

export interface TimeoutOnClose extends TimeoutPacket {
  /** Proof that the counterparty's channel end is CLOSED. */
  readonly proofClose: Uint8Array
}

/** Names a received packet by its destination. */
export interface WriteAcknowledgement {
  readonly destinationPort: string
  readonly destinationChannel: string
  readonly sequence: bigint
  readonly acknowledgement: Uint8Array
}

/** A packet message either did its work or found that another had: then nothing changed, and that is a success. */
export type PacketResult = { readonly result: 'success' } | { readonly result: 'noop' }

export type RecvResult =
  | {
      readonly result: 'success'
      /** Undefined: asynchronous, written later. */
      readonly acknowledgement: Uint8Array | undefined
      /** The refusal behind an error acknowledgement. */
      readonly refused?: { readonly code: string } | undefined
    }
  | { readonly result: 'noop' }
