export type ChannelState = 'INIT' | 'TRYOPEN' | 'OPEN' | 'CLOSED'
export type ChannelOrder = 'UNORDERED' | 'ORDERED'

export interface ChannelCounterparty {
  readonly portId: string
  /** Empty until the counterparty is known. */
  readonly channelId: string
}

export interface ChannelEnd {
  readonly state: ChannelState
  readonly ordering: ChannelOrder
  readonly counterparty: ChannelCounterparty
  /** Exactly one. */
  readonly connectionHops: readonly string[]
  readonly version: string
}

/** Names one end of a channel on its own chain. */
export interface ChannelRef {
  readonly portId: string
  readonly channelId: string
}
