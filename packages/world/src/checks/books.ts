import type { TransferBooks } from '@pegzone/ibc'
import type { Lane } from '../genesis/lanes.ts'

/** Entries of protocol.md §4 that are booked outside packets. All are 0 until a mechanism that books them exists. */
export interface Booked {
  /** M: minted natively on Cosmos. */
  readonly minted: bigint
  /** B: burned natively on Cosmos. */
  readonly burned: bigint
  /** D: minted unbacked on Ethereum. */
  readonly unbacked: bigint
  /** Dp: the part of D paid against packets. */
  readonly paidUnbacked: bigint
  /** Z: retired on Ethereum without pay-out. */
  readonly retired: bigint
  /** T: put in escrow without a packet. */
  readonly topUp: bigint
  /** X: escrow lost. */
  readonly lost: bigint
  /** W: the part of the supply that lives on Cosmos. */
  readonly spunDown: bigint
}

export const nothingBooked: Booked = {
  minted: 0n,
  burned: 0n,
  unbacked: 0n,
  paidUnbacked: 0n,
  retired: 0n,
  topUp: 0n,
  lost: 0n,
  spunDown: 0n,
}

/** The books of one lane in base units. `U = c + F − K − W = M − B − Dp − T + X`, always. */
export interface LaneBooks {
  readonly lane: Lane['packetDenom']
  /** K. */
  readonly escrow: bigint
  /** c. */
  readonly vouchers: bigint
  /** F. */
  readonly inFlight: bigint
  /** U, by the left side. */
  readonly unbacked: bigint
  readonly booked: Booked
  /** Whether the right side agrees. */
  readonly balanced: boolean
}

export interface WorldBooks {
  /** Heights they are of. */
  readonly at: { readonly ethereum: number; readonly cosmos: number }
  readonly lanes: readonly LaneBooks[]
}

/** What the two ledgers say of one lane. */
export interface LaneCounters {
  readonly ethereum: TransferBooks
  readonly cosmos: TransferBooks
  /** Supply of the voucher on Cosmos. */
  readonly vouchers: bigint
}

/**
 * F is what either side has sent, less what it took back and what the other has paid out: sent, refused, queued and held
 * packets. It holds at any pair of heights, because every term is one ledger's own.
 */
export function laneBooks(lane: Lane, { ethereum, cosmos, vouchers }: LaneCounters, booked = nothingBooked): LaneBooks {
  const inFlight =
    ethereum.sent - ethereum.refunded - cosmos.received + (cosmos.sent - cosmos.refunded - ethereum.received)
  const escrow = ethereum.escrowed
  const unbacked = vouchers + inFlight - escrow - booked.spunDown
  const { minted, burned, paidUnbacked, topUp, lost } = booked
  return {
    lane: lane.packetDenom,
    escrow,
    vouchers,
    inFlight,
    unbacked,
    booked,
    balanced: unbacked === minted - burned - paidUnbacked - topUp + lost,
  }
}

export function worldBooks(
  lanes: readonly Lane[],
  at: WorldBooks['at'],
  counters: (lane: Lane) => LaneCounters,
  booked: (lane: Lane) => Booked = () => nothingBooked,
): WorldBooks {
  return { at, lanes: lanes.map((lane) => laneBooks(lane, counters(lane), booked(lane))) }
}
