import type { ChainView, ProvenMessage } from '@pegzone/attestor'
import type { SentPacket } from '@pegzone/ibc'
import type { Outcome, Rejection } from '@pegzone/outcome'

/** One end of a channel, by the ids of the chain it is on. */
export interface ChannelEndpoint {
  readonly clientId: string
  readonly connectionId: string
  readonly portId: string
  readonly channelId: string
}

/** What a chain is told it should reach; a chain that makes blocks by itself ignores it. */
export interface Want {
  /** A block of at least this height: confirmations that a packet waits for. */
  readonly height?: number | undefined
  /** A block of at least this time: a timeout that falls due. */
  readonly timeNs?: bigint | undefined
}

/** A batch that did not get in. Whether its effect is on chain already, the next look tells. */
export interface SubmitRefused extends Rejection {
  readonly code: 'RELAYER_SUBMIT_REFUSED'
  readonly chainId: string
  /** As the chain said it. */
  readonly reason: string
}

export interface Submitted {
  /** Hashes of the transactions that carried the batch, in order. */
  readonly transactions: readonly string[]
}

/** The relayer's port to one chain. Everything it answers is durable there. */
export interface Endpoint extends ChainView {
  readonly kind: 'ethereum' | 'cosmos'
  readonly channel: ChannelEndpoint
  /** Own sends, committed and neither acknowledged nor timed out, in sequence order, from `from` on. */
  pendingSends(from: bigint, limit: number): Promise<readonly SentPacket[]>
  /** Of these sequences of the counterparty, those without a receipt here. */
  unreceived(sequences: readonly bigint[]): Promise<readonly bigint[]>
  /**
   * Acknowledgement bytes written here for these packets of the counterparty, in the order given; undefined: none yet
   * (held, or not received).
   */
  acknowledgements(sequences: readonly bigint[]): Promise<readonly (Uint8Array | undefined)[]>
  /** Runs the messages in order, in as few transactions as the chain allows; resolves when they are durable. */
  submit(messages: readonly ProvenMessage[]): Promise<Outcome<Submitted, SubmitRefused>>
  /** Replaces what was wanted before. `{}` wants nothing. */
  want(want: Want): void
}
