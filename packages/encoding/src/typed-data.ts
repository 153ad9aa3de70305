import { primitiveCodec } from './abi/primitive.ts'
import { concatBytes } from './bytes/bytes.ts'
import type { Hex } from './bytes/hex.ts'
import { utf8ToBytes } from './bytes/text.ts'
import { keccak256 } from './crypto/hashes.ts'

/** EIP-712. Only the members that are given take part. */
export interface TypedDataDomain {
  readonly name?: string
  readonly version?: string
  readonly chainId?: bigint
  readonly verifyingContract?: Hex
  readonly salt?: Uint8Array
}

export interface TypedDataMember {
  readonly name: string
  readonly type: string
}

/** Struct types by name, without EIP712Domain. */
export type TypedDataTypes = Readonly<Record<string, readonly TypedDataMember[]>>

export interface TypedDataHasher {
  /** The 32 bytes to sign: keccak256(0x1901, domain separator, struct hash). */
  digest(message: object): Uint8Array
  /** Hash of the struct alone. */
  hashStruct(message: object): Uint8Array
  readonly domainSeparator: Uint8Array
}

/**
 * Compiles types and domain once, for many messages. Values are those of the ABI codec: numbers bigint, bytes Uint8Array.
 * Throws TypeError on an unknown type, RangeError on a value out of range: both are ours.
 */
export function typedDataHasher(domain: TypedDataDomain, types: TypedDataTypes, primaryType: string): TypedDataHasher {
  const members = DOMAIN_MEMBERS.filter(({ name }) => domain[name as keyof TypedDataDomain] !== undefined)
  const domainSeparator = compile({ EIP712Domain: members }, 'EIP712Domain')(domain)
  const hashStruct = compile(types, primaryType)
  const prefix = concatBytes(Uint8Array.of(0x19, 0x01), domainSeparator)
  return { hashStruct, domainSeparator, digest: (message) => keccak256(concatBytes(prefix, hashStruct(message))) }
}

/** One message; for many of one kind keep a `typedDataHasher`. */
export function typedDataDigest(
  domain: TypedDataDomain,
  types: TypedDataTypes,
  primaryType: string,
  message: object,
): Uint8Array {
  return typedDataHasher(domain, types, primaryType).digest(message)
}

const DOMAIN_MEMBERS: readonly TypedDataMember[] = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
  { name: 'salt', type: 'bytes32' },
]

/** The 32-byte word that stands for a value in the encoding of its struct. */
type ToWord = (value: unknown) => Uint8Array
type HashStruct = (message: object) => Uint8Array

function compile(types: TypedDataTypes, primaryType: string): HashStruct {
  const compiled = new Map<string, HashStruct>()
  const structOf = (name: string): HashStruct => {
    const known = compiled.get(name)
    if (known !== undefined) return known
    // Filed before its members are compiled: a struct may contain itself in an array.
    let hash: HashStruct = () => new Uint8Array(32)
    compiled.set(name, (message) => hash(message))
    const typeHash = keccak256(utf8ToBytes(encodeType(types, name)))
    const words = types[name]!.map(({ name: member, type }) => ({ member, toWord: wordOf(type) }))
    hash = (message) => {
      const object = message as Readonly<Record<string, unknown>>
      return keccak256(concatBytes(typeHash, ...words.map(({ member, toWord }) => toWord(object[member]))))
    }
    return hash
  }
  const wordOf = (type: string): ToWord => {
    const array = /^(.*)\[(\d*)\]$/.exec(type)
    if (array !== null) return arrayWord(wordOf(array[1]!), array[2]!)
    if (types[type] !== undefined) return structOf(type) as ToWord
    if (type === 'bytes') return (value) => keccak256(value as Uint8Array)
    if (type === 'string') return (value) => keccak256(utf8ToBytes(value as string))
    const codec = primitiveCodec(type)
    return (value) => {
      const word = new Uint8Array(32)
      codec.write(new DataView(word.buffer), 0, value)
      return word
    }
  }
  if (types[primaryType] === undefined) throw new TypeError(`no type ${primaryType}`)
  return structOf(primaryType)
}

function arrayWord(element: ToWord, length: string): ToWord {
  return (value) => {
    const values = value as readonly unknown[]
    if (length !== '' && values.length !== Number(length))
      throw new RangeError(`not ${length} elements: ${values.length}`)
    return keccak256(concatBytes(...values.map(element)))
  }
}

/** `Mail(Person from,string text)Person(string name)`: the type, then all it refers to by name. */
function encodeType(types: TypedDataTypes, primary: string): string {
  const found = new Set<string>()
  const visit = (name: string): void => {
    if (found.has(name) || types[name] === undefined) return
    found.add(name)
    for (const { type } of types[name]) visit(type.replace(/\[.*$/, ''))
  }
  visit(primary)
  found.delete(primary)
  return [primary, ...[...found].sort()]
    .map((name) => `${name}(${types[name]!.map(({ type, name: member }) => `${type} ${member}`).join(',')})`)
    .join('')
}
