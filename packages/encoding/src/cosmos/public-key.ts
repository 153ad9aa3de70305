import { type Outcome, ok, refuse } from '@pegzone/outcome'
import { LegacyAminoPubKey } from 'cosmjs-types/cosmos/crypto/multisig/keys'
import type { CompactBitArray } from 'cosmjs-types/cosmos/crypto/multisig/v1beta1/multisig'
import { PubKey } from 'cosmjs-types/cosmos/crypto/secp256k1/keys'
import type { Any } from 'cosmjs-types/google/protobuf/any'
import { concatBytes } from '../bytes/bytes.ts'
import { fromHex } from '../bytes/hex.ts'
import { sha256 } from '../crypto/hashes.ts'
import { cosmosAddressBytes } from '../keys/address.ts'
import type { ProtobufRejection } from '../rejection.ts'
import { decodeMessage, toAny } from './messages.ts'

export interface SingleKey {
  readonly type: 'secp256k1'
  /** 33 bytes, not checked to be a point. */
  readonly key: Uint8Array
}

/** m of n keys (LegacyAminoPubKey). Order matters: it is part of the address. */
export interface MultisigKey {
  readonly type: 'multisig'
  readonly threshold: number
  readonly keys: readonly SingleKey[]
}

export type PublicKey = SingleKey | MultisigKey

/**
 * The key in an Any. Refuses with ENCODING_TYPE_URL_UNKNOWN for other kinds of keys, ENCODING_PROTOBUF_MALFORMED for a key
 * of the wrong length, a threshold outside 1..n, or a multisig inside a multisig.
 */
export function decodePublicKey(any: Any): Outcome<PublicKey, ProtobufRejection> {
  if (any.typeUrl === PubKey.typeUrl) return decodeSingle(any)
  if (any.typeUrl !== LegacyAminoPubKey.typeUrl) {
    return refuse({ code: 'ENCODING_TYPE_URL_UNKNOWN', typeUrl: any.typeUrl })
  }
  const decoded = decodeMessage(LegacyAminoPubKey, any.value)
  if (!decoded.ok) return decoded
  const { threshold, publicKeys } = decoded.value
  if (threshold < 1 || threshold > publicKeys.length)
    return malformed(any, `threshold ${threshold} of ${publicKeys.length}`)
  const keys: SingleKey[] = []
  for (const part of publicKeys) {
    const key = decodeSingle(part)
    if (!key.ok) return key
    keys.push(key.value)
  }
  return ok({ type: 'multisig', threshold, keys })
}

export function encodePublicKey(publicKey: PublicKey): Any {
  if (publicKey.type === 'secp256k1') return toAny(PubKey, { key: publicKey.key })
  return toAny(LegacyAminoPubKey, { threshold: publicKey.threshold, publicKeys: publicKey.keys.map(encodePublicKey) })
}

/** The 20 bytes of the account that a key controls. */
export function publicKeyAddress(publicKey: PublicKey): Uint8Array {
  if (publicKey.type === 'secp256k1') return cosmosAddressBytes(publicKey.key)
  return sha256(aminoBytes(publicKey)).slice(0, 20)
}

/**
 * Positions of the keys that signed, ascending: the k-th signature of a multisignature belongs to the k-th of them. `undefined`
 * if the bit array does not have exactly `keyCount` bits or says so in a wrong number of bytes.
 */
export function multisigSigners(bits: CompactBitArray | undefined, keyCount: number): readonly number[] | undefined {
  if (bits === undefined || bits.elems.length !== Math.ceil(keyCount / 8)) return undefined
  // 0 extra bits means that the last byte is full.
  if (bits.extraBitsStored !== keyCount % 8) return undefined
  const signers: number[] = []
  for (let i = 0; i < keyCount; i++) if ((bits.elems[i >> 3]! >> (7 - (i % 8))) & 1) signers.push(i)
  return signers
}

const MULTISIG_PREFIX = fromHex('22c1f7e2')
const SECP256K1_PREFIX = fromHex('eb5ae98721')

/** Amino binary of a multisig key: prefix, field 1 threshold, field 2 each key with its own prefix. */
function aminoBytes({ threshold, keys }: MultisigKey): Uint8Array {
  if (threshold > 127) throw new RangeError(`threshold ${threshold} needs more than one byte`)
  const parts = [MULTISIG_PREFIX, Uint8Array.of(0x08, threshold)]
  for (const { key } of keys)
    parts.push(Uint8Array.of(0x12, SECP256K1_PREFIX.length + key.length), SECP256K1_PREFIX, key)
  return concatBytes(...parts)
}

function decodeSingle(any: Any): Outcome<SingleKey, ProtobufRejection> {
  if (any.typeUrl !== PubKey.typeUrl) return refuse({ code: 'ENCODING_TYPE_URL_UNKNOWN', typeUrl: any.typeUrl })
  const decoded = decodeMessage(PubKey, any.value)
  if (!decoded.ok) return decoded
  const { key } = decoded.value
  if (key.length !== 33) return malformed(any, `key of ${key.length} bytes`)
  return ok({ type: 'secp256k1', key })
}

function malformed(any: Any, detail: string): Outcome<never, ProtobufRejection> {
  return refuse({ code: 'ENCODING_PROTOBUF_MALFORMED', type: any.typeUrl, detail })
}
