import {
  bech32Encode,
  cosmosAddressBytes,
  decodePublicKey,
  encodePublicKey,
  type MultisigKey,
  publicKeyAddress,
} from '@pegzone/encoding'
import { type Outcome, ok } from '@pegzone/outcome'
import { type SdkRejection, sdkRefuse } from '../errors.ts'

const MULTISIG_URL = '/cosmos.crypto.multisig.LegacyAminoPubKey'

interface Any {
  readonly typeUrl: string
  readonly value: Uint8Array
}

/**
 * Keys in state are compact: 33 bytes are secp256k1, anything longer is an encoded LegacyAminoPubKey (its members' Any
 * headers alone make it longer), empty is none.
 */
export function isSecp256k1(compact: Uint8Array): boolean {
  return compact.length === 33
}

/** Key types that the SDK knows and does not let sign transactions. */
const UNSUPPORTED = new Set(['/cosmos.crypto.ed25519.PubKey', '/cosmos.crypto.secp256r1.PubKey'])

/** Compact form of a key in an Any. Refuses malformed and unsupported keys with code 8, unknown types with code 2. */
export function compactOf(any: Any): Outcome<Uint8Array, SdkRejection> {
  if (UNSUPPORTED.has(any.typeUrl)) {
    return sdkRefuse('COSMOS_INVALID_PUB_KEY', `unrecognized public key type: ${any.typeUrl}`)
  }
  const decoded = decodePublicKey(any)
  if (!decoded.ok) {
    return decoded.rejection.code === 'ENCODING_TYPE_URL_UNKNOWN'
      ? sdkRefuse('COSMOS_TX_DECODE', `unable to resolve type URL ${any.typeUrl}`)
      : sdkRefuse('COSMOS_INVALID_PUB_KEY', decoded.rejection.detail)
  }
  const key = decoded.value
  if (key.type === 'secp256k1') return ok(key.key)
  return key.threshold > MAX_THRESHOLD
    ? sdkRefuse('COSMOS_INVALID_PUB_KEY', `threshold ${key.threshold} is above ${MAX_THRESHOLD}`)
    : ok(any.value)
}

/** Far above the signature limit of any transaction; keeps the amino form of the key at one byte for the threshold. */
const MAX_THRESHOLD = 127

/** Inverse of `compactOf`; undefined for no key. */
export function anyOf(compact: Uint8Array): Any | undefined {
  if (compact.length === 0) return undefined
  return isSecp256k1(compact)
    ? encodePublicKey({ type: 'secp256k1', key: compact })
    : { typeUrl: MULTISIG_URL, value: compact }
}

/** Compact form of a threshold of secp256k1 keys. */
export function compactMultisig(threshold: number, keys: readonly Uint8Array[]): Uint8Array {
  return encodePublicKey({ type: 'multisig', threshold, keys: keys.map((key) => ({ type: 'secp256k1', key })) }).value
}

/** The members of a multisig key in compact form. Only keys that went through `compactOf` get into state. */
export function multisigOf(compact: Uint8Array): MultisigKey {
  const decoded = decodePublicKey({ typeUrl: MULTISIG_URL, value: compact })
  if (!decoded.ok || decoded.value.type !== 'multisig')
    throw new Error('a key in state is neither secp256k1 nor multisig')
  return decoded.value
}

/** Account address of a compact key. */
export function addressOfKey(compact: Uint8Array, prefix: string): string {
  const bytes = isSecp256k1(compact) ? cosmosAddressBytes(compact) : publicKeyAddress(multisigOf(compact))
  return bech32Encode(prefix, bytes)
}

/** Signatures this key can stand for: 1, or the members of a multisig key. */
export function subKeys(compact: Uint8Array): number {
  return compact.length === 0 || isSecp256k1(compact) ? 1 : multisigOf(compact).keys.length
}
