import { type Outcome, ok, refuse } from '@pegzone/outcome'
import type { MsgMultiSend, MsgSend } from 'cosmjs-types/cosmos/bank/v1beta1/tx'
import type { Coin } from 'cosmjs-types/cosmos/base/v1beta1/coin'
import type { Any } from 'cosmjs-types/google/protobuf/any'
import type { MsgTransfer } from 'cosmjs-types/ibc/applications/transfer/v1/tx'
import { utf8ToBytes } from '../bytes/text.ts'
import type { AminoRejection, ProtobufRejection } from '../rejection.ts'
import { decodeAny, messageTypes, type TypeRegistry } from './messages.ts'
import type { CosmosTx } from './tx.ts'

/** Plain JSON; `undefined` members are left out. */
export type AminoJson = string | boolean | readonly AminoJson[] | { readonly [name: string]: AminoJson | undefined }

export interface AminoMsg {
  readonly type: string
  readonly value: AminoJson
}

export interface AminoFee {
  readonly amount: readonly Coin[]
  /** Decimal digits. */
  readonly gas: string
  readonly granter?: string
  readonly payer?: string
}

export interface AminoSignDoc {
  readonly chainId: string
  readonly accountNumber: bigint
  readonly sequence: bigint
  readonly fee: AminoFee
  readonly msgs: readonly AminoMsg[]
  readonly memo: string
  /** 0 or left out: none. */
  readonly timeoutHeight?: bigint
}

/** How one message type looks to hardware wallets. */
export interface AminoConverter {
  readonly aminoType: string
  toAmino(message: never): AminoJson
}

export type AminoConverters = ReadonlyMap<string, AminoConverter>

/** Converters by type URL, with the forms that CosmJS and the SDK sign. */
export const aminoConverters: AminoConverters = new Map<string, AminoConverter>([
  [
    '/cosmos.bank.v1beta1.MsgSend',
    {
      aminoType: 'cosmos-sdk/MsgSend',
      toAmino: ({ fromAddress, toAddress, amount }: MsgSend) => ({
        from_address: fromAddress,
        to_address: toAddress,
        amount: coins(amount),
      }),
    },
  ],
  [
    '/cosmos.bank.v1beta1.MsgMultiSend',
    {
      aminoType: 'cosmos-sdk/MsgMultiSend',
      toAmino: ({ inputs, outputs }: MsgMultiSend) => ({ inputs: inputs.map(side), outputs: outputs.map(side) }),
    },
  ],
  ['/ibc.applications.transfer.v1.MsgTransfer', { aminoType: 'cosmos-sdk/MsgTransfer', toAmino: transfer }],
])

/** What a SIGN_MODE_LEGACY_AMINO_JSON signature covers (then hashed by sha256): keys sorted, `&`, `<`, `>` escaped. */
export function aminoSignBytes(doc: AminoSignDoc): Uint8Array {
  const { fee, timeoutHeight } = doc
  const json = canonicalJson({
    account_number: doc.accountNumber.toString(),
    chain_id: doc.chainId,
    fee: { amount: coins(fee.amount), gas: fee.gas, granter: fee.granter || undefined, payer: fee.payer || undefined },
    memo: doc.memo,
    msgs: doc.msgs.map(({ type, value }) => ({ type, value })),
    sequence: doc.sequence.toString(),
    timeout_height: timeoutHeight ? timeoutHeight.toString() : undefined,
  })
  return utf8ToBytes(json.replace(/[&<>]/g, (char) => ESCAPES[char]!))
}

export interface AminoContext extends Pick<AminoSignDoc, 'chainId' | 'accountNumber' | 'sequence'> {
  readonly types?: TypeRegistry
  readonly converters?: AminoConverters
}

/**
 * The amino sign bytes of a decoded transaction, for a server that verifies. Refuses with ENCODING_AMINO_UNSUPPORTED for a
 * message without converter and for extension options (the form has no place for them), and as `decodeAny`.
 */
export function aminoSignBytesOf(
  { body, authInfo }: CosmosTx,
  { types = messageTypes, converters = aminoConverters, ...signer }: AminoContext,
): Outcome<Uint8Array, AminoRejection | ProtobufRejection> {
  const extension = body.extensionOptions[0] ?? body.nonCriticalExtensionOptions[0]
  if (extension !== undefined) return refuse({ code: 'ENCODING_AMINO_UNSUPPORTED', typeUrl: extension.typeUrl })
  const msgs: AminoMsg[] = []
  for (const any of body.messages) {
    const msg = toAmino(any, types, converters)
    if (!msg.ok) return msg
    msgs.push(msg.value)
  }
  const { amount = [], gasLimit = 0n, granter = '', payer = '' } = authInfo.fee ?? {}
  const fee = { amount, gas: gasLimit.toString(), granter, payer }
  return ok(aminoSignBytes({ ...signer, fee, msgs, memo: body.memo, timeoutHeight: body.timeoutHeight }))
}

/** The amino form of one message. */
export function toAmino(
  any: Any,
  types: TypeRegistry = messageTypes,
  converters: AminoConverters = aminoConverters,
): Outcome<AminoMsg, AminoRejection | ProtobufRejection> {
  const converter = converters.get(any.typeUrl)
  if (converter === undefined) return refuse({ code: 'ENCODING_AMINO_UNSUPPORTED', typeUrl: any.typeUrl })
  const message = decodeAny(any, types)
  if (!message.ok) return message
  // The registry decoded this type URL, and the converter is filed under the same one.
  return ok({ type: converter.aminoType, value: converter.toAmino(message.value.value as never) })
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '\\u0026', '<': '\\u003c', '>': '\\u003e' }

/** JSON with the keys of every object sorted. */
function canonicalJson(value: AminoJson): string {
  return JSON.stringify(value, (_key, part: AminoJson) => {
    if (typeof part !== 'object' || Array.isArray(part)) return part
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}

function coins(amount: readonly Coin[]): AminoJson {
  return amount.map(coin)
}

function coin({ denom, amount }: Coin): AminoJson {
  return { denom, amount }
}

function side(part: { readonly address: string; readonly coins: readonly Coin[] }): AminoJson {
  return { address: part.address, coins: coins(part.coins) }
}

/** Zero heights, zero timestamp, empty memo and encoding are left out, `timeout_height` itself never is. */
function transfer(message: MsgTransfer): AminoJson {
  const { revisionHeight, revisionNumber } = message.timeoutHeight
  return {
    source_port: message.sourcePort,
    source_channel: message.sourceChannel,
    token: coin(message.token),
    sender: message.sender,
    receiver: message.receiver,
    timeout_height: { revision_height: digits(revisionHeight), revision_number: digits(revisionNumber) },
    timeout_timestamp: digits(message.timeoutTimestamp),
    memo: message.memo || undefined,
    encoding: message.encoding || undefined,
  }
}

function digits(n: bigint): string | undefined {
  return n === 0n ? undefined : n.toString()
}
