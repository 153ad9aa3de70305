import { bytesToHex } from '@pegzone/encoding'
import type { EthereumBlock } from '@pegzone/ethereum'
import { RawJson, type RpcMethod } from '../server/types.ts'
import type { EthereumBackend } from './backend.ts'
import { blockJson, type Json, minedJson, pendingJson, receiptJson } from './format.ts'
import { boolParam, countParam, hashParam, positional, quantity } from './params.ts'
import { blockAt, heightOf } from './tags.ts'

/** Blocks, mined and waiting transactions, receipts. Not found is null, as in geth. */
export function blockMethods(backend: EthereumBackend): Readonly<Record<string, RpcMethod>> {
  const { chain } = backend
  /** The head is polled by everyone: its text is made once. */
  let headText: { readonly hash: string; readonly text: string } | undefined

  async function byTag(tag: unknown): Promise<EthereumBlock | undefined> {
    return await blockAt(backend, await heightOf(backend, tag))
  }

  async function byHash(value: unknown): Promise<EthereumBlock | undefined> {
    const block = await chain.blockByHash(hashParam(value, '0'))
    return block === undefined || block.height > chain.durable ? undefined : block
  }

  async function transaction(value: unknown) {
    const found = await chain.transaction(hashParam(value, '0'))
    return found === undefined || found.block.height > chain.durable ? undefined : found
  }

  /** What the next block would hold, in the order of arrival by sender. */
  async function pendingBlock(full: boolean): Promise<Json> {
    const head = await chain.block(chain.durable)
    const { pending } = chain.poolContent()
    return {
      ...blockJson(head!, false),
      number: quantity(chain.durable + 1),
      hash: null,
      nonce: null,
      parentHash: head!.hash,
      timestamp: quantity(head!.header.timestamp + 1n),
      gasUsed: '0x0',
      transactions: pending.map((tx) => (full ? pendingJson(tx, chain.baseFee) : tx.hash)),
    }
  }

  function answer(block: EthereumBlock | undefined, full: boolean): unknown {
    if (block === undefined) return null
    if (full || block.height !== chain.durable) return blockJson(block, full)
    if (headText?.hash !== block.hash) headText = { hash: block.hash, text: JSON.stringify(blockJson(block, false)) }
    return new RawJson(headText.text)
  }

  function at(block: EthereumBlock | undefined, index: unknown): Json | null {
    const mined = block?.transactions[countParam(index, '1')]
    return block === undefined || mined === undefined ? null : minedJson(block, mined)
  }

  return {
    eth_blockNumber: () => quantity(chain.durable),
    async eth_getBlockByNumber(params) {
      const [tag, full] = positional(params)
      if (tag === 'pending') return await pendingBlock(boolParam(full, '1'))
      return answer(await byTag(tag), boolParam(full, '1'))
    },
    async eth_getBlockByHash(params) {
      const [hash, full] = positional(params)
      return answer(await byHash(hash), boolParam(full, '1'))
    },
    async eth_getBlockTransactionCountByNumber(params) {
      const [tag] = positional(params)
      if (tag === 'pending') return quantity(chain.poolContent().pending.length)
      return countOf(await byTag(tag))
    },
    async eth_getBlockTransactionCountByHash(params) {
      return countOf(await byHash(positional(params)[0]))
    },
    async eth_getTransactionByBlockNumberAndIndex(params) {
      const [tag, index] = positional(params)
      return at(await byTag(tag), index)
    },
    async eth_getTransactionByBlockHashAndIndex(params) {
      const [hash, index] = positional(params)
      return at(await byHash(hash), index)
    },
    async eth_getTransactionByHash(params) {
      const [hash] = positional(params)
      const waiting = chain.pooled(hashParam(hash, '0'))
      if (waiting !== undefined) return pendingJson(waiting, chain.baseFee)
      const found = await chain.transaction(hashParam(hash, '0'))
      if (found === undefined) return null
      // Sealed and on its way to disk: it is not announced, but it must not vanish in between either.
      if (found.block.height > chain.durable) return pendingJson(found.mined.tx, chain.baseFee)
      return minedJson(found.block, found.mined)
    },
    async eth_getRawTransactionByHash(params) {
      const [hash] = positional(params)
      const waiting = chain.pooled(hashParam(hash, '0'))
      const raw = waiting?.raw ?? (await transaction(hash))?.mined.raw
      return raw === undefined ? null : bytesToHex(raw)
    },
    async eth_getTransactionReceipt(params) {
      const found = await transaction(positional(params)[0])
      return found === undefined ? null : receiptJson(found.block, found.mined)
    },
    async eth_getBlockReceipts(params) {
      const block = await byTag(positional(params)[0])
      return block === undefined ? null : block.transactions.map((mined) => receiptJson(block, mined))
    },
    async eth_getUncleCountByBlockNumber(params) {
      return (await byTag(positional(params)[0])) === undefined ? null : '0x0'
    },
    async eth_getUncleCountByBlockHash(params) {
      return (await byHash(positional(params)[0])) === undefined ? null : '0x0'
    },
    eth_getUncleByBlockNumberAndIndex: () => null,
    eth_getUncleByBlockHashAndIndex: () => null,
  }
}

function countOf(block: EthereumBlock | undefined): string | null {
  return block === undefined ? null : quantity(block.transactions.length)
}
