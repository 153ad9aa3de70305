import type { State } from '@pegzone/ledger'
import { type Outcome, ok } from '@pegzone/outcome'
import type { TxRejection } from '../errors.ts'
import type { FieldSchema } from '../proto/unknown-fields.ts'

/** What a message handler may know of the block it is in. */
export interface MsgContext {
  readonly chainId: string
  readonly prefix: string
  readonly height: number
  readonly timeNs: bigint
}

/** One kind of message. `M` is its decoded form. */
export interface MsgType<M> {
  readonly typeUrl: string
  /** Value of the `module` attribute that the SDK adds when the handler emitted none. */
  readonly module: string
  readonly schema: FieldSchema
  decode(bytes: Uint8Array): M
  /** Addresses that must sign, in order. */
  signers(message: M): readonly string[]
  /** Stateless checks that the SDK makes before the ante steps. Most checks are the handler's own since SDK 0.50. */
  validate?(message: M, context: MsgContext): Outcome<void, TxRejection>
  /** Gas of the handler. */
  gas(message: M): number
  /** Answers the encoded response message; refusing undoes what it wrote. */
  handle(state: State, context: MsgContext, message: M): Outcome<Uint8Array, TxRejection>
}

/** A message with its type, as the transaction carries it. */
export interface BoundMsg {
  readonly typeUrl: string
  readonly module: string
  readonly signers: readonly string[]
  readonly gas: number
  readonly value: unknown
  validate(context: MsgContext): Outcome<void, TxRejection>
  handle(state: State, context: MsgContext): Outcome<Uint8Array, TxRejection>
}

/** Binds decoded bytes to their handler, so that a transaction holds messages of any type. */
export type MsgBinder = { readonly schema: FieldSchema; bind(bytes: Uint8Array): BoundMsg }

/** Type URL → binder. */
export type MsgRegistry = ReadonlyMap<string, MsgBinder>

export function msgType<M>(type: MsgType<M>): readonly [string, MsgBinder] {
  const { typeUrl, module, schema } = type
  return [
    typeUrl,
    {
      schema,
      bind(bytes) {
        const value = type.decode(bytes)
        return {
          typeUrl,
          module,
          value,
          signers: type.signers(value),
          gas: type.gas(value),
          validate: (context) => type.validate?.(value, context) ?? ok(),
          handle: (state, context) => type.handle(state, context, value),
        }
      },
    },
  ]
}
