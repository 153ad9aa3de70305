import type { Verdicts } from '../tx/ante.ts'
import type { DecodedTx } from '../tx/decode.ts'
import type { SignerFacts } from '../tx/signature.ts'

/**
 * Verdicts by decoded transaction: the mempool hands the same object from CheckTx to the block, so a weak map needs no
 * bound and no eviction. A verdict holds only for the account numbers, sequences and keys it was made with.
 */
export function createVerdicts(): Verdicts {
  const known = new WeakMap<DecodedTx, readonly SignerFacts[]>()
  return {
    holds(tx, signers) {
      const made = known.get(tx)
      return made !== undefined && made.length === signers.length && made.every((fact, i) => same(fact, signers[i]!))
    },
    remember: (tx, signers) => void known.set(tx, signers),
  }
}

function same(a: SignerFacts, b: SignerFacts): boolean {
  return a.address === b.address && a.number === b.number && a.sequence === b.sequence && sameBytes(a.pubKey, b.pubKey)
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || (a.length === b.length && a.every((byte, i) => byte === b[i]))
}
