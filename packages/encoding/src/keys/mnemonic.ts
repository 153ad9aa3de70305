import { pbkdf2Sync } from 'node:crypto'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { sha256 } from '../crypto/hashes.ts'

/** The public development mnemonic. Everyone knows its keys: never hold value on a real chain with it. */
export const DEV_MNEMONIC = 'test test test test test test test test test test test junk'

/** True for 12, 15, 18, 21 or 24 English BIP-39 words with a right checksum, single spaces between. */
export function validateMnemonic(mnemonic: string): boolean {
  const words = mnemonic.normalize('NFKD').split(' ')
  if (words.length % 3 !== 0 || words.length < 12 || words.length > 24) return false
  let bits = 0n
  for (const word of words) {
    const index = wordlist.indexOf(word)
    if (index < 0) return false
    bits = (bits << 11n) | BigInt(index)
  }
  const checksumBits = words.length / 3
  const entropyBytes = (words.length * 11 - checksumBits) / 8
  const entropy = Buffer.from((bits >> BigInt(checksumBits)).toString(16).padStart(entropyBytes * 2, '0'), 'hex')
  const checksum = Number(bits & ((1n << BigInt(checksumBits)) - 1n))
  return sha256(entropy)[0]! >> (8 - checksumBits) === checksum
}

/** The 64-byte BIP-39 seed. Does not check the words: call `validateMnemonic` first. */
export function mnemonicToSeed(mnemonic: string, passphrase = ''): Uint8Array {
  const salt = `mnemonic${passphrase}`.normalize('NFKD')
  return new Uint8Array(pbkdf2Sync(mnemonic.normalize('NFKD'), salt, 2048, 64, 'sha512'))
}
