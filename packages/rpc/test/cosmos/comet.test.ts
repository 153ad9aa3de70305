import { Comet38Client, connectComet, HttpBatchClient } from '@cosmjs/tendermint-rpc'
import { sha256 } from '@pegzone/encoding'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from '../server/support.ts'
import { chainId, type Host, host } from './chain.ts'

let chain: Host
beforeAll(async () => {
  chain = await host()
})
afterAll(async () => {
  await chain[Symbol.asyncDispose]()
  expect(chain.bugs).toEqual([])
})

const fee = { amount: [{ denom: 'acdai', amount: '7' }], gas: '200000' }

async function sent(): Promise<{ hash: string; height: number }> {
  const client = await chain.connect('http')
  const [from, , , to] = chain.addresses as [string, string, string, string]
  const { transactionHash, height, code } = await client.sendTokens(from, to, [{ denom: 'acixo', amount: '11' }], fee)
  expect(code).toBe(0)
  return { hash: transactionHash, height }
}

async function get(path: string): Promise<Json> {
  return (await fetch(`${chain.rpc.url}/${path}`)).json()
}

describe.each(['http', 'ws'] as const)('every method of Comet38Client over %s', (transport) => {
  let client: Comet38Client
  let tx: { hash: string; height: number }
  beforeAll(async () => {
    client = await chain.comet(transport)
    tx = await sent()
  })

  it('status, health, abci_info', async () => {
    const { nodeInfo, syncInfo, validatorInfo } = await client.status()
    expect(nodeInfo.network).toBe(chainId)
    expect(nodeInfo.version).toMatch(/^0\.38\./)
    expect(syncInfo.latestBlockHeight).toBe(chain.chain.ledger.durable.height)
    expect(syncInfo.earliestBlockHeight).toBe(1)
    expect(syncInfo.catchingUp).toBe(false)
    expect(validatorInfo.votingPower).toBe(1n)
    expect(await client.health()).toBeNull()
    expect((await client.abciInfo()).lastBlockHeight).toBe(syncInfo.latestBlockHeight)
  })

  it('block, block_results, commit, validators, header chain', async () => {
    const latest = await client.block()
    const previous = await client.block(latest.block.header.height - 1)
    expect(latest.block.header.lastBlockId?.hash).toEqual(previous.blockId.hash)
    expect(latest.block.lastCommit?.blockId.hash).toEqual(previous.blockId.hash)
    expect(latest.block.txs).toHaveLength(1)
    expect(
      Buffer.from(sha256(latest.block.txs[0] as Uint8Array))
        .toString('hex')
        .toUpperCase(),
    ).toBe(tx.hash)
    const first = await client.block(1)
    expect([first.block.header.lastBlockId, first.block.lastCommit]).toEqual([null, null])
    const results = await client.blockResults(tx.height)
    expect(results.results.map(({ code }) => code)).toEqual([0])
    expect((await client.blockResults(1)).results).toEqual([])
    const commit = await client.commit(previous.block.header.height)
    expect(commit.canonical).toBe(true)
    expect(commit.commit.blockId.hash).toEqual(previous.blockId.hash)
    expect((await client.commit()).canonical).toBe(false)
    expect((await client.validatorsAll()).validators).toHaveLength(1)
  })

  it('blockchain, block_search, genesis, unconfirmed', async () => {
    const { lastHeight, blockMetas } = await client.blockchain(1, 3)
    expect(lastHeight).toBe(chain.chain.ledger.durable.height)
    expect(blockMetas[0]?.header.height).toBe(Math.min(3, lastHeight))
    const found = await client.blockSearchAll({ query: 'block.height >= 1 AND block.height <= 2' })
    expect(found.totalCount).toBe(2)
    expect((await client.genesis()).chainId).toBe(chainId)
    expect(await client.numUnconfirmedTxs()).toEqual({ total: 0, totalBytes: 0 })
  })

  it('tx, tx_search with proof and paging', async () => {
    const hash = Buffer.from(tx.hash, 'hex')
    const one = await client.tx({ hash, prove: true })
    expect([one.height, one.index, one.result.code]).toEqual([tx.height, 0, 0])
    expect(one.proof?.proof.total).toBe(1)
    const { block } = await client.block(tx.height)
    expect(one.proof?.rootHash).toEqual(block.header.dataHash)
    const byHash = await client.txSearch({ query: `tx.hash='${tx.hash}'` })
    expect([byHash.totalCount, byHash.txs[0]?.height]).toEqual([1, tx.height])
    await sent()
    const all = await client.txSearchAll({ query: `transfer.recipient='${chain.addresses[3]}'`, per_page: 1 })
    expect(all.txs.length).toBe(all.totalCount)
    expect(all.totalCount).toBeGreaterThanOrEqual(2)
    const newest = await client.txSearch({ query: `tx.height>=1`, per_page: 1, order_by: 'desc' })
    expect(newest.txs[0]?.height).toBe(chain.chain.ledger.durable.height)
    await expect(client.txSearch({ query: `tx.height>=1`, page: 999 })).rejects.toThrow(/page should be within/)
    await expect(client.txSearch({ query: 'tx.height >' })).rejects.toThrow(/failed to parse query/)
  })
})

describe('errors, in the words of CometBFT', () => {
  it.each([
    ['block?height=0', 'height must be greater than 0, but got 0'],
    ['block?height=9999', /height 9999 must be less than or equal to the current blockchain height \d+/],
    ['commit?height=-3', 'height must be greater than 0, but got -3'],
    ['tx?hash=0xAB', 'tx (AB) not found'],
    ['tx_search?query="a=1"&order_by="up"', /order_by/],
    ['tx_search?query="tx.time > DATE 2020-01-01"', /TIME and DATE/],
    ['subscribe?query="tm.event=\'Tx\'"', /WebSocket/],
    ['blockchain?minHeight=5&maxHeight=2', /can't be greater/],
    ['validators?page=2', /page should be within/],
    ['genesis_chunked?chunk=1', /chunks/],
  ])('%s', async (path, data) => {
    const { error } = await get(path)
    expect([error.code, error.message]).toEqual([-32603, 'Internal error'])
    expect(error.data).toMatch(data)
  })

  it('unknown names and wrong arguments', async () => {
    expect((await get('nothing')).error).toEqual({ code: -32601, message: 'Method not found' })
    expect((await get('block?height=x')).error).toMatchObject({ code: -32602, message: 'Invalid params' })
    expect((await get('broadcast_tx_sync')).error.code).toBe(-32602)
  })
})

describe('the URI form and batches', () => {
  it('answers as Keplr and curl ask', async () => {
    expect((await get('status')).result.node_info.network).toBe(chainId)
    expect((await get('health')).result).toEqual({})
    expect((await get('net_info')).result.n_peers).toBe('0')
    expect((await get('consensus_params')).result.consensus_params.block.max_gas).toBe('-1')
    expect((await get('unconfirmed_txs?limit=5')).result).toMatchObject({ n_txs: '0', txs: [] })
    const { result } = await get('block?height=1')
    const same = await get(`block_by_hash?hash=0x${result.block_id.hash}`)
    expect(same.result).toEqual(result)
    expect((await get('header?height="1"')).result.header).toEqual(result.block.header)
    expect((await get('block_by_hash?hash=0x00')).result.block).toBeNull()
    const chunk = await get('genesis_chunked?chunk=0')
    const genesis = JSON.parse(Buffer.from(chunk.result.data, 'base64').toString())
    expect(genesis).toMatchObject({ chain_id: chainId, genesis_time: '2023-11-14T22:13:20.000000000Z' })
    const balance = await get('abci_query?path="/cosmos.bank.v1beta1.Query/Params"&data=0x&height=1&prove=true')
    expect(balance.result.response).toMatchObject({ code: 0, height: '1', index: '0', proofOps: null })
    expect((await get('abci_query?path="/no.Such/Query"')).result.response).toMatchObject({ code: 6, codespace: 'sdk' })
  })

  it('serves the batching client', async () => {
    const client = await Comet38Client.create(
      new HttpBatchClient(chain.rpc.url, { dispatchInterval: 5, batchSizeLimit: 20 }),
    )
    const [status, block, missing] = await Promise.allSettled([client.status(), client.block(1), client.block(9_999)])
    expect(status.status === 'fulfilled' && status.value.nodeInfo.network).toBe(chainId)
    expect(block.status === 'fulfilled' && block.value.block.header.height).toBe(1)
    expect(missing.status === 'rejected' && String(missing.reason)).toMatch(/must be less than/)
    client.disconnect()
  })

  it('lets CosmJS detect the version', async () => {
    const client = await connectComet(chain.rpc.url)
    expect(client).toBeInstanceOf(Comet38Client)
    client.disconnect()
  })
})
