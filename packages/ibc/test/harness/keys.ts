import { bytesToHex, ethAddressOf, secp256k1, sha256, utf8ToBytes } from '@pegzone/encoding'

/** A private key from a role name: the same in every run. */
export function keyOf(role: string): Uint8Array {
  return sha256(utf8ToBytes(`pegzone test key ${role}`))
}

export interface Attestor {
  readonly address: `0x${string}`
  readonly key: Uint8Array
}

/** `n` attestors, ascending by address, as the client wants their signatures. */
export function attestorsOf(n: number, role = 'attestor'): readonly Attestor[] {
  return Array.from({ length: n }, (_, i) => {
    const key = keyOf(`${role} ${i}`)
    return { address: ethAddressOf(secp256k1.publicKey(key)), key }
  }).sort((a, b) => (a.address < b.address ? -1 : 1))
}

/** 65 bytes r, s, v. */
export function sign65(digest: Uint8Array, key: Uint8Array): Uint8Array {
  const { signature, recovery } = secp256k1.sign(digest, key)
  return Uint8Array.of(...signature, 27 + recovery)
}

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

/** The other valid spelling of a signature: s' = n − s, and the other v. */
export function malleated(signature: Uint8Array): Uint8Array {
  const s = ORDER - BigInt(bytesToHex(signature.subarray(32, 64)))
  const twin = signature.slice()
  twin.set(Buffer.from(s.toString(16).padStart(64, '0'), 'hex'), 32)
  if (twin.length === 65) twin[64] = 27 + 28 - twin[64]!
  return twin
}
