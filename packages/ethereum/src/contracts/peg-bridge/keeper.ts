import type { EthAddress } from '@pegzone/encoding'
import {
  ATTESTATION_HEADER,
  commitmentOf,
  type HostContext,
  isReceived,
  type Packet,
  type RecvResult,
} from '@pegzone/ibc'
import type { State, View } from '@pegzone/ledger'
import { type Outcome, ok } from '@pegzone/outcome'
import type { Revert } from '../../chain/built-in.ts'
import { tokenAt } from '../token/tokens.ts'
import type { BridgeCore } from './core.ts'
import { bridgeRevert, lengthMismatch, packetRevert, unknownToken } from './errors.ts'
import {
  emitAcknowledged,
  emitAcknowledgement,
  emitClientUpdated,
  emitHeld,
  emitNoop,
  emitReceived,
  emitSent,
  emitTimedOut,
} from './events.ts'
import { isSuccess, releaseWaiting } from './held.ts'
import { denomOf } from './lanes.ts'
import { proofHeightOf } from './routing.ts'

export interface SendTransfer {
  readonly account: EthAddress
  readonly token: EthAddress
  readonly amount: bigint
  /** bech32, judged by the destination. */
  readonly receiver: string
  readonly sourceChannel: string
  /** Unix nanoseconds. */
  readonly timeoutTimestamp: bigint
  readonly memo: string
}

/** Escrows tokens of the account (by its allowance to the bridge) and sends them. Answers the sequence. */
export function send(
  { transfer }: BridgeCore,
  state: State,
  host: HostContext,
  { account, token: address, amount, receiver, sourceChannel, timeoutTimestamp, memo }: SendTransfer,
): Outcome<bigint, Revert> {
  const token = tokenAt(address)
  if (token === undefined) return unknownToken(address)
  const sent = transfer.send(state, host, {
    sourceChannel,
    denom: denomOf(token),
    amount,
    sender: account,
    receiver,
    timeoutHeight: { revisionNumber: 0n, revisionHeight: 0n },
    timeoutTimestamp,
    memo,
  })
  if (!sent.ok) return bridgeRevert(sent.rejection)
  const { packet, sequence } = sent.value
  emitSent(state, { packet, token, sender: account, amount, receiver })
  return ok(sequence)
}

/** Teaches the client a height and its time. `clientMessage`: abi.encode(StateAttestation, bytes[] signatures). */
export function updateClient(
  { ibc }: BridgeCore,
  state: State,
  host: HostContext,
  { clientId, clientMessage }: { readonly clientId: string; readonly clientMessage: Uint8Array },
): Outcome<void, Revert> {
  const updated = ibc.updateClient(state, host, {
    clientId,
    clientMessage: { typeUrl: ATTESTATION_HEADER, value: clientMessage },
  })
  if (!updated.ok) return bridgeRevert(updated.rejection)
  for (const { revisionHeight } of updated.value.heights) emitClientUpdated(state, clientId, revisionHeight)
  return ok()
}

/** Packets with their proofs: one proof for all, or one for each. `proofHeight` is that of the counterparty. */
export interface PacketBatch {
  readonly packets: readonly Packet[]
  readonly proofs: readonly Uint8Array[]
  readonly proofHeight: bigint
}

/** Receives a batch. A packet received before is a no-op; any other that is invalid refuses the whole batch. */
export function recvPackets(
  core: BridgeCore,
  state: State,
  host: HostContext,
  { packets, proofs, proofHeight }: PacketBatch,
): Outcome<void, Revert> {
  const { ibc } = core
  if (!fits(packets, proofs)) return lengthMismatch(BigInt(packets.length), BigInt(proofs.length))
  for (const [i, packet] of packets.entries()) {
    const { sequence, destinationPort, destinationChannel } = packet
    if (isReceived(state, { portId: destinationPort, channelId: destinationChannel }, sequence)) {
      emitNoop(state, sequence, destinationChannel)
      continue
    }
    const proof = proofs.length === 1 ? proofs[0]! : proofs[i]!
    const height = proofHeightOf(ibc, state, destinationChannel, proofHeight)
    const received = ibc.recvPacket(state, host, { packet, proof, proofHeight: height })
    if (!received.ok) return packetRevert(sequence, received.rejection)
    emitOutcome(state, packet, received.value)
  }
  return releaseWaiting(core, state, host, new Set(packets.map((packet) => packet.destinationChannel)))
}

/** Settles own sends by the acknowledgements of the other side, one each. A packet settled before is a no-op. */
export function acknowledgePackets(
  core: BridgeCore,
  state: State,
  host: HostContext,
  {
    packets,
    proofs,
    proofHeight,
    acknowledgements,
  }: PacketBatch & { readonly acknowledgements: readonly Uint8Array[] },
): Outcome<void, Revert> {
  if (!fits(packets, proofs)) return lengthMismatch(BigInt(packets.length), BigInt(proofs.length))
  if (acknowledgements.length !== packets.length) {
    return lengthMismatch(BigInt(packets.length), BigInt(acknowledgements.length))
  }
  for (const [i, packet] of packets.entries()) {
    const { sequence, sourceChannel } = packet
    if (isSettled(state, packet)) {
      emitNoop(state, sequence, sourceChannel)
      continue
    }
    const acknowledgement = acknowledgements[i]!
    const settled = core.ibc.acknowledgePacket(state, host, {
      packet,
      acknowledgement,
      proof: proofs.length === 1 ? proofs[0]! : proofs[i]!,
      proofHeight: proofHeightOf(core.ibc, state, sourceChannel, proofHeight),
    })
    if (!settled.ok) return packetRevert(sequence, settled.rejection)
    emitAcknowledged(state, packet, acknowledgement, isSuccess(acknowledgement))
  }
  return releaseWaiting(core, state, host, new Set(packets.map((packet) => packet.sourceChannel)))
}

/** Refunds own sends that the other side provably did not receive in time. A packet settled before is a no-op. */
export function timeoutPackets(
  core: BridgeCore,
  state: State,
  host: HostContext,
  { packets, proofs, proofHeight }: PacketBatch,
): Outcome<void, Revert> {
  if (!fits(packets, proofs)) return lengthMismatch(BigInt(packets.length), BigInt(proofs.length))
  for (const [i, packet] of packets.entries()) {
    const { sequence, sourceChannel } = packet
    if (isSettled(state, packet)) {
      emitNoop(state, sequence, sourceChannel)
      continue
    }
    const settled = core.ibc.timeoutPacket(state, host, {
      packet,
      proof: proofs.length === 1 ? proofs[0]! : proofs[i]!,
      proofHeight: proofHeightOf(core.ibc, state, sourceChannel, proofHeight),
      nextSequenceRecv: 0n,
    })
    if (!settled.ok) return packetRevert(sequence, settled.rejection)
    emitTimedOut(state, packet)
  }
  return releaseWaiting(core, state, host, new Set(packets.map((packet) => packet.sourceChannel)))
}

function fits(packets: readonly Packet[], proofs: readonly Uint8Array[]): boolean {
  return packets.length > 0 && (proofs.length === 1 || proofs.length === packets.length)
}

/** Acknowledged or refunded, or never sent. */
function isSettled(view: View, { sourcePort: portId, sourceChannel: channelId, sequence }: Packet): boolean {
  return commitmentOf(view, { portId, channelId }, sequence) === undefined
}

function emitOutcome(state: State, packet: Packet, received: RecvResult): void {
  if (received.result === 'noop') {
    emitNoop(state, packet.sequence, packet.destinationChannel)
    return
  }
  emitReceived(state, packet)
  if (received.acknowledgement === undefined) emitHeld(state, packet)
  else emitAcknowledgement(state, packet, received.acknowledgement, received.refused === undefined)
}
