import { bytesToHex, type EthTx, type Hex } from '@pegzone/encoding'
import {
  BLOCK_EXTRA_DATA,
  blockSize,
  bloomOf,
  type ChainTx,
  EMPTY_TRIE_ROOT,
  EMPTY_UNCLES_HASH,
  type EthereumBlock,
  effectiveGasPrice,
  type FoundLog,
  type MinedTx,
  ZERO_HASH,
} from '@pegzone/ethereum'
import { quantity } from './params.ts'

/** JSON of the execution API; field lists of ethereum-rpc.md §3.4. */
export type Json = Readonly<Record<string, unknown>>

const ZERO_NONCE: Hex = '0x0000000000000000'
const ZERO: Hex = '0x0'

/** As newHeads sends it: without transactions and size. */
export function headerJson({ hash, header }: EthereumBlock): Json {
  return {
    number: quantity(header.height),
    hash,
    parentHash: header.parentHash,
    nonce: ZERO_NONCE,
    sha3Uncles: EMPTY_UNCLES_HASH,
    logsBloom: bytesToHex(header.logsBloom),
    transactionsRoot: header.transactionsRoot,
    stateRoot: header.stateRoot,
    receiptsRoot: header.receiptsRoot,
    miner: header.coinbase,
    difficulty: ZERO,
    extraData: bytesToHex(BLOCK_EXTRA_DATA),
    gasLimit: quantity(header.gasLimit),
    gasUsed: quantity(header.gasUsed),
    timestamp: quantity(header.timestamp),
    mixHash: ZERO_HASH,
    baseFeePerGas: quantity(header.baseFee),
    withdrawalsRoot: EMPTY_TRIE_ROOT,
    blobGasUsed: ZERO,
    excessBlobGas: ZERO,
    parentBeaconBlockRoot: ZERO_HASH,
  }
}

/** `full`: transactions as objects instead of hashes. */
export function blockJson(block: EthereumBlock, full: boolean): Json {
  const { header, transactions } = block
  return {
    ...headerJson(block),
    size: quantity(
      blockSize(
        header,
        transactions.map(({ raw }) => raw),
      ),
    ),
    transactions: transactions.map((mined) => (full ? minedJson(block, mined) : mined.hash)),
    uncles: [],
    withdrawals: [],
  }
}

export function minedJson(block: EthereumBlock, { tx, index, receipt }: MinedTx): Json {
  return {
    ...txJson(tx, receipt.effectiveGasPrice),
    blockHash: block.hash,
    blockNumber: quantity(block.height),
    blockTimestamp: quantity(block.header.timestamp),
    transactionIndex: quantity(index),
  }
}

/** One that waits: no block fields; gasPrice is what it would pay now. */
export function pendingJson(tx: ChainTx, baseFee: bigint): Json {
  return {
    ...txJson(tx, effectiveGasPrice(tx.feeCap, tx.tipCap, baseFee)),
    blockHash: null,
    blockNumber: null,
    transactionIndex: null,
  }
}

function txJson(tx: ChainTx, gasPrice: bigint): Json {
  return {
    from: tx.from,
    to: tx.to ?? null,
    gas: quantity(tx.gasLimit),
    gasPrice: quantity(gasPrice),
    hash: tx.hash,
    input: bytesToHex(tx.data),
    nonce: quantity(tx.nonce),
    value: quantity(tx.value),
    ...(tx.signed === undefined ? unsignedJson(tx) : signedJson(tx.signed)),
  }
}

/** A trusted transaction reads like one of type 2 with an empty signature. */
function unsignedJson({ feeCap, tipCap }: ChainTx): Json {
  return {
    type: '0x2',
    maxFeePerGas: quantity(feeCap),
    maxPriorityFeePerGas: quantity(tipCap),
    accessList: [],
    ...{ v: ZERO, r: ZERO, s: ZERO, yParity: ZERO },
  }
}

function signedJson(signed: EthTx): Json {
  const signature = { v: quantity(signed.v), r: quantity(signed.r), s: quantity(signed.s) }
  const type = quantity(signed.type)
  if (signed.type === 0) {
    return { type, ...(signed.chainId === undefined ? {} : { chainId: quantity(signed.chainId) }), ...signature }
  }
  const typed = {
    type,
    chainId: quantity(signed.chainId),
    accessList: signed.accessList,
    ...signature,
    yParity: quantity(signed.yParity),
  }
  if (signed.type === 1) return typed
  return {
    ...typed,
    maxFeePerGas: quantity(signed.maxFeePerGas),
    maxPriorityFeePerGas: quantity(signed.maxPriorityFeePerGas),
  }
}

export function receiptJson(block: EthereumBlock, mined: MinedTx): Json {
  const { tx, receipt, hash, index } = mined
  const logs = receipt.logs.map((log, at) =>
    logJson({ log, block, transactionHash: hash, transactionIndex: index, logIndex: receipt.firstLogIndex + at }),
  )
  return {
    type: quantity(tx.signed?.type ?? 2),
    status: quantity(receipt.status),
    cumulativeGasUsed: quantity(receipt.cumulativeGasUsed),
    gasUsed: quantity(receipt.gasUsed),
    effectiveGasPrice: quantity(receipt.effectiveGasPrice),
    contractAddress: null,
    from: tx.from,
    to: tx.to ?? null,
    logs,
    logsBloom: bytesToHex(bloomOf(receipt.logs)),
    transactionHash: hash,
    transactionIndex: quantity(index),
    blockHash: block.hash,
    blockNumber: quantity(block.height),
  }
}

/** `removed`: its block was dropped by a reorg. */
export function logJson({ log, block, ...place }: FoundLog, removed = false): Json {
  return {
    address: log.address,
    topics: log.topics,
    data: bytesToHex(log.data),
    blockNumber: quantity(block.height),
    blockHash: block.hash,
    blockTimestamp: quantity(block.header.timestamp),
    transactionHash: place.transactionHash,
    transactionIndex: quantity(place.transactionIndex),
    logIndex: quantity(place.logIndex),
    removed,
  }
}
