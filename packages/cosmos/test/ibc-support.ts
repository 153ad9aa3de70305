import { utf8ToBytes } from '@pegzone/encoding'
import {
  type ChannelEnd,
  mockClient,
  mockClientState,
  mockConsensusState,
  mockHeader,
  mockProof,
  openChannelGenesis,
  type Packet,
  packetCommitment,
  paths,
} from '@pegzone/ibc'
import { MsgTransfer } from 'cosmjs-types/ibc/applications/transfer/v1/tx'
import { MsgAcknowledgement, MsgRecvPacket, MsgTimeout } from 'cosmjs-types/ibc/core/channel/v1/tx'
import { MsgUpdateClient } from 'cosmjs-types/ibc/core/client/v1/tx'
import type { IbcGenesis } from '../src/index.ts'
import { alice, bob, GENESIS_TIME, SECOND } from './support.ts'

export const HEIGHT = { revisionNumber: 0n, revisionHeight: 7n }
export const NO_HEIGHT = { revisionNumber: 0n, revisionHeight: 0n }
export const PEER_TIME = GENESIS_TIME + 5n * SECOND

/** An open transfer channel over a client that believes anybody. */
export const openMockChannel: IbcGenesis = (state, host) =>
  openChannelGenesis(state, host, {
    clients: [mockClient],
    clientState: mockClientState({ height: 7n, timestamp: PEER_TIME, trustingPeriodNs: 0n, frozen: false }),
    consensusState: mockConsensusState(PEER_TIME),
    counterparty: {
      clientId: 'attestation-0',
      connectionId: 'connection-0',
      channelId: 'channel-0',
      portId: 'transfer',
      prefix: utf8ToBytes('ibc'),
    },
    portId: 'transfer',
    ordering: 'UNORDERED' satisfies ChannelEnd['ordering'],
    version: 'ics20-1',
  })

export function any<M>(codec: { typeUrl: string; encode(message: M): { finish(): Uint8Array } }, message: M) {
  return { typeUrl: codec.typeUrl, value: codec.encode(message).finish() }
}

export function tokenData(denom: string, amount: string, sender: string, receiver: string): Uint8Array {
  return utf8ToBytes(JSON.stringify({ amount, denom, receiver, sender }))
}

/** A packet from the other side. */
export function incoming(sequence: bigint, denom: string, amount: string, receiver = bob.address): Packet {
  return {
    sequence,
    sourcePort: 'transfer',
    sourceChannel: 'channel-0',
    destinationPort: 'transfer',
    destinationChannel: 'channel-0',
    data: tokenData(denom, amount, '0x00000000000000000000000000000000000000aa', receiver),
    timeoutHeight: NO_HEIGHT,
    timeoutTimestamp: GENESIS_TIME + 1000n * SECOND,
  }
}

export function recv(packet: Packet, signer = alice.address) {
  const path = paths.commitment(packet.sourcePort, packet.sourceChannel, packet.sequence)
  return any(MsgRecvPacket, {
    packet,
    proofCommitment: mockProof(HEIGHT, path, packetCommitment(packet)),
    proofHeight: HEIGHT,
    signer,
  })
}

export function ack(packet: Packet, acknowledgement: Uint8Array, commitment: Uint8Array, signer = alice.address) {
  const path = paths.acknowledgement(packet.destinationPort, packet.destinationChannel, packet.sequence)
  return any(MsgAcknowledgement, {
    packet,
    acknowledgement,
    proofAcked: mockProof(HEIGHT, path, commitment),
    proofHeight: HEIGHT,
    signer,
  })
}

export function timeout(packet: Packet, height: bigint, signer = alice.address) {
  const proofHeight = { revisionNumber: 0n, revisionHeight: height }
  const path = paths.receipt(packet.destinationPort, packet.destinationChannel, packet.sequence)
  return any(MsgTimeout, {
    packet,
    proofUnreceived: mockProof(proofHeight, path, undefined),
    proofHeight,
    nextSequenceRecv: 1n,
    signer,
  })
}

export function update(height: bigint, timeNs: bigint, signer = alice.address) {
  return any(MsgUpdateClient, { clientId: 'mock-0', clientMessage: mockHeader(height, timeNs), signer })
}

export function transfer(
  amount: string,
  denom: string,
  over: { timeoutTimestamp?: bigint; memo?: string; receiver?: string } = {},
) {
  return any(MsgTransfer, {
    sourcePort: 'transfer',
    sourceChannel: 'channel-0',
    token: { denom, amount },
    sender: alice.address,
    receiver: over.receiver ?? '0x00000000000000000000000000000000000000aa',
    timeoutHeight: NO_HEIGHT,
    timeoutTimestamp: over.timeoutTimestamp ?? GENESIS_TIME + 60n * SECOND,
    memo: over.memo ?? '',
    encoding: '',
  })
}
