/** Hexadecimal text with its prefix; lower-case unless a docstring says otherwise. */
export type Hex = `0x${string}`

/** `0x` and lower-case digits, two per byte. */
export function bytesToHex(bytes: Uint8Array): Hex {
  return `0x${toHex(bytes)}`
}

/** Lower-case digits without a prefix. */
export function toHex(bytes: Uint8Array): string {
  return view(bytes).toString('hex')
}

/** The bytes of hexadecimal text, or `undefined` when it is not `0x` followed by an even number of hex digits. */
export function parseHex(text: string): Uint8Array | undefined {
  if (text.charCodeAt(0) !== 48 || (text.charCodeAt(1) | 32) !== 120) return undefined
  return parseDigits(text.slice(2))
}

/** The bytes of trusted hexadecimal text with prefix. Throws RangeError on anything else: outside input goes through `parseHex`. */
export function hexToBytes(hex: string): Uint8Array {
  const bytes = parseHex(hex)
  if (bytes === undefined) throw new RangeError(`not 0x-prefixed hexadecimal: ${hex.slice(0, 80)}`)
  return bytes
}

/** The bytes of trusted hexadecimal text without prefix, either case. Throws RangeError on anything else. */
export function fromHex(text: string): Uint8Array {
  const bytes = parseDigits(text)
  if (bytes === undefined) throw new RangeError(`not hexadecimal: ${text.slice(0, 80)}`)
  return bytes
}

function parseDigits(digits: string): Uint8Array | undefined {
  if (digits.length % 2 !== 0) return undefined
  const out = new Uint8Array(digits.length / 2)
  // Buffer stops silently at the first character that is no digit and tells how far it came.
  return view(out).write(digits, 'hex') === out.length ? out : undefined
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
