import { createHmac } from 'node:crypto'
import { bigintToBytes, bytesToBigint, concatBytes } from '../bytes/bytes.ts'
import { CURVE_ORDER } from '../crypto/backend.ts'
import { secp256k1 } from '../crypto/secp256k1.ts'

const HARDENED = 0x8000_0000

/** Account i of the default wallets of each side. */
export function ethPath(account: number): string {
  return `m/44'/60'/0'/0/${account}`
}
export function cosmosPath(account: number): string {
  return `m/44'/118'/0'/0/${account}`
}

/**
 * The private key at `path` below the master key of `seed` (BIP-32). Throws RangeError if the path is not
 * `m`, then parts from 0 to 2^31 - 1, each hardened or not by `'`.
 */
export function deriveKey(seed: Uint8Array, path: string): Uint8Array {
  let [key, chainCode] = split(hmac(new Uint8Array(Buffer.from('Bitcoin seed')), seed))
  for (const index of parsePath(path)) {
    const parent = index >= HARDENED ? concatBytes(new Uint8Array(1), key) : secp256k1.publicKey(key)
    const [tweak, next] = split(hmac(chainCode, concatBytes(parent, bigintToBytes(BigInt(index), 4))))
    const scalar = bytesToBigint(tweak)
    const child = (scalar + bytesToBigint(key)) % CURVE_ORDER
    // BIP-32 skips such an index; with a chance below 2^-127 nobody has ever met one.
    if (scalar >= CURVE_ORDER || child === 0n) throw new RangeError(`no key at ${path}`)
    key = bigintToBytes(child, 32)
    chainCode = next
  }
  return key
}

function parsePath(path: string): number[] {
  const [root, ...parts] = path.split('/')
  if (root !== 'm') throw new RangeError(`a path starts with m: ${path}`)
  return parts.map((part) => {
    const digits = part.endsWith("'") ? part.slice(0, -1) : part
    const index = Number(digits)
    if (!/^\d{1,10}$/.test(digits) || index >= HARDENED) throw new RangeError(`bad part ${part} in path ${path}`)
    return digits === part ? index : index + HARDENED
  })
}

function hmac(key: Uint8Array, data: Uint8Array): Uint8Array {
  return new Uint8Array(createHmac('sha512', key).update(data).digest())
}

function split(bytes: Uint8Array): [Uint8Array, Uint8Array] {
  return [bytes.slice(0, 32), bytes.slice(32)]
}
