import { type Outcome, ok, refuse } from '@pegzone/outcome'
import { bytesToHex, type Hex } from '../bytes/hex.ts'
import { utf8ToBytes } from '../bytes/text.ts'
import { keccak256 } from '../crypto/hashes.ts'
import type { AbiRejection } from '../rejection.ts'
import { codecOf, sequenceCodec } from './codec.ts'
import { type AbiFragment, type Fragment, fragmentOf } from './fragment.ts'
import type { InputsOf, OutputsOf } from './infer.ts'
import { AbiFault, type Codec } from './value.ts'

/** Values of the tuple type `T`, laid out as calldata without selector. */
export interface AbiCodec<T extends readonly unknown[]> {
  /** Throws TypeError or RangeError if a value does not fit its type: values are ours. */
  encode(values: T): Uint8Array
  /** Strict; trailing bytes are refused. Refuses with ENCODING_ABI_MALFORMED. */
  decode(data: Uint8Array): Outcome<T, AbiRejection>
}

export interface AbiFunction<A extends readonly unknown[], R extends readonly unknown[]> {
  readonly name: string
  readonly signature: string
  /** First four bytes of calldata. */
  readonly selector: Hex
  /** Calldata, selector included. */
  encode(args: A): Uint8Array
  /** From calldata, selector included. Bytes behind the arguments are allowed, as the EVM allows them. */
  decodeArgs(calldata: Uint8Array): Outcome<A, AbiRejection>
  encodeResult(values: R): Uint8Array
  decodeResult(data: Uint8Array): Outcome<R, AbiRejection>
}

export interface AbiError<A extends readonly unknown[]> {
  readonly name: string
  readonly signature: string
  readonly selector: Hex
  /** Revert data, selector included. */
  encode(args: A): Uint8Array
  decode(data: Uint8Array): Outcome<A, AbiRejection>
}

/** Compiles a function from text (`function f(uint256 a) returns (bool)`) or from JSON. Throws TypeError on a bad signature. */
export function abiFunction<const F extends string | AbiFragment>(source: F): AbiFunction<InputsOf<F>, OutputsOf<F>> {
  const fragment = fragmentOf('function', source)
  const inputs = sequenceCodec(fragment.inputs.map(codecOf))
  const outputs = sequenceCodec(fragment.outputs.map(codecOf))
  const { head, selector } = selectorOf(fragment)
  const { name, signature } = fragment
  return {
    name,
    signature,
    selector,
    encode: (args) => encodeWith(inputs, args, head),
    decodeArgs: (calldata) => decodeWith<InputsOf<F>>(inputs, calldata, { head, signature, trailing: true }),
    encodeResult: (values) => encodeWith(outputs, values, EMPTY),
    decodeResult: (data) => decodeWith<OutputsOf<F>>(outputs, data, { head: EMPTY, signature, trailing: false }),
  }
}

/** Compiles an error from text (`error Busy(address who)`) or from JSON. */
export function abiError<const F extends string | AbiFragment>(source: F): AbiError<InputsOf<F>> {
  const fragment = fragmentOf('error', source)
  const inputs = sequenceCodec(fragment.inputs.map(codecOf))
  const { head, selector } = selectorOf(fragment)
  const { name, signature } = fragment
  return {
    name,
    signature,
    selector,
    encode: (args) => encodeWith(inputs, args, head),
    decode: (data) => decodeWith<InputsOf<F>>(inputs, data, { head, signature, trailing: false }),
  }
}

/** Compiles a bare list of types, e.g. `(bytes32 path, bytes32 commitment)[] packets, bytes[] signatures`, for `abi.encode`. */
export function abiCodec<const S extends string>(types: S): AbiCodec<InputsOf<`x(${S})`>> {
  const signature = `(${types})`
  const codec = sequenceCodec(fragmentOf('function', `x${signature}`).inputs.map(codecOf))
  return {
    encode: (values) => encodeWith(codec, values, EMPTY),
    decode: (data) => decodeWith<InputsOf<`x(${S})`>>(codec, data, { head: EMPTY, signature, trailing: false }),
  }
}

const EMPTY = new Uint8Array(0)

function selectorOf({ signature }: Fragment): { readonly head: Uint8Array; readonly selector: Hex } {
  const head = keccak256(utf8ToBytes(signature)).slice(0, 4)
  return { head, selector: bytesToHex(head) }
}

export function encodeWith(codec: Codec, values: readonly unknown[], head: Uint8Array): Uint8Array {
  const out = new Uint8Array(head.length + codec.measure(values))
  out.set(head)
  codec.write(new DataView(out.buffer), head.length, values)
  return out
}

interface DecodeOptions {
  readonly head: Uint8Array
  readonly signature: string
  readonly trailing: boolean
}

export function decodeWith<T>(
  codec: Codec,
  data: Uint8Array,
  { head, signature, trailing }: DecodeOptions,
): Outcome<T, AbiRejection> {
  for (let i = 0; i < head.length; i++)
    if (data[i] !== head[i]) return malformed(signature, 'selector of another function')
  const length = data.byteLength - head.length
  const bytes = new Uint8Array(data.buffer, data.byteOffset + head.length, length)
  const cursor = { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, length), end: length, at: 0 }
  try {
    const values = codec.read(cursor) as T
    if (!trailing && cursor.at !== length) return malformed(signature, 'bytes behind the last value')
    return ok(values)
  } catch (fault) {
    if (fault instanceof AbiFault) return malformed(signature, fault.detail)
    throw fault
  }
}

function malformed(signature: string, detail: string): Outcome<never, AbiRejection> {
  return refuse({ code: 'ENCODING_ABI_MALFORMED', signature, detail })
}
