import {
  bigintToBytes,
  type EthAddress,
  type Hex,
  hexToBytes,
  keccak256,
  rlpEncode,
  utf8ToBytes,
} from '@pegzone/encoding'
import { rlpBytes, rlpList } from './rlp-parts.ts'

/** The fields of a Cancun header that vary here; the others are the constants below. Gas and fees as in Ethereum. */
export interface EthereumHeader {
  readonly parentHash: Hex
  readonly coinbase: EthAddress
  /** The ledger's state root. */
  readonly stateRoot: Hex
  readonly transactionsRoot: Hex
  readonly receiptsRoot: Hex
  readonly logsBloom: Uint8Array
  readonly height: number
  readonly gasLimit: bigint
  readonly gasUsed: bigint
  /** Whole seconds since 1970. */
  readonly timestamp: bigint
  readonly baseFee: bigint
}

/** keccak256 of the RLP of the empty list: there are no uncles since the merge. */
export const EMPTY_UNCLES_HASH: Hex = '0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347'
/** Root of the empty trie: no withdrawals. */
export const EMPTY_TRIE_ROOT: Hex = '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421'
export const ZERO_HASH: Hex = `0x${'0'.repeat(64)}`
export const BLOCK_EXTRA_DATA: Uint8Array = utf8ToBytes('pegzone')

const EMPTY_UNCLES = hexToBytes(EMPTY_UNCLES_HASH)
const NO_WITHDRAWALS = hexToBytes(EMPTY_TRIE_ROOT)
const ZERO_WORD = new Uint8Array(32)
const ZERO_NONCE = new Uint8Array(8)
const ZERO = new Uint8Array(0)

/** RLP of the 20 fields of a Cancun header: mixHash, nonce and blob fields zero, no uncles, no withdrawals. */
export function encodeHeader(header: EthereumHeader): Uint8Array {
  return rlpEncode([
    hexToBytes(header.parentHash),
    EMPTY_UNCLES,
    hexToBytes(header.coinbase),
    hexToBytes(header.stateRoot),
    hexToBytes(header.transactionsRoot),
    hexToBytes(header.receiptsRoot),
    header.logsBloom,
    ZERO,
    bigintToBytes(BigInt(header.height)),
    bigintToBytes(header.gasLimit),
    bigintToBytes(header.gasUsed),
    bigintToBytes(header.timestamp),
    BLOCK_EXTRA_DATA,
    ZERO_WORD,
    ZERO_NONCE,
    bigintToBytes(header.baseFee),
    NO_WITHDRAWALS,
    ZERO,
    ZERO,
    ZERO_WORD,
  ])
}

export function headerHash(header: EthereumHeader): Uint8Array {
  return keccak256(encodeHeader(header))
}

/** Bytes of the whole block in RLP: header, transactions, no uncles, no withdrawals. */
export function blockSize(header: EthereumHeader, rawTransactions: readonly Uint8Array[]): number {
  const transactions = rlpList(rawTransactions.map((raw) => (raw[0]! >= 0xc0 ? raw : rlpBytes(raw))))
  const nothing = rlpList([])
  return rlpList([encodeHeader(header), transactions, nothing, nothing]).length
}
