import type { State } from '@pegzone/ledger'
import type { Outcome, Rejection } from '@pegzone/outcome'
import type { ChannelCounterparty, ChannelOrder, ChannelRef } from './channel.ts'
import type { HostContext } from './host.ts'
import type { Packet } from './packet.ts'

/** A refusal of an app. `abciCode` is the N of the error acknowledgement (default 1): registered codes only. */
export interface AppRejection extends Rejection {
  readonly abciCode?: number
}

export interface ChannelOpening extends ChannelRef {
  readonly ordering: ChannelOrder
  readonly connectionHops: readonly string[]
  readonly counterparty: ChannelCounterparty
  /** Proposed by the opener (init) or by the counterparty (try). Empty at init: the app chooses. */
  readonly version: string
}

/**
 * What an app answers to a packet. `acknowledgement` undefined: it will be written later (async).
 * A refusal becomes the error acknowledgement, and everything the app wrote is undone.
 */
export interface Received {
  readonly acknowledgement: Uint8Array | undefined
}

/** The module behind a port. All callbacks run inside the message: a refusal undoes the whole message, except `onRecv`. */
export interface IbcApp {
  /** Answers the version the channel gets. */
  onOpenInit(state: State, host: HostContext, opening: ChannelOpening): Outcome<string, AppRejection>
  onOpenTry(state: State, host: HostContext, opening: ChannelOpening): Outcome<string, AppRejection>
  onOpenAck(
    state: State,
    host: HostContext,
    channel: ChannelRef & { readonly version: string },
  ): Outcome<void, AppRejection>
  onOpenConfirm(state: State, host: HostContext, channel: ChannelRef): Outcome<void, AppRejection>
  onCloseInit(state: State, host: HostContext, channel: ChannelRef): Outcome<void, AppRejection>
  onCloseConfirm(state: State, host: HostContext, channel: ChannelRef): Outcome<void, AppRejection>
  onRecv(state: State, host: HostContext, packet: Packet): Outcome<Received, AppRejection>
  /** False: the acknowledgement is not one that this app's counterpart writes, and is refused before its proof is read. */
  isAcknowledgement(bytes: Uint8Array): boolean
  onAcknowledgement(
    state: State,
    host: HostContext,
    packet: Packet,
    acknowledgement: Uint8Array,
  ): Outcome<void, AppRejection>
  onTimeout(state: State, host: HostContext, packet: Packet): Outcome<void, AppRejection>
}
