import {
  bigintToBytes,
  bytesToBigint,
  bytesToHex,
  concatBytes,
  decodeTransaction,
  type EthAddress,
  type EthTx,
  type Hex,
  hexToBytes,
  keccak256,
  type RlpItem,
  rlpDecode,
  rlpEncode,
} from '@pegzone/encoding'
import { type Outcome, ok, refuse } from '@pegzone/outcome'
import { intrinsicGas } from './gas.ts'
import type { TxRejection } from './rejection.ts'

/** A transaction as the chain runs it, whatever envelope it came in. Fees are wei per gas; `maxCost` = gas · cap + value. */
export interface ChainTx {
  readonly hash: Hex
  readonly from: EthAddress
  readonly nonce: bigint
  readonly gasLimit: bigint
  readonly feeCap: bigint
  readonly tipCap: bigint
  readonly to: EthAddress | undefined
  readonly value: bigint
  readonly data: Uint8Array
  readonly maxCost: bigint
  readonly intrinsicGas: bigint
  /** The bytes in the block body. */
  readonly raw: Uint8Array
  /** Undefined for one that a simulated world marked as verified. */
  readonly signed: EthTx | undefined
}

/** What a simulated world submits: no signature, the sender is believed. */
export interface TrustedTx {
  readonly from: EthAddress
  /** Default: after all that wait in the pool. */
  readonly nonce?: bigint
  readonly to: EthAddress
  /** Wei; default 0. */
  readonly value?: bigint
  readonly data?: Uint8Array
  readonly gasLimit: bigint
  /** Wei per gas; default: the base fee. */
  readonly feeCap?: bigint
  /** Wei per gas; default 0. */
  readonly tipCap?: bigint
}

/** First byte of an unsigned transaction in a body. EIP-2718 leaves types up to 0x7f; no other chain takes this one. */
export const TRUSTED_TYPE = 0x7f

/** Decodes and recovers the sender: the only signature check a transaction ever gets. `raw` must not change afterwards. */
export function decodeSigned(raw: Uint8Array): Outcome<ChainTx, TxRejection> {
  const decoded = decodeTransaction(raw)
  if (decoded.ok) return ok(fromSigned(decoded.value, raw))
  const { rejection } = decoded
  return rejection.code === 'ENCODING_TX_TYPE_UNSUPPORTED'
    ? refuse({ code: 'ETHEREUM_TX_TYPE_UNSUPPORTED', type: rejection.type })
    : refuse({ code: 'ETHEREUM_TX_UNDECODABLE', reason: rejection.detail })
}

function fromSigned(signed: EthTx, raw: Uint8Array): ChainTx {
  const { hash, from, nonce, gasLimit, to, value, data } = signed
  const feeCap = signed.type === 2 ? signed.maxFeePerGas : signed.gasPrice
  const tipCap = signed.type === 2 ? signed.maxPriorityFeePerGas : signed.gasPrice
  const list = signed.type === 0 ? [] : signed.accessList
  const storageKeys = list.reduce((count, entry) => count + entry.storageKeys.length, 0)
  const gas = intrinsicGas(data, { addresses: list.length, storageKeys })
  const maxCost = gasLimit * feeCap + value
  return { hash, from, nonce, gasLimit, feeCap, tipCap, to, value, data, maxCost, intrinsicGas: gas, raw, signed }
}

/** Gives an unsigned transaction its bytes and its hash: keccak256 of 0x7f and the RLP of its fields. */
export function fromTrusted(tx: Required<TrustedTx>): ChainTx {
  const numbers = [tx.nonce, tx.gasLimit, tx.feeCap, tx.tipCap].map((number) => bigintToBytes(number))
  const fields = [hexToBytes(tx.from), ...numbers, hexToBytes(tx.to), bigintToBytes(tx.value), tx.data]
  const raw = concatBytes(Uint8Array.of(TRUSTED_TYPE), rlpEncode(fields))
  // Field by field: a spread here is a tenth of a simulated transfer.
  const { from, nonce, gasLimit, feeCap, tipCap, to, value, data } = tx
  return {
    hash: bytesToHex(keccak256(raw)),
    from,
    nonce,
    gasLimit,
    feeCap,
    tipCap,
    to,
    value,
    data,
    maxCost: tx.gasLimit * tx.feeCap + tx.value,
    intrinsicGas: intrinsicGas(tx.data, NO_ACCESS),
    raw,
    signed: undefined,
  }
}

const NO_ACCESS = { addresses: 0, storageKeys: 0 }

/** A transaction out of a block body that this chain wrote. Throws if the bytes are anything else: the store is corrupt. */
export function fromBody(raw: Uint8Array): ChainTx {
  const decoded = raw[0] === TRUSTED_TYPE ? ok(trustedFromBody(raw)) : decodeSigned(raw)
  if (!decoded.ok) throw new Error(`block body holds no transaction: ${decoded.rejection.code}`)
  return decoded.value
}

function trustedFromBody(raw: Uint8Array): ChainTx {
  const [from, nonce, gasLimit, feeCap, tipCap, to, value, data] = stringsOf(decodeRlp(raw.subarray(1)))
  return fromTrusted({
    from: bytesToHex(from!),
    nonce: bytesToBigint(nonce!),
    gasLimit: bytesToBigint(gasLimit!),
    feeCap: bytesToBigint(feeCap!),
    tipCap: bytesToBigint(tipCap!),
    to: bytesToHex(to!),
    value: bytesToBigint(value!),
    data: data!,
  })
}

export function encodeBody(transactions: readonly ChainTx[]): Uint8Array {
  return rlpEncode(transactions.map(({ raw }) => raw))
}

export function decodeBody(body: Uint8Array): readonly Uint8Array[] {
  return stringsOf(decodeRlp(body))
}

/** RLP that this package wrote itself. Throws on anything malformed. */
export function decodeRlp(bytes: Uint8Array): RlpItem {
  const decoded = rlpDecode(bytes)
  if (!decoded.ok) throw new Error(`stored RLP is malformed: ${decoded.rejection.detail}`)
  return decoded.value
}

export function stringsOf(item: RlpItem): readonly Uint8Array[] {
  return listOf(item).map(bytesOf)
}

export function listOf(item: RlpItem): readonly RlpItem[] {
  if (item instanceof Uint8Array) throw new Error('stored RLP: bytes where a list belongs')
  return item
}

export function bytesOf(item: RlpItem): Uint8Array {
  if (!(item instanceof Uint8Array)) throw new Error('stored RLP: a list where bytes belong')
  return item
}
