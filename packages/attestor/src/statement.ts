import type { Any, Height, Packet } from '@pegzone/ibc'

/** What a relayer wants attested, about the chain that was observed, for the chain that is told. */
export type Statement =
  /** The observed chain committed to this packet. */
  | { readonly kind: 'recv'; readonly packet: Packet }
  /** The observed chain received this packet and wrote this acknowledgement. */
  | { readonly kind: 'ack'; readonly packet: Packet; readonly acknowledgement: Uint8Array }
  /** The observed chain is past the packet's timeout and never received it. */
  | { readonly kind: 'timeout'; readonly packet: Packet }

/** One message for the told chain, proofs in it, in the order in which they must run. */
export type ProvenMessage =
  | { readonly type: 'update'; readonly clientId: string; readonly message: Any }
  | { readonly type: 'recv'; readonly packet: Packet; readonly proof: Uint8Array; readonly proofHeight: Height }
  | {
      readonly type: 'ack'
      readonly packet: Packet
      readonly acknowledgement: Uint8Array
      readonly proof: Uint8Array
      readonly proofHeight: Height
    }
  | {
      readonly type: 'timeout'
      readonly packet: Packet
      readonly proof: Uint8Array
      readonly proofHeight: Height
      readonly nextSequenceRecv: bigint
    }

/** Why a statement was not signed. `settled`: its effect is already on chain, nothing is left to do. */
export type DeclineReason =
  | 'settled'
  /** The observed chain does not (yet, or any more) say so at a final height. */
  | 'not-final'
  /** Past its timeout, or too near it, on the told chain. */
  | 'too-late'
  /** The other way round: the timeout has not passed on the observed chain. */
  | 'too-early'
  /** A chain holds something else at this sequence: another packet, or another acknowledgement. */
  | 'conflicted'

export interface Declined {
  readonly statement: Statement
  readonly reason: DeclineReason
}

export interface Proofs {
  readonly messages: readonly ProvenMessage[]
  readonly declined: readonly Declined[]
}

/** Turns statements into proven messages for one client on the told chain. Journals before a signature leaves. */
export interface Prover {
  readonly clientId: string
  prove(statements: readonly Statement[]): Promise<Proofs>
}
