import { keccak256 } from '@pegzone/encoding'
import { rlpBytes, rlpIndex, rlpList } from './rlp-parts.ts'

interface Leaf {
  readonly nibbles: readonly number[]
  readonly value: Uint8Array
}

const EMPTY_TRIE = keccak256(Uint8Array.of(0x80))
const NOTHING = Uint8Array.of(0x80)

/**
 * Root of the Merkle-Patricia trie that maps rlp(0), rlp(1), … to the values: `transactionsRoot`, `receiptsRoot`
 * (yellow paper, appendix D). RLP of integers is prefix-free, so no branch ever holds a value.
 */
export function orderedTrieRoot(values: readonly Uint8Array[]): Uint8Array {
  if (values.length === 0) return EMPTY_TRIE
  const leaves = values.map((value, index): Leaf => ({ nibbles: toNibbles(rlpIndex(index)), value }))
  leaves.sort((a, b) => compare(a.nibbles, b.nibbles))
  return keccak256(encodeNode(leaves, 0, leaves.length, 0))
}

/** RLP of the node that holds leaves[from, to), which agree in their first `depth` nibbles. */
function encodeNode(leaves: readonly Leaf[], from: number, to: number, depth: number): Uint8Array {
  const first = leaves[from]!
  if (to - from === 1) {
    return rlpList([rlpBytes(hexPrefix(first.nibbles.slice(depth), true)), rlpBytes(first.value)])
  }
  const shared = sharedPrefix(first.nibbles, leaves[to - 1]!.nibbles, depth)
  if (shared > depth) {
    const child = reference(encodeNode(leaves, from, to, shared))
    return rlpList([rlpBytes(hexPrefix(first.nibbles.slice(depth, shared), false)), child])
  }
  const slots: Uint8Array[] = []
  let at = from
  for (let nibble = 0; nibble < 16; nibble++) {
    const start = at
    while (at < to && leaves[at]!.nibbles[depth] === nibble) at++
    slots.push(at === start ? NOTHING : reference(encodeNode(leaves, start, at, depth + 1)))
  }
  slots.push(NOTHING)
  return rlpList(slots)
}

/** A node under 32 bytes stands in its parent itself, a longer one by its hash. */
function reference(node: Uint8Array): Uint8Array {
  return node.length < 32 ? node : rlpBytes(keccak256(node))
}

function hexPrefix(nibbles: readonly number[], leaf: boolean): Uint8Array {
  const odd = nibbles.length % 2
  const flag = (leaf ? 2 : 0) + odd
  const padded = odd === 1 ? [flag, ...nibbles] : [flag, 0, ...nibbles]
  const bytes = new Uint8Array(padded.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = padded[2 * i]! * 16 + padded[2 * i + 1]!
  return bytes
}

function toNibbles(bytes: Uint8Array): number[] {
  const nibbles: number[] = []
  for (const byte of bytes) nibbles.push(byte >> 4, byte & 15)
  return nibbles
}

function sharedPrefix(a: readonly number[], b: readonly number[], from: number): number {
  let at = from
  while (at < a.length && at < b.length && a[at] === b[at]) at++
  return at
}

function compare(a: readonly number[], b: readonly number[]): number {
  const end = sharedPrefix(a, b, 0)
  return (a[end] ?? -1) - (b[end] ?? -1)
}
