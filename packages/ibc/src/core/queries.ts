import type { View } from '@pegzone/ledger'
import type { ChannelEnd, ChannelRef } from '../channel.ts'
import type { ConnectionEnd } from '../connection.ts'
import type { SentPacket } from '../packet.ts'
import { SUCCESS_ACK } from './acknowledgement.ts'
import { LAST_SEQUENCE, type PacketKey } from './keys.ts'
import { hasSequence, sequenceReader, sequencesFrom } from './sequence-set.ts'
import {
  acksTable,
  channelsTable,
  clientsTable,
  commitmentsTable,
  connectionsTable,
  deferredTable,
  nextAckTable,
  nextRecvTable,
  nextSendTable,
  receiptsSet,
  sentPacketsTable,
  successAcksSet,
} from './tables.ts'
import { ackBytesOf, ackCommitmentOf } from './write-ack.ts'

/** The store decides what is to be relayed: everything a relayer needs, without any event or log. */

/** All clients with their types, by id. */
export function clientIds(view: View): readonly (readonly [clientId: string, clientType: string])[] {
  return [...view.read(clientsTable).range()]
}

/** Client type, or undefined. */
export function clientTypeOf(view: View, clientId: string): string | undefined {
  return view.read(clientsTable).get(clientId)
}

export function connectionOf(view: View, connectionId: string): ConnectionEnd | undefined {
  return view.read(connectionsTable).get(connectionId)
}

export function channelOf(view: View, ref: ChannelRef): ChannelEnd | undefined {
  return view.read(channelsTable).get(ref)
}

/** All connections, by id. */
export function connections(view: View): readonly (readonly [connectionId: string, end: ConnectionEnd])[] {
  return [...view.read(connectionsTable).range()]
}

/** All channels, by port and id. */
export function channels(view: View): readonly (readonly [ref: ChannelRef, end: ChannelEnd])[] {
  return [...view.read(channelsTable).range()]
}

/** Undefined if there is no such channel. Each from 1. */
export function nextSequences(
  view: View,
  ref: ChannelRef,
): { readonly send: bigint; readonly recv: bigint; readonly ack: bigint } | undefined {
  const send = view.read(nextSendTable).get(ref)
  if (send === undefined) return undefined
  return { send, recv: view.read(nextRecvTable).get(ref)!, ack: view.read(nextAckTable).get(ref)! }
}

/** Commitment of a sent packet while it is neither acknowledged nor timed out. */
export function commitmentOf(view: View, ref: ChannelRef, sequence: bigint): Uint8Array | undefined {
  return view.read(commitmentsTable).get(at(ref, sequence))
}

/** Packets sent and not settled, ascending from sequence `from`, at most `limit`. */
export function sentPackets(view: View, ref: ChannelRef, from = 1n, limit = 100): readonly SentPacket[] {
  return take(limit, view.read(sentPacketsTable).range(at(ref, from), at(ref, LAST_SEQUENCE)), ([, sent]) => sent)
}

/** One of them, whole; undefined once settled. */
export function sentPacketOf(view: View, ref: ChannelRef, sequence: bigint): SentPacket | undefined {
  return view.read(sentPacketsTable).get(at(ref, sequence))
}

/** Commitments of the same packets. */
export function pendingCommitments(
  view: View,
  ref: ChannelRef,
  from = 1n,
  limit = 100,
): readonly (readonly [sequence: bigint, commitment: Uint8Array])[] {
  const rows = view.read(commitmentsTable).range(at(ref, from), at(ref, LAST_SEQUENCE))
  return take(limit, rows, ([key, commitment]) => [key.sequence, commitment] as const)
}

/** True if the packet came in here, whatever became of it. */
export function isReceived(view: View, ref: ChannelRef, sequence: bigint): boolean {
  if (view.read(channelsTable).get(ref)?.ordering !== 'ORDERED')
    return hasSequence(view, receiptsSet, at(ref, sequence))
  return sequence < view.read(nextRecvTable).get(ref)!
}

/** Which of these (sent by the counterparty) have not come in here. */
export function unreceivedPackets(view: View, ref: ChannelRef, sequences: readonly bigint[]): readonly bigint[] {
  return sequences.filter((sequence) => !isReceived(view, ref, sequence))
}

/** Which of these (sent from here, acknowledged by the counterparty) still wait for their acknowledgement. */
export function unreceivedAcks(view: View, ref: ChannelRef, sequences: readonly bigint[]): readonly bigint[] {
  return sequences.filter((sequence) => commitmentOf(view, ref, sequence) !== undefined)
}

/**
 * Acknowledgement bytes for each of these sequences, in the order given; undefined: none. Ascending sequences share the
 * bitmap pages, so that asking for many that have none costs next to nothing.
 */
export function acknowledgementsOf(
  view: View,
  ref: ChannelRef,
  sequences: readonly bigint[],
): readonly (Uint8Array | undefined)[] {
  const received = sequenceReader(view, receiptsSet, ref)
  const succeeded = sequenceReader(view, successAcksSet, ref)
  const ordered = channelOf(view, ref)?.ordering === 'ORDERED'
  return sequences.map((sequence) => {
    if (succeeded(sequence)) return SUCCESS_ACK
    // What was not received has no acknowledgement. Ordered channels keep no receipts.
    return ordered || received(sequence) ? ackBytesOf(view, at(ref, sequence)) : undefined
  })
}

/** Bytes of the acknowledgement written here; undefined if none (yet). Kept for ever, one copy per distinct text. */
export function acknowledgementOf(view: View, ref: ChannelRef, sequence: bigint): Uint8Array | undefined {
  return ackBytesOf(view, at(ref, sequence))
}

/** Acknowledgement commitments written here, ascending from sequence `from`, at most `limit`. */
export function acknowledgements(
  view: View,
  ref: ChannelRef,
  from = 1n,
  limit = 100,
): readonly (readonly [sequence: bigint, commitment: Uint8Array])[] {
  const others = Array.from(
    take(limit, view.read(acksTable).range(at(ref, from), at(ref, LAST_SEQUENCE)), ([key]) => key.sequence),
  )
  const successes = take(limit, sequencesFrom(view, successAcksSet, at(ref, from)), (sequence) => sequence)
  const sequences = [...others, ...successes].sort((a, b) => (a < b ? -1 : 1)).slice(0, limit)
  return sequences.map((sequence) => [sequence, ackCommitmentOf(view, at(ref, sequence))!] as const)
}

/** Packets received here whose acknowledgement is deferred, ascending. */
export function deferredPackets(view: View, ref: ChannelRef, from = 1n, limit = 100) {
  return take(limit, view.read(deferredTable).range(at(ref, from), at(ref, LAST_SEQUENCE)), ([, packet]) => packet)
}

function at({ portId, channelId }: ChannelRef, sequence: bigint): PacketKey {
  return { portId, channelId, sequence }
}

function take<A, B>(limit: number, rows: Iterable<A>, map: (row: A) => B): readonly B[] {
  const taken: B[] = []
  if (limit <= 0) return taken
  for (const row of rows) {
    taken.push(map(row))
    if (taken.length >= limit) break
  }
  return taken
}
