import { createRequire } from 'node:module'
import { recoverable, requireKey, requirePoint, requireSigningInput, type Secp256k1, verifiable } from './backend.ts'

// Not a static import: a bundle keeps the addon outside, and a platform without it goes on with the next backend.
const require = createRequire(import.meta.url)

/** The part of the `secp256k1` package in use; it ships no types. */
interface Addon {
  ecdsaSign(hash: Uint8Array, key: Uint8Array): { readonly signature: Uint8Array; readonly recid: number }
  ecdsaVerify(signature: Uint8Array, hash: Uint8Array, publicKey: Uint8Array): boolean
  ecdsaRecover(signature: Uint8Array, recovery: number, hash: Uint8Array, compressed: boolean): Uint8Array
  publicKeyCreate(key: Uint8Array, compressed: boolean): Uint8Array
  publicKeyConvert(publicKey: Uint8Array, compressed: boolean): Uint8Array
  publicKeyVerify(publicKey: Uint8Array): boolean
}

/** libsecp256k1 as an addon: 25 times faster than JavaScript. Throws if there is no binary for this platform. */
export function openNative(): Secp256k1 {
  // `bindings`, not the main entry: that one falls back to a slow implementation without telling.
  const addon = require('secp256k1/bindings') as Addon
  const isPublicKey = (publicKey: Uint8Array) => publicKey.length === 33 && addon.publicKeyVerify(publicKey)
  return {
    sign(hash, key) {
      requireSigningInput(hash, key)
      const { signature, recid } = addon.ecdsaSign(hash, key)
      return { signature, recovery: recid === 0 ? 0 : 1 }
    },
    verify(hash, signature, publicKey) {
      if (!verifiable(hash, signature, publicKey)) return false
      try {
        return addon.ecdsaVerify(signature, hash, publicKey)
      } catch {
        return false // the arguments are well formed, so the one cause left: the key is no point (checked here, not twice)
      }
    },
    recover(hash, signature, recovery) {
      if (!recoverable(hash, signature, recovery)) return undefined
      try {
        return addon.ecdsaRecover(signature, recovery, hash, false)
      } catch {
        return undefined // the arguments are well formed, so the one cause left: no key fits r and s
      }
    },
    publicKey(key) {
      requireKey(key)
      return addon.publicKeyCreate(key, true)
    },
    decompress(publicKey) {
      requirePoint(isPublicKey(publicKey))
      return addon.publicKeyConvert(publicKey, false)
    },
    isPublicKey,
  }
}
