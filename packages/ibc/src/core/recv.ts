import type { State, View } from '@pegzone/ledger'
import { type Outcome, ok, refuse } from '@pegzone/outcome'
import type { IbcApp } from '../app.ts'
import type { ChannelEnd } from '../channel.ts'
import { type HostContext, hostHeight } from '../host.ts'
import type { RecvPacket, RecvResult } from '../messages.ts'
import type { Packet } from '../packet.ts'
import { paths } from '../paths.ts'
import type { IbcRejection } from '../rejections.ts'
import { errorAck } from './acknowledgement.ts'
import { type ChannelAndConnection, findChannel, notOpen, stateRefusal } from './channels.ts'
import type { ClientKeeper } from './clients.ts'
import { packetCommitment } from './commitments.ts'
import { emit } from './emit.ts'
import type { PacketKey } from './keys.ts'
import { destinationKey } from './packet-keys.ts'
import { isElapsed, packetProblem } from './send.ts'
import { addSequence, hasSequence } from './sequence-set.ts'
import { deferredTable, nextRecvTable, receiptsSet } from './tables.ts'
import { storeAck } from './write-ack.ts'

/**
 * Checks in the order of ibc-go `RecvPacket`: channel OPEN, ends match, connection OPEN, timeout against the own block,
 * membership proof, and only then the replay check. A packet already received answers `noop` and leaves nothing behind,
 * not even the sequence that a solo machine's proof would have consumed.
 */
export function recvPacket(
  clients: ClientKeeper,
  apps: ReadonlyMap<string, IbcApp>,
  state: State,
  host: HostContext,
  { packet, proof, proofHeight }: RecvPacket,
): Outcome<RecvResult, IbcRejection> {
  const key = destinationKey(packet)
  const found = findChannel(state, key)
  if (!found.ok) return found
  const checked = check(host, packet, found.value)
  if (!checked.ok) return checked
  const { end, connection, connectionId } = found.value
  const verify = (on: State) =>
    clients.verifyMembership(on, host, connection.clientId, {
      height: proofHeight,
      proof,
      path: paths.commitment(packet.sourcePort, packet.sourceChannel, packet.sequence),
      value: packetCommitment(packet),
    })

  const replay = replayOf(state, end, key)
  if (replay === 'received') {
    const probed = state.attempt<never, IbcRejection | { readonly code: 'undo' }>((on) => {
      const verified = verify(on)
      return verified.ok ? refuse({ code: 'undo' }) : verified
    })
    if (!probed.ok && probed.rejection.code !== 'undo') return refuse(probed.rejection)
    return ok({ result: 'noop' })
  }
  const verified = verify(state)
  if (!verified.ok) return verified
  if (replay !== 'new') return refuse({ code: 'IBC_PACKET_OUT_OF_ORDER', sequence: packet.sequence, next: replay.next })

  if (end.ordering === 'ORDERED') state.open(nextRecvTable).set(key, packet.sequence + 1n)
  else addSequence(state, receiptsSet, key)
  emit(state, { type: 'recv_packet', packet, ordering: end.ordering, connectionId })

  const app = apps.get(key.portId)
  if (app === undefined) return refuse({ code: 'IBC_PORT_NOT_BOUND', portId: key.portId })
  const answer = state.attempt((on) => app.onRecv(on, host, packet))
  const acknowledgement = answer.ok ? answer.value.acknowledgement : errorAck(answer.rejection.abciCode ?? 1)
  if (acknowledgement === undefined) {
    state.open(deferredTable).set(key, packet)
    return ok({ result: 'success', acknowledgement })
  }
  const stored = storeAck(state, packet, found.value, acknowledgement)
  if (!stored.ok) return stored
  return ok({ result: 'success', acknowledgement, ...(answer.ok ? {} : { refused: answer.rejection }) })
}

function check(
  host: HostContext,
  packet: Packet,
  { end, connection, connectionId }: ChannelAndConnection,
): Outcome<void, IbcRejection> {
  if (end.state !== 'OPEN') return stateRefusal(destinationKey(packet), end.state, 'OPEN')
  const { portId, channelId } = end.counterparty
  if (packet.sourcePort !== portId || packet.sourceChannel !== channelId) {
    const detail = `source ${packet.sourcePort}/${packet.sourceChannel}, not ${portId}/${channelId}`
    return refuse({ code: 'IBC_PACKET_COUNTERPARTY_MISMATCH', detail })
  }
  if (connection.state !== 'OPEN') return notOpen(connectionId, connection)
  const problem = packetProblem(packet)
  if (problem !== undefined) return refuse(problem)
  const height = hostHeight(host)
  if (isElapsed(packet, height, host.timeNs))
    return refuse({ code: 'IBC_TIMEOUT_ELAPSED', height, timestamp: host.timeNs })
  return ok()
}

/** Whether the packet is new, was received before, or (ordered) is ahead of its turn. */
function replayOf(view: View, end: ChannelEnd, key: PacketKey): 'new' | 'received' | { readonly next: bigint } {
  if (end.ordering === 'UNORDERED') return hasSequence(view, receiptsSet, key) ? 'received' : 'new'
  const next = view.read(nextRecvTable).get(key)!
  return key.sequence < next ? 'received' : key.sequence === next ? 'new' : { next }
}
