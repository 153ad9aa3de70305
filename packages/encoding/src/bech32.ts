const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const VALUE_OF: readonly number[] = Array.from({ length: 128 }, (_, code) =>
  ALPHABET.indexOf(String.fromCharCode(code)),
)
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]

export interface Bech32 {
  readonly prefix: string
  readonly bytes: Uint8Array
}

/**
 * Bech32 text (BIP-173) of `bytes`, checksum included. Prefix: lower-case, 1 to 83 printable ASCII characters.
 * Throws RangeError on another prefix: it comes from configuration that was checked before.
 */
export function bech32Encode(prefix: string, bytes: Uint8Array): string {
  if (!isPrefix(prefix)) throw new RangeError(`not a bech32 prefix: ${prefix}`)
  const words = regroup(bytes, 8, 5, true)!
  let text = `${prefix}1`
  let sum = checksumOf(prefix)
  for (const word of words) {
    sum = step(sum) ^ word
    text += ALPHABET[word]
  }
  for (let i = 0; i < 6; i++) sum = step(sum)
  sum ^= 1
  for (let i = 0; i < 6; i++) text += ALPHABET[(sum >>> (5 * (5 - i))) & 31]
  return text
}

/** Prefix and bytes, or `undefined`: mixed case, bad character, wrong checksum, non-zero padding. No length limit (Cosmos has none at 90). */
export function bech32Decode(text: string): Bech32 | undefined {
  const lower = text.toLowerCase()
  if (text !== lower && text !== text.toUpperCase()) return undefined
  const split = lower.lastIndexOf('1')
  if (split < 1 || split + 7 > lower.length || lower.length > 1023) return undefined
  const prefix = lower.slice(0, split)
  if (!isPrefix(prefix)) return undefined
  let sum = checksumOf(prefix)
  const words = new Uint8Array(lower.length - split - 1)
  for (let i = 0; i < words.length; i++) {
    const value = VALUE_OF[lower.charCodeAt(split + 1 + i)] ?? -1
    if (value < 0) return undefined
    words[i] = value
    sum = step(sum) ^ value
  }
  if (sum !== 1) return undefined
  const bytes = regroup(words.subarray(0, -6), 5, 8, false)
  return bytes && { prefix, bytes }
}

function isPrefix(prefix: string): boolean {
  return prefix.length >= 1 && prefix.length <= 83 && /^[!-@[-~]+$/.test(prefix)
}

function checksumOf(prefix: string): number {
  let sum = 1
  for (let i = 0; i < prefix.length; i++) sum = step(sum) ^ (prefix.charCodeAt(i) >> 5)
  sum = step(sum)
  for (let i = 0; i < prefix.length; i++) sum = step(sum) ^ (prefix.charCodeAt(i) & 31)
  return sum
}

function step(sum: number): number {
  const top = sum >>> 25
  let next = (sum & 0x1ffffff) << 5
  for (let i = 0; i < 5; i++) if ((top >>> i) & 1) next ^= GENERATOR[i]!
  return next
}

/** Regroups bits from words of `from` bits to words of `to` bits; without `pad` the left-over bits must be zero and fewer than `from`. */
function regroup(input: Uint8Array, from: number, to: number, pad: boolean): Uint8Array | undefined {
  const bits = input.length * from
  const out = new Uint8Array(pad ? Math.ceil(bits / to) : Math.floor(bits / to))
  let buffer = 0
  let held = 0
  let at = 0
  for (const word of input) {
    buffer = ((buffer << from) | word) & 0xfff
    held += from
    while (held >= to) {
      held -= to
      out[at++] = (buffer >>> held) & ((1 << to) - 1)
    }
  }
  if (pad) {
    if (held > 0) out[at] = (buffer << (to - held)) & ((1 << to) - 1)
    return out
  }
  return held < from && (buffer & ((1 << held) - 1)) === 0 ? out : undefined
}
