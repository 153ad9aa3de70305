import type { State } from '@pegzone/ledger'
import { type Outcome, ok, refuse } from '@pegzone/outcome'
import { compareHeights, type Height, type HostContext, isZeroHeight } from '../host.ts'
import type { SendPacket } from '../messages.ts'
import type { Packet } from '../packet.ts'
import type { IbcRejection } from '../rejections.ts'
import { findChannel, stateRefusal } from './channels.ts'
import type { ClientKeeper } from './clients.ts'
import { packetCommitment } from './commitments.ts'
import { emit } from './emit.ts'
import { commitmentsTable, nextSendTable, sentPacketsTable } from './tables.ts'

/** Bytes of packet data, ibc-go `MaximumPayloadsSize`. */
export const MAX_PACKET_DATA = 262_144

/**
 * Checks in the order of ibc-go `SendPacket`: channel OPEN, packet sound, client Active, its latest height not 0,
 * timeout not elapsed against the latest height and time that the client knows.
 */
export function sendPacket(
  clients: ClientKeeper,
  state: State,
  host: HostContext,
  message: SendPacket,
): Outcome<{ readonly sequence: bigint; readonly packet: Packet }, IbcRejection> {
  const ref = { portId: message.sourcePort, channelId: message.sourceChannel }
  const found = findChannel(state, ref)
  if (!found.ok) return found
  const { end, connection, connectionId } = found.value
  if (end.state !== 'OPEN') return stateRefusal(ref, end.state, 'OPEN')
  const sequences = state.open(nextSendTable)
  const sequence = sequences.get(ref)!
  const packet: Packet = {
    sequence,
    sourcePort: ref.portId,
    sourceChannel: ref.channelId,
    destinationPort: end.counterparty.portId,
    destinationChannel: end.counterparty.channelId,
    data: message.data,
    timeoutHeight: message.timeoutHeight,
    timeoutTimestamp: message.timeoutTimestamp,
  }
  const problem = packetProblem(packet)
  if (problem !== undefined) return refuse(problem)
  const { clientId } = connection
  const active = clients.requireActive(state, host, clientId)
  if (!active.ok) return active
  const latest = active.value.latestHeight(state, clientId)
  if (isZeroHeight(latest)) return refuse({ code: 'IBC_CLIENT_HEIGHT_ZERO', clientId })
  const time = clients.timestampAt(state, clientId, latest)
  if (!time.ok) return time
  if (isElapsed(packet, latest, time.value))
    return refuse({ code: 'IBC_TIMEOUT_ELAPSED', height: latest, timestamp: time.value })

  sequences.set(ref, sequence + 1n)
  const key = { ...ref, sequence }
  state.open(commitmentsTable).set(key, packetCommitment(packet))
  state.open(sentPacketsTable).set(key, { packet, height: host.height, timeNs: host.timeNs })
  emit(state, { type: 'send_packet', packet, ordering: end.ordering, connectionId })
  return ok({ sequence, packet })
}

/** Inclusive: at the timeout itself the packet has timed out. ibc-go `Timeout.Elapsed`. */
export function isElapsed(
  { timeoutHeight, timeoutTimestamp }: Pick<Packet, 'timeoutHeight' | 'timeoutTimestamp'>,
  height: Height,
  timeNs: bigint,
): boolean {
  if (timeoutTimestamp !== 0n && timeNs >= timeoutTimestamp) return true
  return !isZeroHeight(timeoutHeight) && compareHeights(height, timeoutHeight) >= 0
}

/** What makes a packet unsound by itself; undefined if nothing. ibc-go `Packet.ValidateBasic`. */
export function packetProblem({ sequence, data, timeoutHeight, timeoutTimestamp }: Packet): IbcRejection | undefined {
  const invalid = (detail: string) => ({ code: 'IBC_PACKET_INVALID', detail }) as const
  if (sequence < 1n || sequence >= U64) return invalid('its sequence is not from 1 to 2^64 - 1')
  if (timeoutTimestamp < 0n || timeoutTimestamp >= U64) return invalid('its timeout timestamp is not a u64')
  if (!isU64(timeoutHeight.revisionNumber) || !isU64(timeoutHeight.revisionHeight))
    return invalid('its timeout height is not a pair of u64')
  if (timeoutTimestamp === 0n && isZeroHeight(timeoutHeight)) return invalid('it has no timeout')
  if (data.length === 0) return invalid('it carries no data')
  if (data.length > MAX_PACKET_DATA)
    return { code: 'IBC_PACKET_DATA_TOO_LONG', length: data.length, limit: MAX_PACKET_DATA }
  return undefined
}

const U64 = 1n << 64n

function isU64(n: bigint): boolean {
  return n >= 0n && n < U64
}
