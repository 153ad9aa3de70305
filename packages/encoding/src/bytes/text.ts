const encoder = new TextEncoder()
/** The byte order mark is data here: a packet's bytes must survive the round trip. */
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export function utf8ToBytes(text: string): Uint8Array {
  return encoder.encode(text)
}

/** UTF-8 text; invalid sequences become U+FFFD. For input that must be valid use `parseUtf8`. */
export function bytesToUtf8(bytes: Uint8Array): string {
  return view(bytes).toString('utf8')
}

/** UTF-8 text, or `undefined` when the bytes are not valid UTF-8. */
export function parseUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

/** One char per byte, each < 256: JavaScript's string order is then the byte order. */
export function bytesToKey(bytes: Uint8Array): string {
  return view(bytes).toString('latin1')
}

/** Inverse of `bytesToKey`. A char ≥ 256 is a bug of the caller and loses its high byte. */
export function keyToBytes(key: string): Uint8Array {
  const out = new Uint8Array(key.length)
  for (let i = 0; i < key.length; i++) out[i] = key.charCodeAt(i)
  return out
}

/** Standard alphabet with padding. */
export function base64Encode(bytes: Uint8Array): string {
  return view(bytes).toString('base64')
}

/** The bytes of standard base64 with padding, or `undefined` for anything not canonical (spaces, url alphabet, stray bits). */
export function base64Decode(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const out = new Uint8Array((text.length / 4) * 3 - padding)
  if (view(out).write(text, 'base64') !== out.length) return undefined
  return base64Encode(out) === text ? out : undefined
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
