import { type Outcome, ok, refuse } from '@pegzone/outcome'
import { MsgMultiSend, MsgSend } from 'cosmjs-types/cosmos/bank/v1beta1/tx'
import type { Any } from 'cosmjs-types/google/protobuf/any'
import { MsgTransfer } from 'cosmjs-types/ibc/applications/transfer/v1/tx'
import {
  MsgAcknowledgement,
  MsgChannelCloseConfirm,
  MsgChannelCloseInit,
  MsgChannelOpenAck,
  MsgChannelOpenConfirm,
  MsgChannelOpenInit,
  MsgChannelOpenTry,
  MsgRecvPacket,
  MsgTimeout,
  MsgTimeoutOnClose,
} from 'cosmjs-types/ibc/core/channel/v1/tx'
import { MsgCreateClient, MsgSubmitMisbehaviour, MsgUpdateClient } from 'cosmjs-types/ibc/core/client/v1/tx'
import {
  MsgConnectionOpenAck,
  MsgConnectionOpenConfirm,
  MsgConnectionOpenInit,
  MsgConnectionOpenTry,
} from 'cosmjs-types/ibc/core/connection/v1/tx'
import type { ProtobufRejection } from '../rejection.ts'

/** The part of a generated protobuf type in use: cosmjs-types, telescope and ts-proto produce it alike. */
export interface MessageType<M> extends MessageDecoder<M> {
  encode(message: M): { finish(): Uint8Array }
}

export interface MessageDecoder<M> {
  readonly typeUrl: string
  decode(bytes: Uint8Array): M
}

/** A message with its type, as `decodeAny` answers it. */
export interface TypedMessage {
  readonly typeUrl: string
  readonly value: unknown
}

export type TypeRegistry = ReadonlyMap<string, MessageDecoder<unknown>>

/** Every message that our Cosmos side takes, by type URL. */
export const messageTypes: TypeRegistry = new Map(
  [
    MsgSend,
    MsgMultiSend,
    MsgTransfer,
    MsgCreateClient,
    MsgUpdateClient,
    MsgSubmitMisbehaviour,
    MsgConnectionOpenInit,
    MsgConnectionOpenTry,
    MsgConnectionOpenAck,
    MsgConnectionOpenConfirm,
    MsgChannelOpenInit,
    MsgChannelOpenTry,
    MsgChannelOpenAck,
    MsgChannelOpenConfirm,
    MsgChannelCloseInit,
    MsgChannelCloseConfirm,
    MsgRecvPacket,
    MsgAcknowledgement,
    MsgTimeout,
    MsgTimeoutOnClose,
  ].map((type) => [type.typeUrl, type]),
)

export function encodeMessage<M>(type: MessageType<M>, message: M): Uint8Array {
  return new Uint8Array(type.encode(message).finish())
}

/** Refuses with ENCODING_PROTOBUF_MALFORMED. */
export function decodeMessage<M>(type: MessageDecoder<M>, bytes: Uint8Array): Outcome<M, ProtobufRejection> {
  try {
    return ok(type.decode(bytes))
  } catch (error) {
    // The generated decoders throw plain errors for every kind of bad input, up to stack overflow by nesting.
    const detail = error instanceof Error ? error.message : String(error)
    return refuse({ code: 'ENCODING_PROTOBUF_MALFORMED', type: type.typeUrl, detail })
  }
}

export function toAny<M>(type: MessageType<M>, message: M): Any {
  return { typeUrl: type.typeUrl, value: encodeMessage(type, message) }
}

/** Opens an Any. Refuses with ENCODING_TYPE_URL_UNKNOWN and ENCODING_PROTOBUF_MALFORMED. */
export function decodeAny(any: Any, types: TypeRegistry = messageTypes): Outcome<TypedMessage, ProtobufRejection> {
  const type = types.get(any.typeUrl)
  if (type === undefined) return refuse({ code: 'ENCODING_TYPE_URL_UNKNOWN', typeUrl: any.typeUrl })
  const message = decodeMessage(type, any.value)
  return message.ok ? ok({ typeUrl: any.typeUrl, value: message.value }) : message
}
