import { type TypedDataDomain, type TypedDataTypes, typedDataDigest } from '@pegzone/encoding'
import { invalidParams } from './errors.ts'
import { addressParam, boolParam, bytesParam, isMissing, isObject } from './params.ts'

/** Digest of eth_signTypedData_v4's JSON (object or text): EIP-712 with values as wallets write them. Throws -32602. */
export function typedDataParam(value: unknown): Uint8Array {
  const data = typeof value === 'string' ? parseJson(value) : value
  if (!isObject(data)) throw invalidParams('invalid argument 1: typed data expected')
  const { types, primaryType, message } = data
  if (!isTypes(types) || typeof primaryType !== 'string' || types[primaryType] === undefined) {
    throw invalidParams('invalid argument 1: typed data without types or primaryType')
  }
  const { EIP712Domain: _, ...structs } = types
  try {
    const digested = structOf(structs, primaryType, message) as object
    return typedDataDigest(domainOf(data['domain']), structs, primaryType, digested)
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError)
      throw invalidParams(`invalid typed data: ${error.message}`)
    throw error
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalidParams('invalid argument 1: typed data is no JSON')
  }
}

function isTypes(value: unknown): value is TypedDataTypes {
  const isMember = (member: unknown) =>
    isObject(member) && typeof member['name'] === 'string' && typeof member['type'] === 'string'
  return isObject(value) && Object.values(value).every((type) => Array.isArray(type) && type.every(isMember))
}

function domainOf(value: unknown): TypedDataDomain {
  if (!isObject(value)) throw invalidParams('invalid typed data: domain missing')
  const domain: Record<string, unknown> = {}
  for (const [name, type] of DOMAIN_TYPES) if (!isMissing(value[name])) domain[name] = toAbi({}, type, value[name])
  return domain
}

const DOMAIN_TYPES = [
  ['name', 'string'],
  ['version', 'string'],
  ['chainId', 'uint256'],
  ['verifyingContract', 'address'],
  ['salt', 'bytes32'],
] as const

function structOf(types: TypedDataTypes, name: string, value: unknown): unknown {
  if (!isObject(value)) throw invalidParams(`invalid typed data: ${name} expected`)
  return Object.fromEntries(types[name]!.map((member) => [member.name, toAbi(types, member.type, value[member.name])]))
}

/** JSON to the values of the ABI codec: numbers bigint, bytes Uint8Array, addresses lower-case. */
function toAbi(types: TypedDataTypes, type: string, value: unknown): unknown {
  const element = /^(.*)\[\d*\]$/.exec(type)?.[1]
  if (element !== undefined) {
    if (!Array.isArray(value)) throw invalidParams(`invalid typed data: ${type} expected`)
    return value.map((item) => toAbi(types, element, item))
  }
  if (types[type] !== undefined) return structOf(types, type, value)
  if (type === 'string') return typeof value === 'string' ? value : wrong(type)
  if (type === 'bool') return boolParam(value, type)
  if (type === 'address') return addressParam(value, type)
  if (type.startsWith('bytes')) return bytesParam(value, type)
  return integerOf(type, value)
}

function integerOf(type: string, value: unknown): bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value)
  if (typeof value === 'string' && /^(-?\d{1,78}|0x[0-9a-fA-F]{1,64})$/.test(value)) return BigInt(value)
  return wrong(type)
}

function wrong(type: string): never {
  throw invalidParams(`invalid typed data: ${type} expected`)
}
