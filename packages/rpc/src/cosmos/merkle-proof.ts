import { base64Encode, concatBytes, sha256 } from '@pegzone/encoding'
import { upperHex } from './wire.ts'

/**
 * Proof that transaction `index` is among those of its block: the tree over the hashes that the header's data_hash is
 * the root of. Source: cometbft types/tx.go TxProof, crypto/merkle (RFC 6962).
 */
export function txProofJson(txs: readonly Uint8Array[], index: number) {
  const leaves = txs.map((tx) => sha256(concatBytes(Uint8Array.of(0), sha256(tx))))
  const aunts: Uint8Array[] = []
  const root = climb(leaves, index, aunts)
  return {
    root_hash: upperHex(root),
    data: base64Encode(txs[index] as Uint8Array),
    proof: {
      total: String(txs.length),
      index: String(index),
      leaf_hash: base64Encode(leaves[index] as Uint8Array),
      aunts: aunts.map(base64Encode),
    },
  }
}

/** The root of `leaves`; collects the siblings on the way from `index` (if it is among them) upwards. */
function climb(leaves: readonly Uint8Array[], index: number, aunts: Uint8Array[]): Uint8Array {
  if (leaves.length === 1) return leaves[0] as Uint8Array
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  const onLeft = index < split
  const none: Uint8Array[] = []
  const left = climb(leaves.slice(0, split), index, onLeft ? aunts : none)
  const right = climb(leaves.slice(split), index - split, onLeft ? none : aunts)
  aunts.push(onLeft ? right : left)
  return sha256(concatBytes(Uint8Array.of(1), left, right))
}
