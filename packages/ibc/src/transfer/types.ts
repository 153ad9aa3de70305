import type { State, View } from '@pegzone/ledger'
import type { Outcome } from '@pegzone/outcome'
import type { AppRejection, IbcApp } from '../app.ts'
import type { ChannelRef } from '../channel.ts'
import type { Height, HostContext } from '../host.ts'
import type { Packet } from '../packet.ts'
import type { IbcRejection } from '../rejections.ts'
import type { TransferRejection } from './rejections.ts'

/** One movement of tokens, in the host's own denom and address text. */
export interface BankMove extends ChannelRef {
  /** Local denom: `ixo` on Ethereum, `acixo` or `ibc/HASH` on Cosmos. */
  readonly denom: string
  readonly account: string
  /** Base units, > 0. */
  readonly amount: bigint
}

/** `receive`: a packet came in, may be held. `release`: a held packet is tried again. `refund`: may not be held. */
export type UnescrowPurpose = 'receive' | 'release' | 'refund'

/** `minted`: the part of the amount that the bank made instead of taking it from the escrow (lane mode `mint`). */
export interface Unescrowed {
  readonly hold: boolean
  readonly minted?: bigint
}

/**
 * The host's ledger of tokens. Each call does all of its work or refuses and writes nothing that is kept.
 * Called before the app's books (`transferBooks`) count the movement, so the bank may read K and P from them.
 */
export interface TransferBank {
  /** Why `account` cannot receive here, or undefined if it can: malformed or blocked. */
  accountProblem(view: View, account: string): AppRejection | undefined
  /** account → escrow of the channel. */
  escrow(state: State, move: BankMove): Outcome<void, AppRejection>
  /** Escrow of the channel → account. Held: nothing moved, ask again by `releaseHeld` (not for `refund`). */
  unescrow(state: State, move: BankMove & { readonly purpose: UnescrowPurpose }): Outcome<Unescrowed, AppRejection>
  /** Vouchers to the account; the denom may be new. `trace` is its path, e.g. `transfer/channel-0/ixo`. */
  mint(state: State, move: BankMove & { readonly trace: string }): Outcome<void, AppRejection>
  /** Vouchers from the account. */
  burn(state: State, move: BankMove): Outcome<void, AppRejection>
}

/** ICS-20 packet data, as parsed. The bytes of a packet are never rebuilt from it. */
export interface TransferData {
  /** Full denom path. */
  readonly denom: string
  readonly amount: bigint
  readonly sender: string
  readonly receiver: string
  /** Empty when the field was left out. */
  readonly memo: string
}

/** Sends by a user. `sender` is already authenticated by the host. */
export interface TransferSend {
  readonly sourceChannel: string
  /** Local denom. */
  readonly denom: string
  readonly amount: bigint
  readonly sender: string
  readonly receiver: string
  readonly timeoutHeight: Height
  /** Nanoseconds; 0: none. */
  readonly timeoutTimestamp: bigint
  readonly memo: string
}

/**
 * Books of one lane: (channel, local denom). Base units. All but the first and the last two are totals that only grow.
 * P (own sends neither acknowledged nor refunded) = sent − acknowledged − refunded.
 * F from A to B = sent(A) − refunded(A) − received(B): in packets sent, refused but not refunded, queued or held.
 */
export interface TransferBooks {
  /** K: in escrow for this channel now. ibc-go's total escrow, per channel. */
  readonly escrowed: bigint
  /** Own sends, escrowed or burned. */
  readonly sent: bigint
  /** Own sends settled by a success acknowledgement. */
  readonly acknowledged: bigint
  /** Own sends returned by an error acknowledgement or a timeout. */
  readonly refunded: bigint
  /** Packets of the counterparty paid out here, unescrowed or minted. */
  readonly received: bigint
  /** Amount and number of packets received and not yet paid out or refused. */
  readonly held: bigint
  readonly heldCount: number
}

/** A packet that waits for its pay-out, first in first out per lane. */
export interface HeldTransfer {
  readonly packet: Packet
  readonly denom: string
  readonly account: string
  readonly amount: bigint
  readonly heldAtNs: bigint
}

export interface TransferParams {
  readonly sendEnabled: boolean
  readonly receiveEnabled: boolean
}

/** Which local denom a trace path has. Kept in a table; both directions unique. */
export interface DenomEntry {
  /** e.g. `transfer/channel-0/ixo`. */
  readonly trace: string
  /** e.g. `acixo`. */
  readonly denom: string
}

export interface Lane extends ChannelRef {
  readonly denom: string
}

export interface TransferApp extends IbcApp {
  readonly port: string
  /** Escrows or burns, and sends the packet. */
  send(
    state: State,
    host: HostContext,
    send: TransferSend,
  ): Outcome<{ readonly sequence: bigint; readonly packet: Packet }, IbcRejection | TransferRejection>
  /**
   * Pays held packets of one lane in order until the bank holds again or `limit` is reached; answers how many left the
   * queue. A refusal of the bank becomes the error acknowledgement of that packet.
   */
  releaseHeld(
    state: State,
    host: HostContext,
    lane: Lane,
    limit?: number,
  ): Outcome<{ readonly released: number }, IbcRejection>
  /** Answers the oldest held packet of the lane with an error acknowledgement (expiry, spin-down). */
  refuseHeld(
    state: State,
    host: HostContext,
    lane: Lane,
    cause: AppRejection,
  ): Outcome<{ readonly packet: Packet }, IbcRejection | TransferRejection>
}
