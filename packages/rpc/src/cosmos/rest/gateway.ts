import { base64Decode, base64Encode } from '@pegzone/encoding'
import { BaseAccount, ModuleAccount } from 'cosmjs-types/cosmos/auth/v1beta1/auth'
import { MsgMultiSend, MsgSend } from 'cosmjs-types/cosmos/bank/v1beta1/tx'
import { LegacyAminoPubKey } from 'cosmjs-types/cosmos/crypto/multisig/keys'
import { PubKey } from 'cosmjs-types/cosmos/crypto/secp256k1/keys'
import { Tx } from 'cosmjs-types/cosmos/tx/v1beta1/tx'
import { MsgTransfer } from 'cosmjs-types/ibc/applications/transfer/v1/tx'
import {
  MsgAcknowledgement,
  MsgChannelOpenAck,
  MsgChannelOpenConfirm,
  MsgChannelOpenInit,
  MsgChannelOpenTry,
  MsgRecvPacket,
  MsgTimeout,
} from 'cosmjs-types/ibc/core/channel/v1/tx'
import { MsgCreateClient, MsgUpdateClient } from 'cosmjs-types/ibc/core/client/v1/tx'
import {
  MsgConnectionOpenAck,
  MsgConnectionOpenConfirm,
  MsgConnectionOpenInit,
  MsgConnectionOpenTry,
} from 'cosmjs-types/ibc/core/connection/v1/tx'
import { ClientState, ConsensusState } from 'cosmjs-types/ibc/lightclients/solomachine/v3/solomachine'

/** A generated codec, as far as JSON goes. */
export interface JsonCodec<T> {
  decode(bytes: Uint8Array): T
  toJSON(message: T): unknown
}

const known = [
  BaseAccount,
  ModuleAccount,
  PubKey,
  LegacyAminoPubKey,
  Tx,
  MsgSend,
  MsgMultiSend,
  MsgTransfer,
  MsgRecvPacket,
  MsgAcknowledgement,
  MsgTimeout,
  MsgCreateClient,
  MsgUpdateClient,
  MsgConnectionOpenInit,
  MsgConnectionOpenTry,
  MsgConnectionOpenAck,
  MsgConnectionOpenConfirm,
  MsgChannelOpenInit,
  MsgChannelOpenTry,
  MsgChannelOpenAck,
  MsgChannelOpenConfirm,
  ClientState,
  ConsensusState,
]

/** Type url → how the inside of an `Any` is shown. Others are shown as base64. */
const anyCodecs = new Map<string, (bytes: Uint8Array) => unknown>(
  known.map((codec) => {
    // Decoder and printer of one and the same generated codec fit each other; the list just forgot it.
    const { typeUrl, decode, toJSON } = codec as JsonCodec<unknown> & { readonly typeUrl: string }
    return [typeUrl, (bytes) => toJSON(decode(bytes))]
  }),
)

/**
 * The JSON of grpc-gateway: proto field names (snake_case), 64-bit integers as strings, bytes in base64, `@type` for Any,
 * null for the page key that is not there.
 */
export function gatewayJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(gatewayJson)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  if (entries.length === 2 && 'typeUrl' in value && 'value' in value) return anyJson(String(value.typeUrl), value.value)
  return Object.fromEntries(
    entries
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [snakeCase(key), key === 'nextKey' && item === '' ? null : gatewayJson(item)]),
  )
}

function anyJson(typeUrl: string, value: unknown): unknown {
  const bytes = base64Decode(String(value))
  const show = anyCodecs.get(typeUrl)
  if (show === undefined || bytes === undefined) return { '@type': typeUrl, value }
  const inside = gatewayJson(show(bytes)) as Record<string, unknown>
  // An account that never signed has no key yet; the gateway says so with null.
  if (typeUrl === BaseAccount.typeUrl) return { '@type': typeUrl, pub_key: null, ...inside }
  return { '@type': typeUrl, ...inside }
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** gRPC status of a failed query: the number for the body and the HTTP status that grpc-gateway gives it. */
export interface GatewayStatus {
  readonly http: number
  readonly code: number
  readonly message: string
}

const grpcCodes: Readonly<Record<string, readonly [code: number, http: number]>> = {
  Canceled: [1, 408],
  Unknown: [2, 500],
  InvalidArgument: [3, 400],
  NotFound: [5, 404],
  Unimplemented: [12, 501],
  Internal: [13, 500],
}

/** ABCI codes of codespace `sdk` → gRPC. Source: cosmos-sdk types/errors, baseapp gRPC error mapping. */
const abciCodes: ReadonlyMap<number, string> = new Map([
  [6, 'Unimplemented'],
  [7, 'InvalidArgument'],
  [18, 'InvalidArgument'],
  [22, 'NotFound'],
  [26, 'InvalidArgument'],
  [38, 'NotFound'],
])

/** The text says the status when a query handler chose one; else the code does. */
export function gatewayStatus({ code, log }: { readonly code: number; readonly log: string }): GatewayStatus {
  const match = /^rpc error: code = (\w+) desc = (.*)$/s.exec(log)
  const name = match?.[1] ?? abciCodes.get(code) ?? 'Unknown'
  const [grpc, http] = grpcCodes[name] ?? [2, 500]
  // The SDK's registered text ends the log of an ABCI error and is no part of the gRPC message.
  const message = (match?.[2] ?? log).replace(/: (key not found|invalid request|unknown request|not found)$/, '')
  return { http, code: grpc, message }
}

export function base64OfHex(hex: string): string {
  return base64Encode(Buffer.from(hex, 'hex'))
}
