import { equalBytes, toHex } from '@pegzone/encoding'
import type { State, View } from '@pegzone/ledger'
import { type Outcome, ok, refuse } from '@pegzone/outcome'
import type { WriteAcknowledgement } from '../messages.ts'
import type { Packet } from '../packet.ts'
import type { IbcRejection } from '../rejections.ts'
import { SUCCESS_ACK, SUCCESS_ACK_COMMITMENT } from './acknowledgement.ts'
import { type ChannelAndConnection, findChannel, stateRefusal } from './channels.ts'
import { ackCommitment } from './commitments.ts'
import { emit } from './emit.ts'
import type { PacketKey } from './keys.ts'
import { destinationKey } from './packet-keys.ts'
import { addSequence, hasSequence } from './sequence-set.ts'
import { ackBytesTable, acksTable, deferredTable, successAcksSet } from './tables.ts'

/** The deferred acknowledgement of a packet received without one. Once per packet. */
export function writeAcknowledgement(
  state: State,
  { destinationPort, destinationChannel, sequence, acknowledgement }: WriteAcknowledgement,
): Outcome<void, IbcRejection> {
  const key = { portId: destinationPort, channelId: destinationChannel, sequence }
  const found = findChannel(state, key)
  if (!found.ok) return found
  if (found.value.end.state !== 'OPEN') return stateRefusal(key, found.value.end.state, 'OPEN')
  if (ackCommitmentOf(state, key) !== undefined) return refuse({ code: 'IBC_ACK_EXISTS', ...key })
  const packet = state.read(deferredTable).get(key)
  if (packet === undefined) return refuse({ code: 'IBC_PACKET_NOT_AWAITING_ACK', ...key })
  state.open(deferredTable).delete(key)
  return storeAck(state, packet, found.value, acknowledgement)
}

/** Commits to an acknowledgement and keeps its bytes, one copy per distinct text. */
export function storeAck(
  state: State,
  packet: Packet,
  { end, connectionId }: ChannelAndConnection,
  acknowledgement: Uint8Array,
): Outcome<void, IbcRejection> {
  const key = destinationKey(packet)
  if (acknowledgement.length === 0) return refuse({ code: 'IBC_ACK_INVALID', detail: 'it is empty' })
  if (ackCommitmentOf(state, key) !== undefined) return refuse({ code: 'IBC_ACK_EXISTS', ...key })
  if (equalBytes(acknowledgement, SUCCESS_ACK)) addSequence(state, successAcksSet, key)
  else {
    const commitment = ackCommitment(acknowledgement)
    state.open(acksTable).set(key, commitment)
    const texts = state.open(ackBytesTable)
    const hash = toHex(commitment)
    if (texts.get(hash) === undefined) texts.set(hash, acknowledgement)
  }
  emit(state, { type: 'write_acknowledgement', packet, ordering: end.ordering, connectionId, acknowledgement })
  return ok()
}

/** What is proven at the acknowledgement's path; undefined if there is none. */
export function ackCommitmentOf(view: View, key: PacketKey): Uint8Array | undefined {
  return hasSequence(view, successAcksSet, key) ? SUCCESS_ACK_COMMITMENT : view.read(acksTable).get(key)
}

/** The acknowledgement itself; undefined if there is none. */
export function ackBytesOf(view: View, key: PacketKey): Uint8Array | undefined {
  if (hasSequence(view, successAcksSet, key)) return SUCCESS_ACK
  const commitment = view.read(acksTable).get(key)
  return commitment === undefined ? undefined : view.read(ackBytesTable).get(toHex(commitment))
}
