/** Runs a protobuf decoder over outside bytes; undefined if they are malformed. The decoders throw plain errors. */
export function tryDecode<T>(decode: (bytes: Uint8Array) => T, bytes: Uint8Array): T | undefined {
  try {
    return decode(bytes)
  } catch (error) {
    if (error instanceof Error) return undefined
    throw error
  }
}
