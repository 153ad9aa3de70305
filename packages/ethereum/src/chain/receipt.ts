import { type Hex, hexToBytes } from '@pegzone/encoding'
import { bloomOf } from './bloom.ts'
import type { EvmLog } from './built-in.ts'
import { join, rlpBytes, rlpList, rlpNumber } from './rlp-parts.ts'

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

/** Leaf of the receipts trie: type byte unless legacy, then RLP of [status, cumulative gas, bloom, logs] (EIP-2718). */
export function encodeReceipt(type: number, { status, cumulativeGasUsed, logs }: TxReceipt): Uint8Array {
  const payload = rlpList([
    rlpNumber(status),
    rlpNumber(cumulativeGasUsed),
    rlpBytes(bloomOf(logs)),
    rlpList(logs.map(encodeLog)),
  ])
  return type === 0 ? payload : join([Uint8Array.of(type), payload])
}

export function encodeLog({ address, topics, data }: EvmLog): Uint8Array {
  return rlpList([rlpBytes(hexToBytes(address)), rlpList(topics.map(encodeTopic)), rlpBytes(data)])
}

function encodeTopic(topic: Hex): Uint8Array {
  return rlpBytes(hexToBytes(topic))
}
