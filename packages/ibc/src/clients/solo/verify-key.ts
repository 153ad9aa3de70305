import { secp256k1, sha256 } from '@pegzone/encoding'
import { LegacyAminoPubKey } from 'cosmjs-types/cosmos/crypto/multisig/keys'
import { PubKey } from 'cosmjs-types/cosmos/crypto/secp256k1/keys'
import { SignatureDescriptor_Data } from 'cosmjs-types/cosmos/tx/signing/v1beta1/signing'
import type { Any } from '../../any.ts'
import { tryDecode } from '../../decode.ts'

type SoloKey =
  | { readonly kind: 'single'; readonly key: Uint8Array }
  | { readonly kind: 'multi'; readonly threshold: number; readonly keys: readonly Uint8Array[] }

/** Parsed keys by the `Any` object that holds them: the row of a client keeps the same object from proof to proof. */
const parsed = new WeakMap<Any, SoloKey | { readonly problem: string }>()

/** Why the key cannot be used, or undefined. */
export function keyProblem(key: Any): string | undefined {
  const found = parseKey(key)
  return 'problem' in found ? found.problem : undefined
}

/**
 * Why `signatureData` is no valid signature of `signBytes` by the key; undefined if it is. As the Cosmos SDK does: a
 * single key wants single data, a threshold key multi data whose bit array has one bit per key, at least `threshold`
 * set, one signature per set bit. High s is refused.
 */
export function signatureProblem(key: Any, signBytes: Uint8Array, signatureData: Uint8Array): string | undefined {
  const of = parseKey(key)
  if ('problem' in of) return of.problem
  const data = tryDecode(SignatureDescriptor_Data.decode, signatureData)
  if (data === undefined) return 'the signature data cannot be read'
  const hash = sha256(signBytes)
  if (of.kind === 'single') {
    if (data.single === undefined) return 'a single key needs single signature data'
    return secp256k1.verify(hash, data.single.signature, of.key) ? undefined : 'the signature does not match'
  }
  if (data.multi?.bitarray === undefined) return 'a threshold key needs multi signature data'
  const { bitarray, signatures } = data.multi
  const bits = signersOf(bitarray)
  if (bits.length !== of.keys.length) return 'the bit array does not fit the keys'
  const signers = of.keys.filter((_, index) => bits[index])
  if (signers.length < of.threshold) return `${signers.length} of ${of.threshold} signatures`
  if (signatures.length !== signers.length) return 'signatures and bits differ in number'
  for (const [index, signer] of signers.entries()) {
    const single = signatures[index]!.single
    if (single === undefined || !secp256k1.verify(hash, single.signature, signer)) return 'a signature does not match'
  }
  return undefined
}

function parseKey(key: Any): SoloKey | { readonly problem: string } {
  let found = parsed.get(key)
  if (found === undefined) {
    found = decodeKey(key)
    parsed.set(key, found)
  }
  return found
}

function decodeKey({ typeUrl, value }: Any): SoloKey | { readonly problem: string } {
  if (typeUrl === PubKey.typeUrl) {
    const key = singleKey({ typeUrl, value })
    return key === undefined ? { problem: 'the public key is no compressed point' } : { kind: 'single', key }
  }
  if (typeUrl !== LegacyAminoPubKey.typeUrl) return { problem: `public key of type "${typeUrl}"` }
  const multi = tryDecode(LegacyAminoPubKey.decode, value)
  if (multi === undefined) return { problem: 'the threshold key cannot be read' }
  const keys = multi.publicKeys.map(singleKey)
  if (!keys.every((key) => key !== undefined)) return { problem: 'a threshold key holds secp256k1 keys only' }
  if (multi.threshold < 1 || multi.threshold > keys.length) return { problem: 'the threshold is out of range' }
  return { kind: 'multi', threshold: multi.threshold, keys }
}

function singleKey({ typeUrl, value }: Any): Uint8Array | undefined {
  if (typeUrl !== PubKey.typeUrl) return undefined
  const key = tryDecode(PubKey.decode, value)?.key
  return key !== undefined && key.length === 33 && secp256k1.isPublicKey(key) ? key : undefined
}

interface BitArray {
  readonly extraBitsStored: number
  readonly elems: Uint8Array
}

/** Bits of a compact bit array, the highest of each byte first. `extraBitsStored` 0: the last byte is full. */
function signersOf({ extraBitsStored, elems }: BitArray): readonly boolean[] {
  const count = extraBitsStored === 0 ? elems.length * 8 : (elems.length - 1) * 8 + extraBitsStored
  if (count < 0 || count > elems.length * 8) return []
  return Array.from({ length: count }, (_, bit) => (elems[bit >> 3]! & (1 << (7 - (bit & 7)))) !== 0)
}
