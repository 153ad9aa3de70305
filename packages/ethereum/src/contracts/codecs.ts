import {
  type AbiError,
  type AbiEvent,
  type AbiFragment,
  type AbiFunction,
  abiError,
  abiEvent,
  abiFunction,
  type EthAddress,
  type InputsOf,
  type OutputsOf,
} from '@pegzone/encoding'
import type { State } from '@pegzone/ledger'
import { type Outcome, refuse } from '@pegzone/outcome'
import type { EvmLog, Revert } from '../chain/built-in.ts'

/** A generated ABI of `@pegzone/contracts`. */
export type Abi = readonly (AbiFragment & { readonly stateMutability?: string })[]
type Kind = 'function' | 'event' | 'error'
type NameOf<A extends Abi, K extends Kind> = Extract<A[number], { readonly type: K; readonly name: string }>['name']
type ItemOf<A extends Abi, K extends Kind, N> = Extract<A[number], { readonly type: K; readonly name: N }>

export type FunctionName<A extends Abi> = NameOf<A, 'function'>
export type ArgsOf<A extends Abi, N> = InputsOf<ItemOf<A, 'function', N>>
export type ResultOf<A extends Abi, N> = OutputsOf<ItemOf<A, 'function', N>>

export function functionCodec<A extends Abi, N extends FunctionName<A>>(
  abi: A,
  name: N,
): AbiFunction<ArgsOf<A, N>, ResultOf<A, N>> {
  return abiFunction(itemOf(abi, 'function', name))
}

/** Emits an event of `abi` with its arguments in declaration order. */
export function emitter<A extends Abi, N extends NameOf<A, 'event'>>(
  abi: A,
  name: N,
): (state: State, address: EthAddress, ...args: InputsOf<ItemOf<A, 'event', N>>) => void {
  const codec = abiEvent(itemOf(abi, 'event', name))
  return (state, address, ...args) => state.emit(new Log(address, codec, args))
}

/** Refuses with a custom error of `abi`, its arguments in declaration order. */
export function refusal<A extends Abi, N extends NameOf<A, 'error'>>(
  abi: A,
  name: N,
): (...args: InputsOf<ItemOf<A, 'error', N>>) => Outcome<never, Revert> {
  const codec: AbiError<InputsOf<ItemOf<A, 'error', N>>> = abiError(itemOf(abi, 'error', name))
  return (...args) =>
    refuse({ code: 'ETHEREUM_REVERT', data: codec.encode(args), reason: `${name}(${args.map(String).join(', ')})` })
}

/** A refusal without data: what bytecode answers to a call it does not understand. */
export function emptyRevert(reason: string): Outcome<never, Revert> {
  return refuse({ code: 'ETHEREUM_REVERT', data: new Uint8Array(), reason })
}

function itemOf<A extends Abi, K extends Kind, N>(abi: A, type: K, name: N): ItemOf<A, K, N> {
  const item = abi.find((each) => each.type === type && each.name === name)
  if (item === undefined) throw new Error(`no ${type} ${name} in the ABI`)
  return item as ItemOf<A, K, N>
}

type AnyEvent = AbiEvent<readonly never[]>

/** Encoded on first use: a simulated world emits millions of logs that nobody reads. */
class Log implements EvmLog {
  readonly type = 'log'
  readonly address: EthAddress
  readonly #codec: AnyEvent
  readonly #args: readonly unknown[]
  #encoded: ReturnType<AnyEvent['encode']> | undefined

  constructor(address: EthAddress, codec: AnyEvent, args: readonly unknown[]) {
    this.address = address
    this.#codec = codec
    this.#args = args
  }

  get topics(): EvmLog['topics'] {
    return this.#encode().topics
  }

  get data(): Uint8Array {
    return this.#encode().data
  }

  #encode(): ReturnType<AnyEvent['encode']> {
    this.#encoded ??= this.#codec.encode(this.#args as readonly never[])
    return this.#encoded
  }
}
