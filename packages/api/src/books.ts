export const laneNames = ['dai', 'ixo', 'ixos'] as const
export type LaneName = (typeof laneNames)[number]

/**
 * The books of one lane, protocol.md §4; base units as decimal digits, W signed. The law is
 * U = vouchers + inFlight − escrow − spunDown = minted − burned − paidUnbacked − topUp + lost.
 */
export interface LaneBooks {
  readonly lane: LaneName
  /** K: escrow on Ethereum. */
  readonly escrow: string
  /** c: voucher supply on Cosmos, native mints included. */
  readonly vouchers: string
  /** F: in packets of both directions, sent and not settled (queued and held too). */
  readonly inFlight: string
  /** M: minted natively on Cosmos. */
  readonly minted: string
  /** B: burned natively on Cosmos. */
  readonly burned: string
  /** D: minted unbacked on Ethereum by the capped facility. */
  readonly unbacked: string
  /** Dp: the part of D paid against packets. */
  readonly paidUnbacked: string
  /** Z: retired on Ethereum without pay-out. */
  readonly retired: string
  /** T: put in escrow without a packet. */
  readonly topUp: string
  /** X: escrow lost to a reorg or a scenario. */
  readonly lost: string
  /** W: the part of the supply that lives on Cosmos since the spin-down. */
  readonly spunDown: string
  /** U by the left side of the law. */
  readonly unbackedSupply: string
  /** Do both sides of the law agree. */
  readonly balanced: boolean
}

export interface BooksData {
  /** The instant the books are of: both heights. */
  readonly at: { readonly ethereum: number; readonly cosmos: number }
  readonly lanes: readonly LaneBooks[]
}
