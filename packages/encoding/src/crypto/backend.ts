/**
 * ECDSA over secp256k1, synchronous. Three implementations answer alike to the last bit (tested against each other):
 * signatures are deterministic (RFC 6979) with low s. One exception: for a digest beyond the curve order (chance 2^-128)
 * JavaScript reduces it before it derives the nonce and libsecp256k1 does not, so both sign validly but not alike.
 */
export interface Secp256k1 {
  /** Signs a 32-byte digest. Throws RangeError if the digest is not 32 bytes or the key not in [1, n). */
  sign(hash32: Uint8Array, key32: Uint8Array): EcdsaSignature
  /** True only for a valid signature with low s (both chains refuse the malleable twin). Malformed input is false. */
  verify(hash32: Uint8Array, signature64: Uint8Array, publicKey33: Uint8Array): boolean
  /** The uncompressed key (65 bytes) that signed, or `undefined` if there is none. High s is accepted, as in ecrecover; recovery is 0 or 1. */
  recover(hash32: Uint8Array, signature64: Uint8Array, recovery: number): Uint8Array | undefined
  /** Compressed public key. Throws RangeError if the key is not in [1, n). */
  publicKey(key32: Uint8Array): Uint8Array
  /** 65 bytes from 33. Throws RangeError if that is no point of the curve: check outside input by `isPublicKey`. */
  decompress(publicKey33: Uint8Array): Uint8Array
  isPublicKey(publicKey33: Uint8Array): boolean
}

export interface EcdsaSignature {
  /** r and s, 32 bytes each, s in the lower half. */
  readonly signature: Uint8Array
  /** Parity of the nonce point. The wrap-around ids 2 and 3 do not occur in practice (chance 2^-127). */
  readonly recovery: 0 | 1
}

/** Order of the group. */
export const CURVE_ORDER = 0xffffffff_ffffffff_ffffffff_fffffffe_baaedce6_af48a03b_bfd25e8c_d0364141n
/** n / 2: the largest s that is low. */
export const HALF_ORDER = CURVE_ORDER >> 1n

/** Shape of (r, s): 0 < r < n and 0 < s ≤ limit. */
export function scalarsInRange(signature: Uint8Array, limit: Uint8Array): boolean {
  return inRange(signature, 0, ORDER_MINUS_1) && inRange(signature, 32, limit)
}

function isPrivateKey(key: Uint8Array): boolean {
  return key.length === 32 && inRange(key, 0, ORDER_MINUS_1)
}

export const ORDER_MINUS_1: Uint8Array = words(CURVE_ORDER - 1n)
export const HALF: Uint8Array = words(HALF_ORDER)

function inRange(bytes: Uint8Array, at: number, max: Uint8Array): boolean {
  let zero = true
  for (let i = 0; i < 32; i++) {
    const byte = bytes[at + i]!
    if (byte !== 0) zero = false
    const bound = max[i]!
    if (byte < bound) return !zero || rest(bytes, at + i + 1, at + 32)
    if (byte > bound) return false
  }
  return !zero
}

function rest(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] !== 0) return true
  return false
}

function words(n: bigint): Uint8Array {
  return new Uint8Array(Buffer.from(n.toString(16).padStart(64, '0'), 'hex'))
}

/** Shared argument checks, so that every backend refuses the same input in the same way. */
export function requireSigningInput(hash: Uint8Array, key: Uint8Array): void {
  if (hash.length !== 32) throw new RangeError(`a digest has 32 bytes, not ${hash.length}`)
  requireKey(key)
}

export function requireKey(key: Uint8Array): void {
  if (!isPrivateKey(key)) throw new RangeError('a private key is a 32-byte number from 1 to the curve order less 1')
}

export function requirePoint(valid: boolean): void {
  if (!valid) throw new RangeError('not a compressed point of secp256k1')
}

export function verifiable(hash: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  return hash.length === 32 && signature.length === 64 && publicKey.length === 33 && scalarsInRange(signature, HALF)
}

export function recoverable(hash: Uint8Array, signature: Uint8Array, recovery: number): recovery is 0 | 1 {
  if (recovery !== 0 && recovery !== 1) return false
  return hash.length === 32 && signature.length === 64 && scalarsInRange(signature, ORDER_MINUS_1)
}
