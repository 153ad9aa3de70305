import { type Outcome, ok, refuse } from '@pegzone/outcome'
import { readBigint } from '../bytes/bytes.ts'
import { bytesToHex, type Hex } from '../bytes/hex.ts'
import { HALF, ORDER_MINUS_1, scalarsInRange } from '../crypto/backend.ts'
import { keccak256 } from '../crypto/hashes.ts'
import { secp256k1 } from '../crypto/secp256k1.ts'
import { addressOfPoint, type EthAddress } from '../keys/eth-address.ts'
import type { DecodeRejection } from '../rejection.ts'
import { RlpFault, RlpReader, rlpHeaderLength, rlpWriteHeader } from '../rlp.ts'
import type { AccessListEntry, EthTx, EthTxPayload } from './types.ts'

/**
 * A signed transaction from its raw bytes, sender recovered: legacy with and without chain id, EIP-2930, EIP-1559.
 * One pass in place; the cost is one recovery and two hashes. `data` is a view of `raw`, which the caller must not change.
 * Strict: canonical RLP, no leading zeros, low s. Refuses with ENCODING_TX_TYPE_UNSUPPORTED (blobs, set-code, unknown),
 * ENCODING_TX_MALFORMED, ENCODING_TX_SIGNATURE_INVALID. Fee rules and chain id are the pool's to check.
 */
export function decodeTransaction(raw: Uint8Array): Outcome<EthTx, DecodeRejection> {
  const type = raw.length === 0 || raw[0]! >= 0xc0 ? 0 : raw[0]!
  if (raw[0] === 0 || type >= 0x80) return malformed('neither a list nor a typed transaction')
  if (type > 2) return refuse({ code: 'ENCODING_TX_TYPE_UNSUPPORTED', type })
  try {
    return decode(new Fields(raw, type))
  } catch (fault) {
    if (fault instanceof RlpFault) return malformed(`${fault.detail} at byte ${fault.offset}`)
    throw fault
  }
}

function decode(fields: Fields): Outcome<EthTx, DecodeRejection> {
  const { type, from: payloadStart } = fields
  const chainId = type === 0 ? undefined : fields.integer(32, 'chain id')
  const nonce = fields.integer(8, 'nonce')
  if (nonce === MAX_NONCE) return malformed('nonce beyond 2^64 - 2')
  const price = fields.integer(32, 'gas price')
  const maxFeePerGas = type === 2 ? fields.integer(32, 'fee cap') : price
  const gasLimit = fields.integer(8, 'gas limit')
  const to = fields.recipient()
  const value = fields.integer(32, 'value')
  const data = fields.text()
  const accessList = type === 0 ? [] : fields.accessList()
  const payloadEnd = fields.at
  const v = fields.integer(32, 'v')
  const signature = fields.signature()
  fields.finish()

  const parity = type === 0 ? legacyParity(v) : v
  if (parity !== 0n && parity !== 1n) return badSignature(`v is ${v}`)
  if (!scalarsInRange(signature, ORDER_MINUS_1)) return badSignature('r or s out of range')
  if (!scalarsInRange(signature, HALF)) return badSignature('s in the upper half')
  const legacyChain = type === 0 && v >= 35n ? (v - 35n) >> 1n : undefined
  const digest = keccak256(signedBytes(fields.bytes.subarray(payloadStart, payloadEnd), type, legacyChain))
  const yParity = parity === 0n ? 0 : 1
  const point = secp256k1.recover(digest, signature, yParity)
  if (point === undefined) return badSignature('no key recovers from it')

  const common = { nonce, gasLimit, to, value, data }
  const signed = {
    yParity,
    v,
    r: readBigint(signature, 0, 32),
    s: readBigint(signature, 32, 64),
    hash: bytesToHex(keccak256(fields.bytes)),
    from: addressOfPoint(point),
  } as const
  if (chainId === undefined) {
    return ok({
      type: 0,
      ...(legacyChain === undefined ? {} : { chainId: legacyChain }),
      gasPrice: price,
      ...common,
      ...signed,
    })
  }
  if (type === 1) return ok({ type, chainId, gasPrice: price, accessList, ...common, ...signed })
  return ok({ type: 2, chainId, maxPriorityFeePerGas: price, maxFeePerGas, accessList, ...common, ...signed })
}

/** What the signature covers: the payload fields as received under a new header, with the chain id behind them for EIP-155. */
function signedBytes(payload: Uint8Array, type: number, legacyChain: bigint | undefined): Uint8Array {
  const tail = legacyChain === undefined ? NONE : eip155Tail(legacyChain)
  const length = payload.length + tail.length
  const lead = type === 0 ? 0 : 1
  const out = new Uint8Array(lead + rlpHeaderLength(length) + length)
  out[0] = type
  const at = rlpWriteHeader(out, lead, length, 0xc0)
  out.set(payload, at)
  out.set(tail, at + payload.length)
  return out
}

/** rlp(chain id), 0, 0: what EIP-155 puts where the signature will be. */
function eip155Tail(chainId: bigint): Uint8Array {
  if (chainId < 128n) return Uint8Array.of(chainId === 0n ? 0x80 : Number(chainId), 0x80, 0x80)
  const width = (chainId.toString(16).length + 1) >> 1
  const out = new Uint8Array(width + 3).fill(0x80, width + 1)
  out[0] = 0x80 + width
  let rest = chainId
  for (let i = width; i > 0; i--) {
    out[i] = Number(rest & 0xffn)
    rest >>= 8n
  }
  return out
}

const NONE = new Uint8Array(0)
const MAX_NONCE = 2n ** 64n - 1n

function legacyParity(v: bigint): bigint {
  if (v === 27n || v === 28n) return v - 27n
  return v >= 35n ? (v - 35n) & 1n : -1n
}

function malformed(detail: string): Outcome<never, DecodeRejection> {
  return refuse({ code: 'ENCODING_TX_MALFORMED', detail })
}

function badSignature(detail: string): Outcome<never, DecodeRejection> {
  return refuse({ code: 'ENCODING_TX_SIGNATURE_INVALID', detail })
}

/** The fields of the outer list, one after another. Every method throws RlpFault when the next field does not fit. */
class Fields {
  readonly bytes: Uint8Array
  readonly type: EthTxPayload['type']
  readonly from: number
  readonly #reader: RlpReader
  readonly #end: number

  constructor(raw: Uint8Array, type: EthTxPayload['type'] | number) {
    this.bytes = new Uint8Array(raw.buffer, raw.byteOffset, raw.length)
    this.type = type === 2 ? 2 : type === 1 ? 1 : 0
    this.#reader = new RlpReader(this.bytes)
    this.#reader.at = this.type === 0 ? 0 : 1
    this.#reader.next(raw.length)
    if (!this.#reader.list) throw new RlpFault('not a list', 0)
    this.from = this.#reader.at
    this.#end = this.#reader.end
    if (this.#end !== raw.length) throw new RlpFault('trailing bytes', this.#end)
  }

  get at(): number {
    return this.#reader.at
  }

  integer(maxBytes: number, name: string): bigint {
    const { start, end } = this.#string()
    if (end - start > maxBytes) throw new RlpFault(`${name} too large`, start)
    if (end > start && this.bytes[start] === 0) throw new RlpFault(`${name} with a leading zero`, start)
    return readBigint(this.bytes, start, end)
  }

  recipient(): EthAddress | undefined {
    const { start, end } = this.#string()
    if (start === end) return undefined
    return this.#fixed(20, 'recipient')
  }

  text(): Uint8Array {
    const { start, end } = this.#string()
    return this.bytes.subarray(start, end)
  }

  signature(): Uint8Array {
    const out = new Uint8Array(64)
    for (const to of [32, 64]) {
      const { start, end } = this.#string()
      if (end - start > 32) throw new RlpFault('signature value too large', start)
      if (end > start && this.bytes[start] === 0) throw new RlpFault('signature value with a leading zero', start)
      out.set(this.bytes.subarray(start, end), to - (end - start))
    }
    return out
  }

  accessList(): readonly AccessListEntry[] {
    const listEnd = this.#list(this.#end)
    const entries: AccessListEntry[] = []
    while (this.at < listEnd) {
      const entryEnd = this.#list(listEnd)
      this.#string(entryEnd)
      const address = this.#fixed(20, 'access list address')
      const keysEnd = this.#list(entryEnd)
      const storageKeys: Hex[] = []
      while (this.at < keysEnd) {
        this.#string(keysEnd)
        storageKeys.push(this.#fixed(32, 'storage key'))
      }
      if (this.at !== entryEnd) throw new RlpFault('access list entry with extra fields', this.at)
      entries.push({ address, storageKeys })
    }
    return entries
  }

  finish(): void {
    if (this.at !== this.#end) throw new RlpFault('too many fields', this.at)
  }

  #string(limit = this.#end): RlpReader {
    const reader = this.#reader
    reader.next(limit)
    if (reader.list) throw new RlpFault('list instead of bytes', reader.start)
    reader.at = reader.end
    return reader
  }

  /** Enters a list and returns its end. */
  #list(limit: number): number {
    this.#reader.next(limit)
    if (!this.#reader.list) throw new RlpFault('bytes instead of a list', this.#reader.start)
    return this.#reader.end
  }

  #fixed(width: number, name: string): Hex {
    const { start, end } = this.#reader
    if (end - start !== width) throw new RlpFault(`${name} of ${end - start} bytes`, start)
    return bytesToHex(this.bytes.subarray(start, end))
  }
}
