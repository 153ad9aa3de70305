import { concatBytes, type EthAddress, ethAddressOf, secp256k1, signTransaction } from '@pegzone/encoding'
import type { EthereumSigner } from './backend.ts'

/** A signer over private keys (32 bytes each) that anyone may use: development accounts. */
export function keySigner(keys: readonly Uint8Array[]): EthereumSigner {
  const keyOf = new Map<EthAddress, Uint8Array>(keys.map((key) => [ethAddressOf(key), key]))
  return {
    accounts: [...keyOf.keys()],
    signDigest(account, digest32) {
      const key = keyOf.get(account)
      if (key === undefined) return undefined
      const { signature, recovery } = secp256k1.sign(digest32, key)
      return concatBytes(signature, Uint8Array.of(27 + recovery))
    },
    signTransaction(account, payload) {
      const key = keyOf.get(account)
      return key === undefined ? undefined : signTransaction(payload, key)
    },
  }
}
