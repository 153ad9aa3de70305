import { bytesToHex, type EthAddress, type Hex, parseHex } from '@pegzone/encoding'
import type { RpcParams } from '../server/types.ts'
import { invalidParams } from './errors.ts'

/** Readers of JSON-RPC parameters. All throw -32602 and name the position of what is wrong. */

export function positional(params: RpcParams): readonly unknown[] {
  if (!Array.isArray(params)) throw invalidParams('params must be an array')
  return params
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A parameter that is absent, null or undefined. */
export function isMissing(value: unknown): value is null | undefined {
  return value === undefined || value === null
}

function bad(name: string, problem: string): never {
  throw invalidParams(`invalid argument ${name}: ${problem}`)
}

export function bytesParam(value: unknown, name: string): Uint8Array {
  if (isMissing(value)) return bad(name, 'missing value')
  const bytes = typeof value === 'string' ? parseHex(value) : undefined
  return bytes ?? bad(name, 'hex string expected')
}

export function hashParam(value: unknown, name: string): Hex {
  const bytes = bytesParam(value, name)
  if (bytes.length !== 32) return bad(name, `hex string has ${bytes.length} bytes, want 32`)
  return bytesToHex(bytes)
}

/** Any case: geth does not check checksums either. */
export function addressParam(value: unknown, name: string): EthAddress {
  const bytes = bytesParam(value, name)
  if (bytes.length !== 20) return bad(name, `hex string has ${bytes.length} bytes, want 20`)
  return bytesToHex(bytes)
}

/** Hex quantity; decimal digits and safe integers are taken too, as test clients send them. Not negative. */
export function quantityParam(value: unknown, name: string): bigint {
  if (isMissing(value)) return bad(name, 'missing value')
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return BigInt(value)
  if (typeof value === 'string' && /^(0x[0-9a-fA-F]{1,64}|[0-9]{1,78})$/.test(value)) return BigInt(value)
  return bad(name, 'quantity expected')
}

/** A quantity that counts things here: at most 2^53 − 1. */
export function countParam(value: unknown, name: string): number {
  const count = quantityParam(value, name)
  if (count > BigInt(Number.MAX_SAFE_INTEGER)) return bad(name, 'number too large')
  return Number(count)
}

export function boolParam(value: unknown, name: string): boolean {
  if (isMissing(value)) return false
  return typeof value === 'boolean' ? value : bad(name, 'boolean expected')
}

/** `0x` and digits without leading zeros. */
export function quantity(value: bigint | number): Hex {
  return `0x${value.toString(16)}`
}
