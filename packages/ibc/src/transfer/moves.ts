import type { State, View } from '@pegzone/ledger'
import { type Outcome, ok, refuse } from '@pegzone/outcome'
import type { AppRejection } from '../app.ts'
import { emit } from '../core/emit.ts'
import { destinationKey, sourceKey } from '../core/packet-keys.ts'
import type { HostContext } from '../host.ts'
import type { Packet } from '../packet.ts'
import { book, transferBooks } from './books.ts'
import { amountProblem, encodeTransferData, transferDataProblem } from './data.ts'
import { cameOver, type DenomPath, denomPathText, parseDenom } from './denom.ts'
import { hold } from './held.ts'
import { localDenom, rememberTrace, traceOf } from './registry.ts'
import type { TransferRejection } from './rejections.ts'
import type { BankMove, Lane, TransferBank, TransferData, TransferSend, UnescrowPurpose } from './types.ts'

type Refusing<T> = Outcome<T, TransferRejection>

/**
 * Takes a sender's tokens in: burns what came over this very channel, else escrows it. Answers the packet data and bytes.
 * ibc-go `sendTransfer`.
 */
export function takeIn(
  bank: TransferBank,
  state: State,
  portId: string,
  { sourceChannel: channelId, denom, amount, sender, receiver, memo }: TransferSend,
): Refusing<{ readonly data: TransferData; readonly bytes: Uint8Array }> {
  const trace = traceOf(state, denom)
  if (!trace.ok) return trace
  const data: TransferData = { denom: trace.value, amount, sender, receiver, memo }
  const problem = amountProblem(amount) ?? transferDataProblem(data)
  if (problem !== undefined) return refuse(problem)
  const lane: Lane = { portId, channelId, denom }
  const move: BankMove = { ...lane, account: sender, amount }
  const returns = cameOver(parseDenom(trace.value)!, lane)
  const taken = returns ? bank.burn(state, move) : bank.escrow(state, move)
  if (!taken.ok) return bankRefused(taken.rejection)
  book(state, lane, returns ? { sent: amount } : { sent: amount, escrowed: amount })
  return ok({ data, bytes: encodeTransferData(data) })
}

/**
 * Pays a receiver: unescrows what went out over this channel before, else mints a voucher with this end as newest hop.
 * ibc-go `OnRecvPacket`.
 */
export function receive(
  bank: TransferBank,
  state: State,
  host: HostContext,
  packet: Packet,
  { denom, amount, receiver: account }: TransferData,
): Refusing<'paid' | 'held'> {
  const unfit = bank.accountProblem(state, account)
  if (unfit !== undefined) return bankRefused(unfit)
  const { portId, channelId } = destinationKey(packet)
  const path = parseDenom(denom)!
  if (cameOver(path, { portId: packet.sourcePort, channelId: packet.sourceChannel })) {
    const back = nativeOf(state, { hops: path.hops.slice(1), base: path.base })
    if (!back.ok) return back
    const lane: Lane = { portId, channelId, denom: back.value }
    const paid = payOut(bank, state, lane, { account, amount }, 'receive')
    if (paid.ok && paid.value === 'held') hold(state, lane, packet, { account, amount, heldAtNs: host.timeNs })
    return paid
  }
  const trace = denomPathText({ hops: [{ portId, channelId }, ...path.hops], base: path.base })
  const local = localDenom(state, trace)
  // A registered denom never has this form; what has it is the hash of this very trace.
  if (local.startsWith('ibc/') && rememberTrace(state, trace))
    emit(state, { type: 'denomination_trace', trace, denom: local })
  const lane: Lane = { portId, channelId, denom: local }
  const minted = bank.mint(state, { ...lane, account, amount, trace })
  if (!minted.ok) return bankRefused(minted.rejection)
  book(state, lane, { received: amount })
  return ok('paid')
}

/** Unescrow for a packet, new or held. The books follow the bank: what it minted itself did not leave the escrow. */
export function payOut(
  bank: TransferBank,
  state: State,
  lane: Lane,
  { account, amount }: Pick<BankMove, 'account' | 'amount'>,
  purpose: Exclude<UnescrowPurpose, 'refund'>,
): Refusing<'paid' | 'held'> {
  const { portId, channelId, denom } = lane
  const paid = bank.unescrow(state, { portId, channelId, denom, account, amount, purpose })
  if (!paid.ok) return bankRefused(paid.rejection)
  if (paid.value.hold) return ok('held')
  const fromEscrow = amount - (paid.value.minted ?? 0n)
  const short = escrowProblem(state, lane, fromEscrow)
  if (short !== undefined) return refuse(short)
  book(state, lane, { escrowed: -fromEscrow, received: amount })
  return ok('paid')
}

/** An own send is settled for good. */
export function settleSent(state: State, packet: Packet, data: TransferData): Refusing<void> {
  const { lane } = sentLane(state, packet, data)
  book(state, lane, { acknowledged: data.amount })
  return ok()
}

/** The inverse of the send: mints again what was burned, else unescrows. ibc-go `refundPacketToken`. */
export function refund(bank: TransferBank, state: State, packet: Packet, data: TransferData): Refusing<void> {
  const { amount, sender: account, denom: trace } = data
  const { lane, burned } = sentLane(state, packet, data)
  const move: BankMove = { ...lane, account, amount }
  if (burned) {
    const minted = bank.mint(state, { ...move, trace })
    if (!minted.ok) return bankRefused(minted.rejection)
    book(state, lane, { refunded: amount })
    return ok()
  }
  const short = escrowProblem(state, lane, amount)
  if (short !== undefined) return refuse(short)
  const returned = bank.unescrow(state, { ...move, purpose: 'refund' })
  if (!returned.ok) return bankRefused(returned.rejection)
  if (returned.value.hold) throw new TypeError('a refund may not be held')
  book(state, lane, { escrowed: -amount, refunded: amount })
  return ok()
}

/** The lane a sent packet was booked on, and whether its tokens were burned. */
function sentLane(
  view: View,
  packet: Packet,
  { denom }: TransferData,
): { readonly lane: Lane; readonly burned: boolean } {
  const { portId, channelId } = sourceKey(packet)
  const burned = cameOver(parseDenom(denom)!, { portId, channelId })
  return { lane: { portId, channelId, denom: localDenom(view, denom) }, burned }
}

/** Local denom of a path that comes home. A registered denom is a voucher, so its bare name cannot be what was escrowed. */
function nativeOf(view: View, path: DenomPath): Refusing<string> {
  const denom = localDenom(view, denomPathText(path))
  const trace = traceOf(view, denom)
  if (trace.ok && trace.value === denomPathText(path)) return ok(denom)
  return refuse({ code: 'IBC_TRANSFER_DENOM', abciCode: 3, denom, detail: 'nothing of that name was sent from here' })
}

function escrowProblem(view: View, lane: Lane, need: bigint): TransferRejection | undefined {
  const { escrowed: have } = transferBooks(view, lane)
  return have >= need ? undefined : { code: 'IBC_TRANSFER_ESCROW_SHORT', abciCode: 5, denom: lane.denom, have, need }
}

function bankRefused(cause: AppRejection): Refusing<never> {
  return refuse({ code: 'IBC_TRANSFER_BANK_REFUSED', abciCode: cause.abciCode ?? 1, cause })
}
