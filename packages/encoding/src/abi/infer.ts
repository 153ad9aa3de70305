import type { EthAddress } from '../keys/eth-address.ts'
import type { AbiFragment, AbiParameter } from './fragment.ts'
import type { AbiValue } from './value.ts'

/** TypeScript type of the values of one parameter of a JSON ABI declared `as const`. */
export type ValueOf<P extends AbiParameter> = TypedValue<P['type'], P['components']>

/** Types of a parameter list, in order. */
export type ValuesOf<P> = P extends readonly AbiParameter[] ? Mapped<P> : readonly AbiValue[]
type Mapped<P extends readonly AbiParameter[]> = { readonly [I in keyof P]: ValueOf<P[I]> }

/** Argument types of a fragment in JSON or in text. Text with nested parentheses falls back to `AbiValue`. */
export type InputsOf<F> = F extends AbiFragment
  ? F extends { readonly inputs: infer P }
    ? ValuesOf<P>
    : readonly []
  : F extends `${string}(${infer P})${infer Rest}`
    ? TextInputs<P, Rest>
    : readonly AbiValue[]

export type OutputsOf<F> = F extends AbiFragment
  ? F extends { readonly outputs: infer P }
    ? ValuesOf<P>
    : readonly []
  : F extends `${string}returns${' ' | ''}(${infer P})`
    ? Nested<P> extends true
      ? readonly AbiValue[]
      : TextValues<P>
    : F extends `${string}returns${string}`
      ? readonly AbiValue[]
      : string extends F
        ? readonly AbiValue[]
        : readonly []

type TypedValue<T extends string, C> = T extends `${infer E}[]`
  ? readonly TypedValue<E, C>[]
  : T extends `${infer E}[${number}]`
    ? readonly TypedValue<E, C>[]
    : T extends 'tuple'
      ? C extends readonly AbiParameter[]
        ? { readonly [M in C[number] as M['name'] extends string ? M['name'] : never]: ValueOf<M> }
        : AbiValue
      : T extends 'address'
        ? EthAddress
        : T extends 'bool'
          ? boolean
          : T extends 'string'
            ? string
            : T extends `bytes${string}`
              ? Uint8Array
              : T extends `${'' | 'u'}int${string}`
                ? bigint
                : AbiValue

/** Also true for text that is not known at compile time: neither can be split into types. */
type Nested<S extends string> = string extends S ? true : S extends `${string}(${string}` ? true : false

type TextInputs<P extends string, Rest extends string> =
  Nested<P> extends true
    ? readonly AbiValue[]
    : Rest extends `)${string}` | `[${string}`
      ? readonly AbiValue[]
      : TextValues<P>

type TextValues<S extends string> = S extends ''
  ? readonly []
  : S extends `${infer Head},${infer Tail}`
    ? readonly [TextValue<Trim<Head>>, ...TextValues<Trim<Tail>>]
    : readonly [TextValue<Trim<S>>]

type TextValue<S extends string> = S extends `${infer T} ${string}`
  ? TypedValue<T, undefined>
  : TypedValue<S, undefined>

type Trim<S extends string> = S extends ` ${infer T}` | `${infer T} ` ? Trim<T> : S
