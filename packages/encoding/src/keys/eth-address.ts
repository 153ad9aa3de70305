import { type Hex, toHex } from '../bytes/hex.ts'
import { keccak256 } from '../crypto/hashes.ts'

/** An Ethereum address in state and interfaces: 0x and 40 lower-case digits. Checksummed only for display. */
export type EthAddress = Hex

const SHAPE = /^0x[0-9a-fA-F]{40}$/
const ascii = new Uint8Array(40)

/** EIP-55 spelling of an address (either case in), for display. */
export function checksumAddress(address: string): Hex {
  const digits = address.slice(2).toLowerCase()
  for (let i = 0; i < 40; i++) ascii[i] = digits.charCodeAt(i)
  const hash = keccak256(ascii)
  let text: Hex = '0x'
  for (let i = 0; i < 40; i++) {
    const nibble = i % 2 === 0 ? hash[i >> 1]! >> 4 : hash[i >> 1]! & 15
    text += nibble >= 8 ? digits[i]!.toUpperCase() : digits[i]
  }
  return text
}

/** The address in lower case, or `undefined`: wrong shape, or mixed case with a wrong EIP-55 checksum (a typing error). */
export function parseEthAddress(text: string): EthAddress | undefined {
  if (!SHAPE.test(text)) return undefined
  const digits = text.slice(2)
  const lower = digits.toLowerCase()
  if (digits !== lower && digits !== digits.toUpperCase() && checksumAddress(text) !== text) return undefined
  return `0x${lower}`
}

/** The address of an uncompressed public key (65 bytes, first byte 4). */
export function addressOfPoint(publicKey65: Uint8Array): EthAddress {
  return `0x${toHex(keccak256(publicKey65.subarray(1)).subarray(12))}`
}
