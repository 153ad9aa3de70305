import { type Outcome, ok, refuse } from '@pegzone/outcome'
import { bytesToHex, type Hex, hexToBytes } from '../bytes/hex.ts'
import { utf8ToBytes } from '../bytes/text.ts'
import { keccak256 } from '../crypto/hashes.ts'
import type { AbiRejection } from '../rejection.ts'
import { decodeWith, encodeWith } from './abi.ts'
import { codecOf, sequenceCodec } from './codec.ts'
import { type AbiFragment, fragmentOf } from './fragment.ts'
import type { InputsOf } from './infer.ts'
import type { Codec } from './value.ts'

export interface LogContent {
  /** 32 bytes each; the first is the hash of the signature. */
  readonly topics: readonly Hex[]
  readonly data: Uint8Array
}

export interface AbiEvent<A extends readonly unknown[]> {
  readonly name: string
  readonly signature: string
  readonly topic0: Hex
  encode(args: A): LogContent
  /** Arguments in order. An indexed `string`, `bytes`, array or tuple is only its hash, as Uint8Array whatever its type says. */
  decode(log: LogContent): Outcome<A, AbiRejection>
}

/** Compiles an event from text (`event Sent(address indexed who, uint256 amount)`) or from JSON. Anonymous events are not supported. */
export function abiEvent<const F extends string | AbiFragment>(source: F): AbiEvent<InputsOf<F>> {
  const { name, signature, inputs } = fragmentOf('event', source)
  if (inputs.filter(({ indexed }) => indexed).length > 3)
    throw new TypeError(`more than 3 indexed parameters: ${signature}`)
  const topic0 = bytesToHex(keccak256(utf8ToBytes(signature)))
  const codecs = inputs.map((input) => ({
    codec: codecOf(input),
    indexed: input.indexed === true,
    hashed: isHashed(input.type),
  }))
  const body = sequenceCodec(codecs.filter(({ indexed }) => !indexed).map(({ codec }) => codec))
  const topicCodec = sequenceCodec(
    codecs.filter(({ indexed }) => indexed).map(({ codec, hashed }) => (hashed ? codecOf({ type: 'bytes32' }) : codec)),
  )
  return {
    name,
    signature,
    topic0,
    encode(args) {
      if (args.length !== codecs.length) throw new TypeError(`expected ${codecs.length} values, not ${args.length}`)
      const topics = [topic0]
      const rest: unknown[] = []
      for (let i = 0; i < codecs.length; i++) {
        const { codec, indexed, hashed } = codecs[i]!
        if (!indexed) rest.push(args[i])
        else topics.push(bytesToHex(hashed ? hashInPlace(codec, args[i]) : encodeWith(codec, args[i] as never, EMPTY)))
      }
      return { topics, data: encodeWith(body, rest, EMPTY) }
    },
    decode({ topics, data }) {
      if (topics[0] !== topic0 || topics.length !== topicCount(codecs)) {
        return refuse({ code: 'ENCODING_ABI_MALFORMED', signature, detail: 'topics of another event' })
      }
      const words = new Uint8Array(32 * (topics.length - 1))
      for (let i = 1; i < topics.length; i++) words.set(hexToBytes(topics[i]!), 32 * (i - 1))
      const options = { head: EMPTY, signature, trailing: false }
      const fromTopics = decodeWith<unknown[]>(topicCodec, words, options)
      if (!fromTopics.ok) return fromTopics
      const fromData = decodeWith<unknown[]>(body, data, options)
      if (!fromData.ok) return fromData
      const args = codecs.map(({ indexed }) => (indexed ? fromTopics.value : fromData.value).shift())
      // The codecs were compiled from the same fragment that the type was inferred from.
      return ok(args as readonly unknown[] as InputsOf<F>)
    },
  }
}

const EMPTY = new Uint8Array(0)

function topicCount(codecs: readonly { readonly indexed: boolean }[]): number {
  return 1 + codecs.filter(({ indexed }) => indexed).length
}

/** Values that do not fit a word by definition, whatever their length, are hashed. */
function isHashed(type: string): boolean {
  return type === 'string' || type === 'bytes' || type.endsWith(']') || type.startsWith('tuple')
}

function hashInPlace(codec: Codec, value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return keccak256(value)
  if (typeof value === 'string') return keccak256(utf8ToBytes(value))
  const out = new Uint8Array(codec.measureInPlace(value))
  codec.writeInPlace(new DataView(out.buffer), 0, value)
  return keccak256(out)
}
