import { equalBytes, u64be } from '@pegzone/encoding'
import type { State } from '@pegzone/ledger'
import { type Outcome, ok, refuse } from '@pegzone/outcome'
import type { IbcApp } from '../app.ts'
import type { ChannelEnd } from '../channel.ts'
import type { HostContext } from '../host.ts'
import type { PacketResult, TimeoutOnClose, TimeoutPacket } from '../messages.ts'
import { paths } from '../paths.ts'
import type { IbcRejection } from '../rejections.ts'
import { dropCommitment, endsProblem } from './acknowledge.ts'
import { type ChannelAndConnection, closeAfterTimeout, findChannel, mirrored, refused } from './channels.ts'
import type { ClientKeeper } from './clients.ts'
import { packetCommitment } from './commitments.ts'
import { emit } from './emit.ts'
import type { PacketKey } from './keys.ts'
import { sourceKey } from './packet-keys.ts'
import { channelCodec } from './proto.ts'
import { isElapsed } from './send.ts'
import { commitmentsTable } from './tables.ts'

/**
 * Checks in the order of ibc-go `TimeoutPacket`: ends match, timeout elapsed at the proof height and the counterparty's
 * time there, commitment (none: noop), its equality, then absence of the receipt (unordered) or the next sequence
 * (ordered). A timeout on an ordered channel closes it.
 */
export function timeoutPacket(
  clients: ClientKeeper,
  apps: ReadonlyMap<string, IbcApp>,
  state: State,
  host: HostContext,
  message: TimeoutPacket,
): Outcome<PacketResult, IbcRejection> {
  const { packet, proofHeight } = message
  const key = sourceKey(packet)
  const found = findChannel(state, key)
  if (!found.ok) return found
  const { end, connection } = found.value
  const ends = endsProblem(packet, end.counterparty)
  if (ends !== undefined) return refuse(ends)
  const time = clients.timestampAt(state, connection.clientId, proofHeight)
  if (!time.ok) return time
  if (!isElapsed(packet, proofHeight, time.value))
    return refuse({ code: 'IBC_TIMEOUT_NOT_REACHED', height: proofHeight, timestamp: time.value })
  const pending = pendingCommitment(state, key, message)
  if (pending !== 'pending') return pending
  const proven = proveUnreceived(clients, state, host, message, found.value)
  return proven.ok ? execute(apps, state, host, message, found.value) : proven
}

/** A packet to a channel end that is proven CLOSED times out at once. ibc-go `TimeoutOnClose`. */
export function timeoutOnClose(
  clients: ClientKeeper,
  apps: ReadonlyMap<string, IbcApp>,
  state: State,
  host: HostContext,
  message: TimeoutOnClose,
): Outcome<PacketResult, IbcRejection> {
  const { packet, proofClose, proofHeight } = message
  const key = sourceKey(packet)
  const found = findChannel(state, key)
  if (!found.ok) return found
  const { end, connection } = found.value
  const ends = endsProblem(packet, end.counterparty)
  if (ends !== undefined) return refuse(ends)
  const pending = pendingCommitment(state, key, message)
  if (pending !== 'pending') return pending
  const expected: ChannelEnd = {
    ...mirrored(end, { portId: key.portId, channelId: key.channelId }, connection),
    state: 'CLOSED',
  }
  const closed = clients.verifyMembership(state, host, connection.clientId, {
    height: proofHeight,
    proof: proofClose,
    path: paths.channel(packet.destinationPort, packet.destinationChannel),
    value: channelCodec.encode(expected),
  })
  if (!closed.ok) return closed
  const proven = proveUnreceived(clients, state, host, message, found.value)
  return proven.ok ? execute(apps, state, host, message, found.value) : proven
}

function pendingCommitment(
  state: State,
  key: PacketKey,
  { packet }: TimeoutPacket,
): 'pending' | Outcome<PacketResult, IbcRejection> {
  const commitment = state.read(commitmentsTable).get(key)
  if (commitment === undefined) return ok({ result: 'noop' })
  if (equalBytes(commitment, packetCommitment(packet))) return 'pending'
  return refuse({ code: 'IBC_PACKET_COMMITMENT_MISMATCH', ...key })
}

function proveUnreceived(
  clients: ClientKeeper,
  state: State,
  host: HostContext,
  { packet, proof, proofHeight, nextSequenceRecv }: TimeoutPacket,
  { end, connection }: ChannelAndConnection,
): Outcome<void, IbcRejection> {
  const { destinationPort: port, destinationChannel: channel, sequence } = packet
  const claim = { height: proofHeight, proof }
  if (end.ordering === 'UNORDERED')
    return clients.verifyNonMembership(state, host, connection.clientId, {
      ...claim,
      path: paths.receipt(port, channel, sequence),
    })
  if (nextSequenceRecv > sequence)
    return refuse({ code: 'IBC_PACKET_ALREADY_RECEIVED', sequence, next: nextSequenceRecv })
  return clients.verifyMembership(state, host, connection.clientId, {
    ...claim,
    path: paths.nextSequenceRecv(port, channel),
    value: u64be(nextSequenceRecv),
  })
}

function execute(
  apps: ReadonlyMap<string, IbcApp>,
  state: State,
  host: HostContext,
  { packet }: TimeoutPacket,
  { end, connectionId }: ChannelAndConnection,
): Outcome<PacketResult, IbcRejection> {
  const key = sourceKey(packet)
  const app = apps.get(key.portId)
  if (app === undefined) return refuse({ code: 'IBC_PORT_NOT_BOUND', portId: key.portId })
  dropCommitment(state, key)
  emit(state, { type: 'timeout_packet', packet, ordering: end.ordering, connectionId })
  if (end.ordering === 'ORDERED' && end.state !== 'CLOSED')
    closeAfterTimeout(state, { portId: key.portId, channelId: key.channelId }, end)
  const refunded = app.onTimeout(state, host, packet)
  return refunded.ok ? ok({ result: 'success' }) : refused(key.portId, refunded.rejection)
}
