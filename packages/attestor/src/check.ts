import { equalBytes } from '@pegzone/encoding'
import { ackCommitment, type Packet, packetCommitment, paths } from '@pegzone/ibc'
import type { ChainView, Head } from './chain-view.ts'
import type { DeclineReason, Statement } from './statement.ts'

/** The ends of one client: what is observed at a final height, and the chain that is told, at its head. */
export interface Ends {
  readonly observed: ChainView
  /** Highest final block of the observed chain. */
  readonly final: Head
  readonly told: ChainView
  readonly toldHead: Head
  /** A receive is not signed when less than this is left before its timeout on the told chain, nanoseconds. */
  readonly marginNs: bigint
}

/** What the signature will say: `path` holds `value` (empty: nothing) on the observed chain. */
export interface Evidence {
  readonly path: string
  readonly value: Uint8Array
}

export type Checked =
  | { readonly ok: true; readonly evidence: Evidence }
  | { readonly ok: false; readonly reason: DeclineReason }

const absent = new Uint8Array(0)

/** An attestor believes nobody: it looks at both chains itself before it signs. */
export function checkStatement(ends: Ends, statement: Statement): Promise<Checked> {
  switch (statement.kind) {
    case 'recv':
      return checkRecv(ends, statement.packet)
    case 'ack':
      return checkAck(ends, statement.packet, statement.acknowledgement)
    case 'timeout':
      return checkTimeout(ends, statement.packet)
  }
}

async function checkRecv({ observed, final, told, toldHead, marginNs }: Ends, packet: Packet): Promise<Checked> {
  const receipt = paths.receipt(packet.destinationPort, packet.destinationChannel, packet.sequence)
  if ((await told.read(receipt, toldHead.height)) !== undefined) return decline('settled')
  if (packet.timeoutTimestamp !== 0n && toldHead.timeNs + marginNs >= packet.timeoutTimestamp)
    return decline('too-late')
  const path = paths.commitment(packet.sourcePort, packet.sourceChannel, packet.sequence)
  const value = packetCommitment(packet)
  const committed = await observed.read(path, final.height)
  if (committed === undefined) return decline('not-final')
  return equalBytes(committed, value) ? { ok: true, evidence: { path, value } } : decline('conflicted')
}

async function checkAck(ends: Ends, packet: Packet, acknowledgement: Uint8Array): Promise<Checked> {
  const pending = await checkPending(ends, packet)
  if (pending !== undefined) return decline(pending)
  const path = paths.acknowledgement(packet.destinationPort, packet.destinationChannel, packet.sequence)
  const value = ackCommitment(acknowledgement)
  const written = await ends.observed.read(path, ends.final.height)
  if (written === undefined) return decline('not-final')
  return equalBytes(written, value) ? { ok: true, evidence: { path, value } } : decline('conflicted')
}

async function checkTimeout(ends: Ends, packet: Packet): Promise<Checked> {
  const pending = await checkPending(ends, packet)
  if (pending !== undefined) return decline(pending)
  if (packet.timeoutTimestamp === 0n || ends.final.timeNs < packet.timeoutTimestamp) return decline('too-early')
  const path = paths.receipt(packet.destinationPort, packet.destinationChannel, packet.sequence)
  const receipt = await ends.observed.read(path, ends.final.height)
  return receipt === undefined ? { ok: true, evidence: { path, value: absent } } : decline('settled')
}

/** The sender's own commitment must still be the one that this packet has. */
async function checkPending({ told, toldHead }: Ends, packet: Packet): Promise<DeclineReason | undefined> {
  const path = paths.commitment(packet.sourcePort, packet.sourceChannel, packet.sequence)
  const committed = await told.read(path, toldHead.height)
  if (committed === undefined) return 'settled'
  return equalBytes(committed, packetCommitment(packet)) ? undefined : 'conflicted'
}

function decline(reason: DeclineReason): Checked {
  return { ok: false, reason }
}
