import { u32Key } from './key-codecs.ts'

/** An index entry is stored under its key and the height of its block, so that dropping the block drops just that. */

const end = '\0\x01'
const heightSize = 8

function escaped(key: string): string {
  return key.includes('\0') ? key.replaceAll('\0', '\0\xff') : key
}

/** Start of the stored keys of one entry, whatever its height. */
export function entryPrefix(key: string): string {
  return escaped(key) + end
}

/** Start of the stored keys of all entries whose key starts with `prefix`. */
export function searchPrefix(prefix: string): string {
  return escaped(prefix)
}

export function entryKey(key: string, height: number): string {
  return entryPrefix(key) + heightKey(height)
}

/** 8 bytes, big-endian. */
export function heightKey(height: number): string {
  return u32Key.encode(Math.floor(height / 2 ** 32)) + u32Key.encode(height >>> 0)
}

export function parseEntry(stored: string): { readonly key: string; readonly height: number } {
  const cut = stored.length - heightSize
  let height = 0
  for (let at = cut; at < stored.length; at++) height = height * 256 + stored.charCodeAt(at)
  return { key: stored.slice(0, cut - end.length).replaceAll('\0\xff', '\0'), height }
}

/** The first string after all that start with `prefix`; undefined if there is none. */
export function afterPrefix(prefix: string): string | undefined {
  for (let at = prefix.length - 1; at >= 0; at--) {
    const byte = prefix.charCodeAt(at)
    if (byte < 0xff) return prefix.slice(0, at) + String.fromCharCode(byte + 1)
  }
  return undefined
}
