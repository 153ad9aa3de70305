import { pegBridgeAbi } from '@pegzone/contracts'
import { type EthAddress, parseEthAddress } from '@pegzone/encoding'
import type { Packet, TransferData } from '@pegzone/ibc'
import type { State } from '@pegzone/ledger'
import { contractAddresses } from '../addresses.ts'
import { emitter } from '../codecs.ts'
import type { Token } from '../token/tokens.ts'
import { tokenOfDenom } from './lanes.ts'
import { fromPacket, transferOf } from './packet.ts'

const self = contractAddresses.PegBridge

const sendPacket = emitter(pegBridgeAbi, 'SendPacket')
const recvPacket = emitter(pegBridgeAbi, 'RecvPacket')
const writeAcknowledgement = emitter(pegBridgeAbi, 'WriteAcknowledgement')
const acknowledgePacket = emitter(pegBridgeAbi, 'AcknowledgePacket')
const timeoutPacket = emitter(pegBridgeAbi, 'TimeoutPacket')
const noop = emitter(pegBridgeAbi, 'Noop')
const escrowed = emitter(pegBridgeAbi, 'Escrowed')
const released = emitter(pegBridgeAbi, 'Released')
const held = emitter(pegBridgeAbi, 'Held')
const refunded = emitter(pegBridgeAbi, 'Refunded')
const clientCreated = emitter(pegBridgeAbi, 'ClientCreated')
const clientUpdated = emitter(pegBridgeAbi, 'ClientUpdated')
const connectionChanged = emitter(pegBridgeAbi, 'ConnectionChanged')
const channelChanged = emitter(pegBridgeAbi, 'ChannelChanged')

export interface Sent {
  readonly packet: Packet
  readonly token: Token
  readonly sender: EthAddress
  readonly amount: bigint
  readonly receiver: string
}

export function emitSent(state: State, { packet, token, sender, amount, receiver }: Sent): void {
  const { sequence, sourceChannel } = packet
  escrowed(state, self, token.address, sender, sequence, amount, receiver, sourceChannel)
  sendPacket(state, self, sequence, sender, sourceChannel, fromPacket(packet))
}

export function emitReceived(state: State, packet: Packet): void {
  recvPacket(state, self, packet.sequence, packet.destinationChannel, fromPacket(packet))
}

/** An acknowledgement was written; `paid` tells whether tokens left the escrow for it. */
export function emitAcknowledgement(state: State, packet: Packet, acknowledgement: Uint8Array, paid: boolean): void {
  const { sequence, destinationChannel } = packet
  if (paid) {
    const { token, amount, sender, receiver } = arrivalOf(packet)
    released(state, self, token, receiver, sequence, amount, sender, destinationChannel)
  }
  writeAcknowledgement(state, self, sequence, destinationChannel, fromPacket(packet), acknowledgement)
}

export function emitHeld(state: State, packet: Packet): void {
  const { token, amount, sender, receiver } = arrivalOf(packet)
  held(state, self, token, receiver, packet.sequence, amount, sender, packet.destinationChannel)
}

export function emitAcknowledged(state: State, packet: Packet, acknowledgement: Uint8Array, success: boolean): void {
  const { sequence, sourceChannel } = packet
  if (!success) emitRefunded(state, packet)
  acknowledgePacket(state, self, sequence, sourceChannel, fromPacket(packet), acknowledgement)
}

export function emitTimedOut(state: State, packet: Packet): void {
  emitRefunded(state, packet)
  timeoutPacket(state, self, packet.sequence, packet.sourceChannel, fromPacket(packet))
}

export function emitNoop(state: State, sequence: bigint, channel: string): void {
  noop(state, self, sequence, channel)
}

export function emitClientCreated(state: State, clientId: string, clientType: string): void {
  clientCreated(state, self, clientId, clientType)
}

export function emitClientUpdated(state: State, clientId: string, height: bigint): void {
  clientUpdated(state, self, clientId, height)
}

export function emitConnectionChanged(state: State, connectionId: string, to: string): void {
  connectionChanged(state, self, connectionId, to)
}

export function emitChannelChanged(state: State, portId: string, channelId: string, to: string): void {
  channelChanged(state, self, portId, channelId, to)
}

function emitRefunded(state: State, packet: Packet): void {
  const { denom, amount, sender } = transferOf(packet)
  refunded(state, self, tokenOfDenom(denom)!.address, addressOf(sender), packet.sequence, amount, packet.sourceChannel)
}

/** What a packet brings here: the denom loses the hop that it came over. */
function arrivalOf(packet: Packet): Omit<TransferData, 'receiver'> & {
  readonly token: EthAddress
  readonly receiver: EthAddress
} {
  const data = transferOf(packet)
  const denom = data.denom.slice(`${packet.sourcePort}/${packet.sourceChannel}/`.length)
  return { ...data, token: tokenOfDenom(denom)!.address, receiver: addressOf(data.receiver) }
}

/** Of an account that the bank has accepted. */
function addressOf(account: string): EthAddress {
  return parseEthAddress(account)!
}
