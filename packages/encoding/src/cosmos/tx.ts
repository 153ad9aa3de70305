import { type Outcome, ok, refuse } from '@pegzone/outcome'
import { AuthInfo, TxBody } from 'cosmjs-types/cosmos/tx/v1beta1/tx'
import { toHex } from '../bytes/hex.ts'
import { utf8ToBytes } from '../bytes/text.ts'
import { sha256 } from '../crypto/hashes.ts'
import type { ProtobufRejection } from '../rejection.ts'
import { decodeMessage } from './messages.ts'
import { BYTES, encodeWire, VARINT, WireFault, WireReader } from './wire.ts'

/** The outer layer as received: what signatures cover is never encoded again. */
export interface RawCosmosTx {
  readonly bodyBytes: Uint8Array
  readonly authInfoBytes: Uint8Array
  readonly signatures: readonly Uint8Array[]
}

export interface CosmosTx extends RawCosmosTx {
  readonly body: TxBody
  readonly authInfo: AuthInfo
  /** sha256 of the raw bytes in upper-case hex, as CometBFT writes it. */
  readonly hash: string
}

export interface DirectSignDoc extends Pick<RawCosmosTx, 'bodyBytes' | 'authInfoBytes'> {
  readonly chainId: string
  readonly accountNumber: bigint
}

/** Field numbers and their wire types. */
type Shape = ReadonlyMap<number, number>
const BODY: Shape = new Map([
  [1, BYTES],
  [2, BYTES],
  [3, VARINT],
  [4, VARINT],
  [5, BYTES],
  [1023, BYTES],
])
const AUTH_INFO: Shape = new Map([
  [1, BYTES],
  [2, BYTES],
  [3, BYTES],
])
/** Fields with this bit may be unknown in a body: they are not critical (ADR-020). */
const NON_CRITICAL = 1 << 10

/**
 * A transaction from its bytes, which it keeps views of. As the SDK: the outer layer has one encoding only (ADR-027), unknown
 * fields are refused except non-critical ones of the body. Refuses with ENCODING_PROTOBUF_MALFORMED. Messages stay `Any`:
 * see `decodeAny`.
 */
export function decodeCosmosTx(raw: Uint8Array): Outcome<CosmosTx, ProtobufRejection> {
  try {
    const outer = readOuter(raw)
    requireShape(outer.bodyBytes, BODY, 'body')
    requireShape(outer.authInfoBytes, AUTH_INFO, 'auth info')
    const body = decodeMessage(TxBody, outer.bodyBytes)
    if (!body.ok) return body
    const authInfo = decodeMessage(AuthInfo, outer.authInfoBytes)
    if (!authInfo.ok) return authInfo
    return ok({ ...outer, body: body.value, authInfo: authInfo.value, hash: cosmosTxHash(raw) })
  } catch (fault) {
    if (!(fault instanceof WireFault)) throw fault
    return refuse({ code: 'ENCODING_PROTOBUF_MALFORMED', type: '/cosmos.tx.v1beta1.TxRaw', detail: fault.detail })
  }
}

export function encodeCosmosTx({ bodyBytes, authInfoBytes, signatures }: RawCosmosTx): Uint8Array {
  return encodeWire([
    { field: 1, value: bodyBytes },
    { field: 2, value: authInfoBytes },
    ...signatures.map((value) => ({ field: 3, value, keep: true }) as const),
  ])
}

export function cosmosTxHash(raw: Uint8Array): string {
  return toHex(sha256(raw)).toUpperCase()
}

/** What a SIGN_MODE_DIRECT signature covers (then hashed by sha256). */
export function directSignBytes({ bodyBytes, authInfoBytes, chainId, accountNumber }: DirectSignDoc): Uint8Array {
  return encodeWire([
    { field: 1, value: bodyBytes },
    { field: 2, value: authInfoBytes },
    { field: 3, value: utf8ToBytes(chainId) },
    { field: 4, value: accountNumber },
  ])
}

function readOuter(raw: Uint8Array): RawCosmosTx {
  // A Buffer's views would be Buffers, into a pool.
  const reader = new WireReader(new Uint8Array(raw.buffer, raw.byteOffset, raw.length))
  let bodyBytes = EMPTY
  let authInfoBytes = EMPTY
  const signatures: Uint8Array[] = []
  let last = 0
  while (reader.next()) {
    const { field } = reader
    if (reader.wire !== BYTES || field > 3) throw new WireFault(`unknown field ${field}`)
    if (field < last || (field === last && field !== 3)) throw new WireFault(`field ${field} out of order`)
    last = field
    if (field === 1) bodyBytes = reader.content()
    else if (field === 2) authInfoBytes = reader.content()
    else signatures.push(reader.content())
  }
  return { bodyBytes, authInfoBytes, signatures }
}

function requireShape(bytes: Uint8Array, shape: Shape, name: string): void {
  const reader = new WireReader(bytes)
  while (reader.next()) {
    const wire = shape.get(reader.field)
    if (wire === reader.wire) continue
    if (wire === undefined && name === 'body' && (reader.field & NON_CRITICAL) !== 0) continue
    throw new WireFault(`unknown field ${reader.field} in the ${name}`)
  }
}

const EMPTY: Uint8Array = new Uint8Array(0)
