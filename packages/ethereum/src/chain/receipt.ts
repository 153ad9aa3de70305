import { bigintToBytes, concatBytes, hexToBytes, type RlpItem, rlpEncode } from '@pegzone/encoding'
import { bloomOf } from './bloom.ts'
import type { EvmLog } from './built-in.ts'

/** What a mined transaction left behind. Gas in units, price in wei per unit. */
export interface TxReceipt {
  /** 1: ran; 0: reverted or out of gas, mined all the same. */
  readonly status: 0 | 1
  readonly gasUsed: bigint
  /** With all transactions of the block before it. */
  readonly cumulativeGasUsed: bigint
  readonly effectiveGasPrice: bigint
  readonly logs: readonly EvmLog[]
  /** Index in the block of the first of `logs`. */
  readonly firstLogIndex: number
  /** ABI-encoded error of a revert; empty otherwise. */
  readonly revertData: Uint8Array
}

const NO_BLOOM = new Uint8Array(256)
const SUCCESS = Uint8Array.of(1)
const FAILURE = new Uint8Array(0)

/** Leaf of the receipts trie: type byte unless legacy, then RLP of [status, cumulative gas, bloom, logs] (EIP-2718). */
export function encodeReceipt(type: number, { status, cumulativeGasUsed, logs }: TxReceipt): Uint8Array {
  const payload = rlpEncode([
    status === 1 ? SUCCESS : FAILURE,
    bigintToBytes(cumulativeGasUsed),
    logs.length === 0 ? NO_BLOOM : bloomOf(logs),
    logs.map(logItem),
  ])
  return type === 0 ? payload : concatBytes(Uint8Array.of(type), payload)
}

/** [address, topics, data], as receipts hold it. */
export function logItem({ address, topics, data }: EvmLog): RlpItem {
  return [hexToBytes(address), topics.map(hexToBytes), data]
}
