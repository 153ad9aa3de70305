import { createRequire } from 'node:module'
import { recoverable, requireKey, requirePoint, requireSigningInput, type Secp256k1, verifiable } from './backend.ts'

const require = createRequire(import.meta.url)

/** libsecp256k1 as WebAssembly: a quarter of the native speed, on every platform. Throws if the package is not there. */
export function openWasm(): Secp256k1 {
  const wasm = require('tiny-secp256k1') as typeof import('tiny-secp256k1')
  const isPublicKey = (publicKey: Uint8Array) => publicKey.length === 33 && wasm.isPointCompressed(publicKey)
  return {
    sign(hash, key) {
      requireSigningInput(hash, key)
      const { signature, recoveryId } = wasm.signRecoverable(hash, key)
      return { signature, recovery: recoveryId === 0 ? 0 : 1 }
    },
    verify: (hash, signature, publicKey) =>
      verifiable(hash, signature, publicKey) && isPublicKey(publicKey) && wasm.verify(hash, publicKey, signature, true),
    recover(hash, signature, recovery) {
      if (!recoverable(hash, signature, recovery)) return undefined
      try {
        return wasm.recover(hash, signature, recovery, false) ?? undefined
      } catch {
        return undefined // the arguments are well formed, so the one cause left: no key fits r and s
      }
    },
    publicKey(key) {
      requireKey(key)
      return wasm.pointFromScalar(key, true)!
    },
    decompress(publicKey) {
      requirePoint(isPublicKey(publicKey))
      return wasm.pointCompress(publicKey, false)
    },
    isPublicKey,
  }
}
