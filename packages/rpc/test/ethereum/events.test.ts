import { bytesToHex } from '@pegzone/encoding'
import { describe, expect, it } from 'vitest'
import {
  alice,
  bob,
  carol,
  signed,
  toyAddress,
  toyTransferEvent,
  transferData,
} from '../../../ethereum/test/chain/support.ts'
import { ethereumDialect, ethereumMethods, openLocalConnection } from '../../src/index.ts'
import { call, type Node, openNode, refusal } from './support.ts'

const word = (address: string) => `0x${address.slice(2).padStart(64, '0')}`
const tick = () => new Promise((resolve) => setImmediate(resolve))

async function pay(node: Node, nonce: bigint, to: `0x${string}` = bob): Promise<string> {
  const raw = signed(nonce, { to: toyAddress, value: 0n, data: transferData(to, 1n) })
  return await call(node, 'eth_sendRawTransaction', bytesToHex(raw))
}

interface Push {
  readonly method: string
  readonly params: { readonly subscription: string; readonly result: Record<string, unknown> & string }
}

const resultsOf = (node: Node, id: string) =>
  (node.pushed as Push[]).filter(({ params }) => params.subscription === id).map(({ params }) => params.result)

describe('subscriptions', () => {
  it('push heads, logs and pending transactions, each to its own id', async () => {
    const node = openNode()
    const heads = await call<string>(node, 'eth_subscribe', 'newHeads')
    const toBob = await call<string>(node, 'eth_subscribe', 'logs', {
      address: toyAddress,
      topics: [toyTransferEvent.topic0, null, word(bob)],
    })
    const hashes = await call<string>(node, 'eth_subscribe', 'newPendingTransactions')
    const whole = await call<string>(node, 'eth_subscribe', 'newPendingTransactions', true)
    const first = await pay(node, 0n)
    const second = await pay(node, 1n, carol)
    await tick()
    expect(resultsOf(node, heads).map(({ number }) => number)).toEqual(['0x0', '0x1', '0x2'])
    expect(resultsOf(node, toBob)).toMatchObject([{ transactionHash: first, removed: false, blockNumber: '0x1' }])
    expect(resultsOf(node, hashes)).toEqual([first, second])
    expect(resultsOf(node, whole)).toMatchObject([{ hash: first, blockHash: null }, { hash: second }])
    expect((node.pushed as Push[]).every(({ method }) => method === 'eth_subscription')).toBe(true)
  })

  it('end with eth_unsubscribe, and with the connection', async () => {
    const node = openNode()
    await tick()
    const id = await call<string>(node, 'eth_subscribe', 'newHeads')
    expect(await call(node, 'eth_unsubscribe', id)).toBe(true)
    expect(await refusal(node, 'eth_unsubscribe', id)).toMatchObject({ message: 'subscription not found' })
    const other = await call<string>(node, 'eth_subscribe', 'newHeads')
    node.local.close()
    await node.mine()
    expect(resultsOf(node, id)).toEqual([])
    expect(resultsOf(node, other)).toEqual([])
  })

  it('belong to their connection', async () => {
    const node = openNode()
    const id = await call<string>(node, 'eth_subscribe', 'newHeads')
    const table = ethereumMethods(node.backend)
    const stranger = openLocalConnection({ table, dialect: ethereumDialect, onMessage: () => {} })
    await expect(stranger.call('eth_unsubscribe', [id])).rejects.toMatchObject({ message: 'subscription not found' })
    const deaf = openLocalConnection({ table, dialect: ethereumDialect })
    await expect(deaf.call('eth_subscribe', ['newHeads'])).rejects.toMatchObject({
      code: -32000,
      message: 'notifications not supported',
    })
  })
})

describe('reorgs', () => {
  it('take logs back from subscriptions and filters, then bring them again', async () => {
    const node = openNode()
    const logs = await call<string>(node, 'eth_subscribe', 'logs', {})
    const filter = await call<string>(node, 'eth_newFilter', {})
    const hashes = [await pay(node, 0n), await pay(node, 1n)]
    await tick()
    await node.chain.rewind(0)
    expect(await call(node, 'eth_getTransactionReceipt', hashes[0])).toBeNull()
    expect(await call(node, 'eth_getTransactionByHash', hashes[0])).toMatchObject({ blockNumber: null })
    expect(await call(node, 'eth_blockNumber')).toBe('0x0')
    await node.mine()
    const seen = [
      { transactionHash: hashes[0], blockNumber: '0x1', removed: false },
      { transactionHash: hashes[1], blockNumber: '0x2', removed: false },
      { transactionHash: hashes[1], blockNumber: '0x2', removed: true },
      { transactionHash: hashes[0], blockNumber: '0x1', removed: true },
      { transactionHash: hashes[0], blockNumber: '0x1', logIndex: '0x0', removed: false },
      { transactionHash: hashes[1], blockNumber: '0x1', logIndex: '0x1', removed: false },
    ]
    expect(resultsOf(node, logs)).toMatchObject(seen)
    expect(await call(node, 'eth_getFilterChanges', filter)).toMatchObject(seen)
  })
})

describe('filters', () => {
  it('answer only what is new, and everything on demand', async () => {
    const node = openNode()
    await pay(node, 0n)
    await tick()
    const filter = await call<string>(node, 'eth_newFilter', { fromBlock: '0x0', topics: [null, word(alice)] })
    await pay(node, 1n)
    await tick()
    expect(await call(node, 'eth_getFilterChanges', filter)).toMatchObject([{ blockNumber: '0x2' }])
    expect(await call(node, 'eth_getFilterChanges', filter)).toEqual([])
    expect(await call(node, 'eth_getFilterLogs', filter)).toMatchObject([
      { blockNumber: '0x1' },
      { blockNumber: '0x2' },
    ])
    expect(await call(node, 'eth_uninstallFilter', filter)).toBe(true)
    expect(await call(node, 'eth_uninstallFilter', filter)).toBe(false)
    expect(await refusal(node, 'eth_getFilterChanges', filter)).toEqual({ code: -32000, message: 'filter not found' })
  })

  it('are dropped when nobody polls them for five minutes', async () => {
    const node = openNode()
    let nowMs = 0
    const table = ethereumMethods(node.backend, { nowMs: () => nowMs })
    const local = openLocalConnection({ table, dialect: ethereumDialect })
    const kept = await local.call('eth_newBlockFilter')
    const idle = await local.call('eth_newBlockFilter')
    nowMs = 200_000
    await local.call('eth_getFilterChanges', [kept as string])
    nowMs = 300_001
    await node.mine()
    expect(await local.call('eth_getFilterChanges', [kept as string])).toHaveLength(1)
    await expect(local.call('eth_getFilterChanges', [idle as string])).rejects.toMatchObject({
      message: 'filter not found',
    })
  })

  it.each([
    ['nothing', {}, 3],
    ['an address', { address: toyAddress }, 3],
    ['another address', { address: bob }, 0],
    ['addresses', { address: [bob, toyAddress] }, 3],
    ['no address', { address: [] }, 3],
    ['a topic', { topics: [toyTransferEvent.topic0] }, 3],
    ['a receiver', { topics: [null, null, word(carol)] }, 1],
    ['receivers', { topics: [null, null, [word(carol), word(bob)]] }, 3],
    ['any receiver', { topics: [null, null, []] }, 3],
    ['more topics than there are', { topics: [null, null, null, null] }, 0],
    ['a range', { fromBlock: '0x2', toBlock: '0x2' }, 1],
    ['tags', { fromBlock: 'earliest', toBlock: 'latest' }, 3],
  ])('find logs by %s', async (_name, query, count) => {
    const node = openNode()
    await pay(node, 0n)
    await pay(node, 1n, carol)
    await pay(node, 2n)
    expect(await call(node, 'eth_getLogs', { fromBlock: '0x0', ...query })).toHaveLength(count)
  })

  it('find the logs of one block by its hash', async () => {
    const node = openNode()
    await pay(node, 0n)
    await pay(node, 1n)
    const { hash } = await call<{ hash: string }>(node, 'eth_getBlockByNumber', '0x1', false)
    expect(await call(node, 'eth_getLogs', { blockHash: hash })).toMatchObject([
      { blockNumber: '0x1', blockHash: hash },
    ])
    expect(await refusal(node, 'eth_getLogs', { blockHash: word(bob) })).toMatchObject({ message: 'header not found' })
  })
})
