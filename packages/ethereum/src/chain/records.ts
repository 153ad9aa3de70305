import {
  bigintToBytes,
  bytesToBigint,
  bytesToHex,
  bytesToKey,
  type EthAddress,
  type Hex,
  hexToBytes,
  type RlpItem,
  rlpEncode,
} from '@pegzone/encoding'
import type { StoredBlock } from '@pegzone/ledger'
import { type EthereumBlock, MinedTx } from './block.ts'
import { bloomOf } from './bloom.ts'
import type { EvmLog } from './built-in.ts'
import { bytesOf, decodeBody, decodeRlp, listOf, stringsOf } from './chain-tx.ts'
import { type EthereumHeader, headerHash } from './header.ts'
import { logItem } from './receipt.ts'

/** What a header holds beyond the ledger's block reference; the state root is the ledger's and known only after sealing. */
export type HeaderSeed = Omit<EthereumHeader, 'stateRoot'>

const VERSION = 1
const EMPTY_BLOOM = new Uint8Array(256)

/** The block's extra: header seed and receipts. The body holds the transactions. */
export function encodeExtra(seed: HeaderSeed, transactions: readonly MinedTx[]): Uint8Array {
  const hasLogs = transactions.some(({ receipt }) => receipt.logs.length > 0)
  return rlpEncode([
    bigintToBytes(BigInt(VERSION)),
    hexToBytes(seed.parentHash),
    hexToBytes(seed.coinbase),
    hexToBytes(seed.transactionsRoot),
    hexToBytes(seed.receiptsRoot),
    hasLogs ? seed.logsBloom : new Uint8Array(0),
    bigintToBytes(seed.gasLimit),
    bigintToBytes(seed.gasUsed),
    bigintToBytes(seed.baseFee),
    transactions.map(encodeMined),
  ])
}

function encodeMined({ hash, from, receipt }: MinedTx): RlpItem {
  return [
    hexToBytes(hash),
    hexToBytes(from),
    Uint8Array.of(receipt.status),
    bigintToBytes(receipt.gasUsed),
    bigintToBytes(receipt.effectiveGasPrice),
    receipt.revertData,
    receipt.logs.map(logItem),
  ]
}

/** A block back from its three parts. Throws if they were not written by this package: the store is corrupt. */
export function decodeBlock(stored: StoredBlock): EthereumBlock {
  const [version, parentHash, coinbase, txRoot, receiptsRoot, bloom, gasLimit, gasUsed, baseFee, mined] = listOf(
    decodeRlp(stored.extra),
  )
  if (version === undefined || bytesToBigint(bytesOf(version)) !== BigInt(VERSION)) {
    throw new Error(`block ${stored.height}: records of an unknown version`)
  }
  const storedBloom = bytesOf(bloom!)
  const header: EthereumHeader = {
    parentHash: hexOf(parentHash!),
    coinbase: hexOf(coinbase!),
    stateRoot: `0x${stored.root}`,
    transactionsRoot: hexOf(txRoot!),
    receiptsRoot: hexOf(receiptsRoot!),
    logsBloom: storedBloom.length === 0 ? EMPTY_BLOOM : storedBloom,
    height: stored.height,
    gasLimit: numberOf(gasLimit!),
    gasUsed: numberOf(gasUsed!),
    timestamp: secondsOf(stored.timeNs),
    baseFee: numberOf(baseFee!),
  }
  return {
    height: stored.height,
    timeNs: stored.timeNs,
    header,
    hash: bytesToHex(headerHash(header)),
    transactions: decodeMined(listOf(mined!), decodeBody(stored.body)),
  }
}

function decodeMined(items: readonly RlpItem[], raws: readonly Uint8Array[]): readonly MinedTx[] {
  let cumulativeGasUsed = 0n
  let firstLogIndex = 0
  return items.map((item, index) => {
    const [hash, from, status, gasUsed, price, revertData, logItems] = listOf(item)
    const logs = listOf(logItems!).map(decodeLog)
    cumulativeGasUsed += numberOf(gasUsed!)
    const receipt = {
      status: bytesOf(status!)[0] === 1 ? 1 : 0,
      gasUsed: numberOf(gasUsed!),
      cumulativeGasUsed,
      effectiveGasPrice: numberOf(price!),
      logs,
      firstLogIndex,
      revertData: bytesOf(revertData!),
    } as const
    firstLogIndex += logs.length
    return new MinedTx({ hash: hexOf(hash!), from: hexOf(from!), index, receipt, raw: raws[index]! })
  })
}

function decodeLog(item: RlpItem): EvmLog {
  const [address, topics, data] = listOf(item)
  return { type: 'log', address: hexOf(address!), topics: stringsOf(topics!).map(bytesToHex), data: bytesOf(data!) }
}

function hexOf(item: RlpItem): Hex {
  return bytesToHex(bytesOf(item))
}

function numberOf(item: RlpItem): bigint {
  return bytesToBigint(bytesOf(item))
}

export function secondsOf(timeNs: bigint): bigint {
  return timeNs / 1_000_000_000n
}

/** Look-up entries: one letter, then fixed-width bytes. */
export const blockHashKey = (hash: Hex): string => `h${bytesToKey(hexToBytes(hash))}`
export const txHashKey = (hash: Hex): string => `t${bytesToKey(hexToBytes(hash))}`
export const logPrefix = (address: EthAddress): string => `l${bytesToKey(hexToBytes(address))}`
export const logKey = (address: EthAddress, height: number): string => logPrefix(address) + bytesToKey(u32(height))

export function heightOfLogKey(key: string): number {
  let height = 0
  for (let at = key.length - 4; at < key.length; at++) height = height * 256 + key.charCodeAt(at)
  return height
}

export interface TxPlace {
  readonly height: number
  readonly index: number
}

/** Entries of one block: its transactions, its logs by address with their bloom, and the hash of its parent. */
export function indexOf(
  height: number,
  parentHash: Hex,
  transactions: readonly MinedTx[],
): (readonly [string, Uint8Array])[] {
  const entries: (readonly [string, Uint8Array])[] = []
  if (height > 0) entries.push([blockHashKey(parentHash), u32(height - 1)])
  const byAddress = new Map<EthAddress, EvmLog[]>()
  for (const { hash, index, receipt } of transactions) {
    entries.push([txHashKey(hash), u32(height, index)])
    for (const log of receipt.logs) {
      const known = byAddress.get(log.address)
      if (known === undefined) byAddress.set(log.address, [log])
      else known.push(log)
    }
  }
  for (const [address, logs] of byAddress) entries.push([logKey(address, height), bloomOf(logs)])
  return entries
}

export function decodeHeight(value: Uint8Array): number {
  return new DataView(value.buffer, value.byteOffset).getUint32(0)
}

export function decodePlace(value: Uint8Array): TxPlace {
  const view = new DataView(value.buffer, value.byteOffset)
  return { height: view.getUint32(0), index: view.getUint32(4) }
}

function u32(...numbers: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * numbers.length)
  const view = new DataView(bytes.buffer)
  numbers.forEach((number, at) => {
    view.setUint32(4 * at, number)
  })
  return bytes
}
