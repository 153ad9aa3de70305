import { bech32Encode } from '../bech32.ts'
import { ripemd160, sha256 } from '../crypto/hashes.ts'
import { secp256k1 } from '../crypto/secp256k1.ts'
import { addressOfPoint, type EthAddress } from './eth-address.ts'

/** Address of a private key (32 bytes) or compressed public key (33). Throws RangeError if it is neither. */
export function ethAddressOf(key: Uint8Array): EthAddress {
  return addressOfPoint(secp256k1.decompress(key.length === 32 ? secp256k1.publicKey(key) : key))
}

/** The 20 bytes of a Cosmos account: ripemd160(sha256(public key)). */
export function cosmosAddressBytes(publicKey33: Uint8Array): Uint8Array {
  return ripemd160(sha256(publicKey33))
}

export function cosmosAddressOf(publicKey33: Uint8Array, prefix: string): string {
  return bech32Encode(prefix, cosmosAddressBytes(publicKey33))
}
