/** What the hosting chain is at this moment. Filled by the host for every message; the keepers read no other clock. */
export interface HostContext {
  readonly chainId: string
  /** Revision of the host's own heights: the number after the last `-` of a Cosmos chain id, 0 elsewhere. */
  readonly revision: bigint
  /** Height of the block that the message is part of. */
  readonly height: bigint
  /** Time of that block, nanoseconds since 1970. */
  readonly timeNs: bigint
  /** Key prefix of the IBC store, part of the handshake: `ibc` as bytes on both ledgers. */
  readonly prefix: Uint8Array
}

/** A height with its revision. `0-0` means none. */
export interface Height {
  readonly revisionNumber: bigint
  readonly revisionHeight: bigint
}

export const ZERO_HEIGHT: Height = { revisionNumber: 0n, revisionHeight: 0n }

export function isZeroHeight(height: Height): boolean {
  return height.revisionNumber === 0n && height.revisionHeight === 0n
}

/** Negative, zero or positive, revision first. */
export function compareHeights(a: Height, b: Height): number {
  if (a.revisionNumber !== b.revisionNumber) return a.revisionNumber < b.revisionNumber ? -1 : 1
  return a.revisionHeight === b.revisionHeight ? 0 : a.revisionHeight < b.revisionHeight ? -1 : 1
}

/** `{revision}-{height}`, as in consensus state paths and events. */
export function heightText(height: Height): string {
  return `${height.revisionNumber}-${height.revisionHeight}`
}

export function hostHeight(host: HostContext): Height {
  return { revisionNumber: host.revision, revisionHeight: host.height }
}
