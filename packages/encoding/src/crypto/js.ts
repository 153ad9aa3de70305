import { secp256k1 as noble } from '@noble/curves/secp256k1.js'
import { recoverable, requireKey, requirePoint, requireSigningInput, type Secp256k1, verifiable } from './backend.ts'

/** Pure JavaScript: the reference in tests and the last resort. */
export function openJs(): Secp256k1 {
  const isPublicKey = (publicKey: Uint8Array) =>
    publicKey.length === 33 && noble.utils.isValidPublicKey(publicKey, true)
  return {
    sign(hash, key) {
      requireSigningInput(hash, key)
      const recovered = noble.sign(hash, key, { prehash: false, lowS: true, format: 'recovered' })
      return { signature: recovered.slice(1), recovery: recovered[0] === 0 ? 0 : 1 }
    },
    verify: (hash, signature, publicKey) =>
      verifiable(hash, signature, publicKey) &&
      isPublicKey(publicKey) &&
      noble.verify(signature, hash, publicKey, { prehash: false, lowS: true, format: 'compact' }),
    recover(hash, signature, recovery) {
      if (!recoverable(hash, signature, recovery)) return undefined
      try {
        return noble.Signature.fromBytes(signature, 'compact')
          .addRecoveryBit(recovery)
          .recoverPublicKey(hash)
          .toBytes(false)
      } catch {
        return undefined // the arguments are well formed, so the one cause left: no key fits r and s
      }
    },
    publicKey(key) {
      requireKey(key)
      return noble.getPublicKey(key, true)
    },
    decompress(publicKey) {
      requirePoint(isPublicKey(publicKey))
      return noble.Point.fromBytes(publicKey).toBytes(false)
    },
    isPublicKey,
  }
}
