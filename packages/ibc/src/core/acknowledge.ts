import { equalBytes } from '@pegzone/encoding'
import type { State } from '@pegzone/ledger'
import { type Outcome, ok, refuse } from '@pegzone/outcome'
import type { IbcApp } from '../app.ts'
import type { HostContext } from '../host.ts'
import type { AcknowledgePacket, PacketResult } from '../messages.ts'
import type { Packet } from '../packet.ts'
import { paths } from '../paths.ts'
import type { IbcRejection } from '../rejections.ts'
import { findChannel, notOpen, refused, stateRefusal } from './channels.ts'
import type { ClientKeeper } from './clients.ts'
import { ackCommitment, packetCommitment } from './commitments.ts'
import { emit } from './emit.ts'
import type { PacketKey } from './keys.ts'
import { sourceKey } from './packet-keys.ts'
import { commitmentsTable, nextAckTable, sentPacketsTable } from './tables.ts'

/**
 * Checks in the order of ibc-go `AcknowledgePacket`: channel OPEN, ends match, connection OPEN, commitment (none: noop),
 * its equality, form of the acknowledgement, membership proof, and on ordered channels the turn.
 */
export function acknowledgePacket(
  clients: ClientKeeper,
  apps: ReadonlyMap<string, IbcApp>,
  state: State,
  host: HostContext,
  { packet, acknowledgement, proof, proofHeight }: AcknowledgePacket,
): Outcome<PacketResult, IbcRejection> {
  const key = sourceKey(packet)
  const found = findChannel(state, key)
  if (!found.ok) return found
  const { end, connection, connectionId } = found.value
  if (end.state !== 'OPEN') return stateRefusal(key, end.state, 'OPEN')
  const ends = endsProblem(packet, end.counterparty)
  if (ends !== undefined) return refuse(ends)
  if (connection.state !== 'OPEN') return notOpen(connectionId, connection)
  const commitment = state.read(commitmentsTable).get(key)
  if (commitment === undefined) return ok({ result: 'noop' })
  if (!equalBytes(commitment, packetCommitment(packet)))
    return refuse({ code: 'IBC_PACKET_COMMITMENT_MISMATCH', ...key })
  const app = apps.get(key.portId)
  if (app === undefined) return refuse({ code: 'IBC_PORT_NOT_BOUND', portId: key.portId })
  if (!app.isAcknowledgement(acknowledgement))
    return refuse({ code: 'IBC_ACK_INVALID', detail: 'encoding it again gives other bytes' })
  const verified = clients.verifyMembership(state, host, connection.clientId, {
    height: proofHeight,
    proof,
    path: paths.acknowledgement(packet.destinationPort, packet.destinationChannel, packet.sequence),
    value: ackCommitment(acknowledgement),
  })
  if (!verified.ok) return verified
  if (end.ordering === 'ORDERED') {
    const sequences = state.open(nextAckTable)
    const next = sequences.get(key)!
    if (packet.sequence !== next) return refuse({ code: 'IBC_PACKET_OUT_OF_ORDER', sequence: packet.sequence, next })
    sequences.set(key, next + 1n)
  }
  dropCommitment(state, key)
  emit(state, { type: 'acknowledge_packet', packet, ordering: end.ordering, connectionId })
  const settled = app.onAcknowledgement(state, host, packet, acknowledgement)
  return settled.ok ? ok({ result: 'success' }) : refused(key.portId, settled.rejection)
}

/** A settled packet is forgotten: commitment and body. */
export function dropCommitment(state: State, key: PacketKey): void {
  state.open(commitmentsTable).delete(key)
  state.open(sentPacketsTable).delete(key)
}

/** Undefined if the packet goes to the channel's counterparty. */
export function endsProblem(
  packet: Packet,
  { portId, channelId }: { readonly portId: string; readonly channelId: string },
): IbcRejection | undefined {
  if (packet.destinationPort === portId && packet.destinationChannel === channelId) return undefined
  const detail = `destination ${packet.destinationPort}/${packet.destinationChannel}, not ${portId}/${channelId}`
  return { code: 'IBC_PACKET_COUNTERPARTY_MISMATCH', detail }
}
