import type { CosmosBlock, SearchCondition, SearchPage, TxRecord } from '@pegzone/cosmos'
import { base64Encode, equalBytes, parseHex, sha256 } from '@pegzone/encoding'
import type { RpcMethod } from '../server/types.ts'
import { invalidParams, readArgs, refused } from './args.ts'
import type { CosmosBackend } from './backend.ts'
import { blockAt } from './blocks.ts'
import { txProofJson } from './merkle-proof.ts'
import { parseQuery } from './query.ts'
import { blockIdJson, blockJson, checkTxJson, txJson, txResultJson, upperHex } from './wire.ts'

/** Methods that send, find and search transactions. */
export function transactionMethods(backend: CosmosBackend, commitTimeoutMs: number): Record<string, RpcMethod> {
  const { chain } = backend
  const rawOf: (...args: Parameters<RpcMethod>) => Uint8Array = (params, context) => {
    const { tx } = readArgs({ tx: 'base64' }, params, context)
    if (tx === undefined) throw invalidParams('tx is missing or empty')
    return tx
  }

  async function withProof(record: TxRecord, prove: boolean | undefined) {
    if (prove !== true) return txJson(record)
    const { txs } = await blockAt(chain, record.height)
    return txJson(record, txProofJson(txs, record.index))
  }

  return {
    broadcast_tx_async: (params, context, id) => {
      const raw = rawOf(params, context, id)
      // The client chose not to hear how CheckTx ends; the chain kept or refused it all the same.
      void backend.send(raw).catch(() => {})
      return { code: 0, data: '', log: '', codespace: '', hash: upperHex(sha256(raw)) }
    },
    broadcast_tx_sync: async (params, context, id) => {
      const { code, log, codespace, hash, duplicate } = await backend.send(rawOf(params, context, id))
      if (duplicate) throw refused('tx already exists in cache')
      return { code, data: '', log, codespace, hash: upperHex(hash) }
    },
    broadcast_tx_commit: (params, context, id) => commit(backend, rawOf(params, context, id), commitTimeoutMs),
    tx: async (params, context) => {
      const { hash, prove } = readArgs({ hash: 'base64', prove: 'bool' }, params, context)
      if (hash === undefined) throw invalidParams('hash is missing')
      const wanted = hash.length === 48 ? (hexHash(hash) ?? hash) : hash
      const record = await chain.tx(wanted)
      if (record === undefined) throw refused(`tx (${upperHex(wanted)}) not found`)
      return withProof(record, prove)
    },
    tx_search: async (params, context) => {
      const spec = { query: 'text', prove: 'bool', page: 'int', per_page: 'int', order_by: 'text' } as const
      const { query, prove, ...paging } = readArgs(spec, params, context)
      const page = pageOf(paging)
      const { total, txs } = await chain.searchTxs(conditionsOf(query), page)
      checkPage(page, total)
      return { txs: await Promise.all(txs.map((record) => withProof(record, prove))), total_count: String(total) }
    },
    block_search: async (params, context) => {
      const spec = { query: 'text', page: 'int', per_page: 'int', order_by: 'text' } as const
      const { query, ...paging } = readArgs(spec, params, context)
      const page = pageOf({ ...paging, order_by: paging.order_by ?? 'desc' })
      const { total, blocks } = await chain.searchBlocks(conditionsOf(query), page)
      checkPage(page, total)
      return {
        blocks: blocks.map((block) => ({ block_id: blockIdJson(block.id), block: blockJson(block) })),
        total_count: String(total),
      }
    },
    unconfirmed_txs: (params, context) => {
      const { limit = 30 } = readArgs({ limit: 'int' }, params, context)
      const txs = chain.mempool.txs(Math.min(100, Math.max(1, limit)))
      return { ...pendingJson(backend), n_txs: String(txs.length), txs: txs.map(base64Encode) }
    },
    num_unconfirmed_txs: () => pendingJson(backend),
  }
}

function pendingJson({ chain: { mempool } }: CosmosBackend) {
  const total = String(mempool.size)
  return { n_txs: total, total, total_bytes: String(mempool.bytes), txs: null }
}

/** Some clients send a hash as hex where CometBFT wants base64; 64 hex digits are base64 of 48 bytes that no hash has. */
function hexHash(bytes: Uint8Array): Uint8Array | undefined {
  return parseHex(`0x${base64Encode(bytes)}`)
}

function conditionsOf(query: string | undefined): readonly SearchCondition[] {
  if (query === undefined) throw refused('query is missing')
  const parsed = parseQuery(query)
  if (!parsed.ok) throw refused(`failed to parse query: ${parsed.rejection.detail} at ${parsed.rejection.at}`)
  return parsed.value.map((term) => {
    if ('timeNs' in term) throw refused('TIME and DATE work in subscriptions; the index knows texts and numbers only')
    return term
  })
}

interface Paging {
  readonly page: number | undefined
  readonly per_page: number | undefined
  readonly order_by: string | undefined
}

/** Source: cometbft rpc/core/env.go validatePerPage: below 1 is 30, above 100 is 100. */
function pageOf({ page = 1, per_page: perPage = 30, order_by: order = 'asc' }: Paging): Required<SearchPage> {
  if (order !== 'asc' && order !== 'desc') throw refused('expected order_by to be either `asc` or `desc` or empty')
  return { page, perPage: perPage < 1 ? 30 : Math.min(100, perPage), order }
}

function checkPage({ page, perPage }: Required<SearchPage>, total: number): void {
  const pages = Math.max(1, Math.ceil(total / perPage))
  if (page < 1 || page > pages) throw refused(`page should be within [1, ${pages}] range, given ${page}`)
}

/** Sends and waits for the block that holds the transaction. Listens first: in automine the block precedes the answer. */
async function commit(backend: CosmosBackend, raw: Uint8Array, timeoutMs: number) {
  const hash = sha256(raw)
  let found: (block: CosmosBlock) => void = () => {}
  const committed = new Promise<CosmosBlock>((resolve) => {
    found = resolve
  })
  const stop = backend.onBlock((block) => {
    if (block.txHashes.some((other) => equalBytes(other, hash))) found(block)
  })
  let timer: NodeJS.Timeout | undefined
  try {
    const check = await backend.send(raw)
    if (check.duplicate) throw refused('tx already exists in cache')
    if (check.code !== 0)
      return { check_tx: checkTxJson(check), tx_result: emptyResult, hash: upperHex(hash), height: '0' }
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, timeoutMs, undefined)
    })
    const block = await Promise.race([committed, late])
    if (block === undefined) throw refused('timed out waiting for tx to be included in a block')
    const index = block.txHashes.findIndex((other) => equalBytes(other, hash))
    const result = block.results[index]
    if (result === undefined) throw new Error(`block ${block.height} has no result ${index}`)
    return {
      check_tx: checkTxJson(check),
      tx_result: txResultJson(result),
      hash: upperHex(hash),
      height: String(block.height),
    }
  } finally {
    clearTimeout(timer)
    stop()
  }
}

const emptyResult = {
  code: 0,
  data: null,
  log: '',
  info: '',
  gas_wanted: '0',
  gas_used: '0',
  events: [],
  codespace: '',
} as const
