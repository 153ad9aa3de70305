import { codec } from './codecs.ts'
import type { Codec } from './types.ts'

/**
 * Plain data as JSON, canonical: object keys sorted, undefined fields left out, bigint as {"$big":"12"} and bytes as
 * {"$bytes":"0a"}. For rows that are read seldom; a `record` is smaller and faster. A number must be finite.
 */
export function jsonCodec<T>(): Codec<T> {
  return codec<T>(
    (value, out) => out.utf8(canonicalJson(value)),
    (bytes) => JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'), revive) as T,
  )
}

export function canonicalJson(value: unknown): string {
  if (typeof value === 'bigint') return `{"$big":"${value}"}`
  if (value instanceof Uint8Array) return `{"$bytes":"${Buffer.from(value).toString('hex')}"}`
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const object = value as Record<string, unknown>
    const fields = Object.keys(object)
      .filter((name) => object[name] !== undefined)
      .sort()
      .map((name) => `${JSON.stringify(name)}:${canonicalJson(object[name])}`)
    return `{${fields.join(',')}}`
  }
  const text = JSON.stringify(value)
  if (text === undefined || (typeof value === 'number' && !Number.isFinite(value)))
    throw new TypeError(`not plain data: ${String(value)}`)
  return text
}

function revive(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const { $big, $bytes, ...rest } = value as Record<string, unknown>
  if (Object.keys(rest).length > 0) return value
  if (typeof $big === 'string' && $bytes === undefined) return BigInt($big)
  if (typeof $bytes === 'string' && $big === undefined) return Uint8Array.from(Buffer.from($bytes, 'hex'))
  return value
}
