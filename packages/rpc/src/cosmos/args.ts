import { base64Decode, parseHex } from '@pegzone/encoding'
import { type RpcContext, RpcError, type RpcParams, rpcCodes } from '../server/types.ts'

/** How CometBFT reads an argument: `base64` and `hex` are bytes in JSON; both are 0x-hex or quoted text in the URI form. */
type Kind = 'int' | 'bool' | 'text' | 'hex' | 'base64'
type Value<K extends Kind> = K extends 'int'
  ? number
  : K extends 'bool'
    ? boolean
    : K extends 'text'
      ? string
      : Uint8Array
export type ArgSpec = Readonly<Record<string, Kind>>
/** Absent, null and empty texts are undefined. */
export type Args<S extends ArgSpec> = { readonly [N in keyof S]: Value<S[N]> | undefined }

/** Named or positional arguments in the order of `spec`. Throws -32602 with CometBFT's shape. Unknown names are ignored. */
export function readArgs<const S extends ArgSpec>(spec: S, params: RpcParams, { transport }: RpcContext): Args<S> {
  const names = Object.keys(spec)
  if (Array.isArray(params) && params.length > names.length) {
    throw invalidParams(`expected ${names.length} parameters (${names.join(', ')}), got ${params.length}`)
  }
  const read: Record<string, unknown> = {}
  for (const [at, name] of names.entries()) {
    const given = Array.isArray(params) ? params[at] : (params as Readonly<Record<string, unknown>>)[name]
    const kind = spec[name] as Kind
    read[name] =
      given === undefined || given === null || given === '' ? undefined : readers[kind](given, name, transport)
  }
  return read as Args<S>
}

type Reader = (given: unknown, name: string, transport: RpcContext['transport']) => unknown

const readers: Readonly<Record<Kind, Reader>> = {
  int(given, name, transport) {
    const text = typeof given === 'string' ? (transport === 'uri' ? unquote(given) : given) : given
    const value = typeof text === 'string' && /^-?\d{1,19}$/.test(text) ? Number(text) : text
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw invalidParams(`${name}: not an integer`)
    return value
  },
  bool(given, name) {
    if (given === true || given === 'true') return true
    if (given === false || given === 'false') return false
    throw invalidParams(`${name}: not true or false`)
  },
  text(given, name, transport) {
    if (typeof given !== 'string') throw invalidParams(`${name}: not a string`)
    return transport === 'uri' ? unquote(given) : given
  },
  hex(given, name, transport) {
    if (typeof given !== 'string') throw invalidParams(`${name}: not hexadecimal text`)
    if (transport === 'uri') return uriBytes(given, name)
    const bytes = parseHex(given.startsWith('0x') ? given : `0x${given}`)
    if (bytes === undefined) throw invalidParams(`${name}: not hexadecimal`)
    return bytes
  },
  base64(given, name, transport) {
    if (typeof given !== 'string') throw invalidParams(`${name}: not base64 text`)
    if (transport === 'uri') return uriBytes(given, name)
    const bytes = base64Decode(given)
    if (bytes === undefined) throw invalidParams(`${name}: not standard base64`)
    return bytes
  },
}

/** `0x…` is hexadecimal, `"…"` is the text itself. */
function uriBytes(given: string, name: string): Uint8Array {
  const bytes = given.startsWith('0x') ? parseHex(given) : new TextEncoder().encode(unquote(given))
  if (bytes === undefined) throw invalidParams(`${name}: not hexadecimal`)
  return bytes
}

/** The URI form quotes strings; people forget, and nothing is lost by taking the bare text. */
function unquote(text: string): string {
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text
}

export function invalidParams(detail: string): RpcError {
  return new RpcError(rpcCodes.invalidParams, 'Invalid params', detail)
}

/** How CometBFT reports that a method refused: everything is an internal error whose `data` says why. */
export function refused(detail: string): RpcError {
  return new RpcError(rpcCodes.internal, 'Internal error', detail)
}
