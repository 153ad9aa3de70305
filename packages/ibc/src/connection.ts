export type ConnectionState = 'INIT' | 'TRYOPEN' | 'OPEN'

/** `identifier` "1", features `ORDER_ORDERED` and `ORDER_UNORDERED`. */
export interface ConnectionVersion {
  readonly identifier: string
  readonly features: readonly string[]
}

export interface ConnectionCounterparty {
  readonly clientId: string
  /** Empty until the counterparty is known. */
  readonly connectionId: string
  /** Key prefix of the counterparty's store. */
  readonly prefix: Uint8Array
}

export interface ConnectionEnd {
  readonly clientId: string
  readonly versions: readonly ConnectionVersion[]
  readonly state: ConnectionState
  readonly counterparty: ConnectionCounterparty
  /** Nanoseconds. 0 here: both our clients ignore it. */
  readonly delayPeriod: bigint
}
