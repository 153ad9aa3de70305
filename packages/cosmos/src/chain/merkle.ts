import { sha256 } from '@pegzone/encoding'

/**
 * Root of CometBFT's simple Merkle tree: leaf = H(0 ‖ item), inner = H(1 ‖ left ‖ right), split at the largest power of
 * two below the count, empty = H(). Source: cometbft crypto/merkle, RFC 6962.
 */
export function merkleRoot(items: readonly Uint8Array[]): Uint8Array {
  return items.length === 0 ? EMPTY_ROOT : rootOf(items.map(merkleLeaf))
}

/** The same from leaves hashed before: constant header fields are hashed once. */
export function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 1) return leaves[0]!
  const split = splitPoint(leaves.length)
  return inner(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)))
}

export function merkleLeaf(item: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(item.length + 1)
  bytes.set(item, 1)
  return sha256(bytes)
}

export const EMPTY_ROOT: Uint8Array = sha256(new Uint8Array(0))

function inner(left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(65)
  bytes[0] = 1
  bytes.set(left, 1)
  bytes.set(right, 33)
  return sha256(bytes)
}

function splitPoint(length: number): number {
  let split = 1
  while (split * 2 < length) split *= 2
  return split
}
