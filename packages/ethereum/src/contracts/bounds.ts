/** Allowances and permit values are full words; this one is never used up. */
export const MAX_UINT256 = (1n << 256n) - 1n

const NANOSECONDS = 1_000_000_000n

/** `block.timestamp`: whole seconds of a ledger time in nanoseconds. */
export function secondsOf(timeNs: bigint): bigint {
  return timeNs / NANOSECONDS
}
