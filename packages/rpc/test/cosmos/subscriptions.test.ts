import { cometDialect, openLocalConnection } from '@pegzone/rpc'
import { describe, expect, it } from 'vitest'
import { openClient } from '../server/support.ts'
import { host } from './chain.ts'

const fee = { amount: [{ denom: 'acdai', amount: '7' }], gas: '200000' }
const coins = [{ denom: 'acixo', amount: '5' }]
type Four = [string, string, string, string]

/** The first `count` values of an xstream. */
function take<T>(stream: { subscribe(listener: object): { unsubscribe(): void } }, count: number): Promise<T[]> {
  return new Promise((resolve, reject) => {
    const seen: T[] = []
    const subscription = stream.subscribe({
      next(value: T) {
        seen.push(value)
        if (seen.length < count) return
        subscription.unsubscribe()
        resolve(seen)
      },
      error: reject,
      complete: () => reject(new Error('ended')),
    })
  })
}

describe('subscriptions', () => {
  it('stream blocks, headers and matching transactions to CosmJS', async () => {
    await using chain = await host()
    const client = await chain.comet('ws')
    const [from, other, , fresh] = chain.addresses as Four
    const blocks = take<{ header: { height: number }; txs: unknown[] }>(client.subscribeNewBlock(), 3)
    const headers = take<{ height: number }>(client.subscribeNewBlockHeader(), 2)
    const txs = take<{ height: number; result: { code: number } }>(
      client.subscribeTx(`transfer.recipient = '${fresh}'`),
      1,
    )
    await client.status()
    const signer = await chain.connect('http')
    await signer.sendTokens(from, other, coins, fee)
    await signer.sendTokens(from, fresh, coins, fee)
    chain.mine()
    expect((await blocks).map(({ header, txs }) => [header.height, txs.length])).toEqual([
      [2, 1],
      [3, 1],
      [4, 0],
    ])
    expect((await headers).map(({ height }) => height)).toEqual([2, 3])
    expect((await txs).map(({ height, result }) => [height, result.code])).toEqual([[3, 0]])
    expect(chain.bugs).toEqual([])
  })

  it('take positional params as Keplr sends them, repeat the id, and end by unsubscribe', async () => {
    await using chain = await host()
    const client = await openClient(chain.rpc.webSocketUrl)
    const query = "tm.event='NewBlock'"
    client.send({ jsonrpc: '2.0', id: 7, method: 'subscribe', params: [query] })
    expect(await client.next()).toEqual({ jsonrpc: '2.0', id: 7, result: {} })
    chain.mine()
    const event = await client.next()
    expect(event).toMatchObject({ id: 7, result: { query, data: { type: 'tendermint/event/NewBlock' } } })
    expect(event.result.events['tm.event']).toEqual(['NewBlock'])
    client.send({ jsonrpc: '2.0', id: 8, method: 'subscribe', params: { query } })
    expect((await client.next()).error.data).toBe('already subscribed')
    client.send({ jsonrpc: '2.0', id: 7, method: 'unsubscribe', params: { query } })
    expect((await client.next()).result).toEqual({})
    client.send({ jsonrpc: '2.0', id: 7, method: 'unsubscribe', params: { query } })
    expect((await client.next()).error.data).toBe('subscription not found')
    chain.mine()
    client.send({ jsonrpc: '2.0', id: 9, method: 'subscribe', params: { query: "tm.event='NewBlockEvents'" } })
    expect((await client.next()).id).toBe(9)
    client.send({ jsonrpc: '2.0', id: 10, method: 'unsubscribe_all' })
    expect((await client.next()).id).toBe(10)
    chain.mine()
    client.send({ jsonrpc: '2.0', id: 11, method: 'subscribe', params: { query: 'tm.event=' } })
    expect((await client.next()).error.data).toMatch(/failed to parse query/)
    client.socket.terminate()
  })

  it('work in the same process without a port, and stop with the connection', async () => {
    await using chain = await host()
    const seen: unknown[] = []
    const local = openLocalConnection({
      table: chain.table,
      dialect: cometDialect,
      onMessage: (message) => seen.push(message),
    })
    expect(await local.call('subscribe', { query: "tm.event='NewBlockHeader'" }, 'mine')).toEqual({})
    chain.mine()
    await expect
      .poll(() => seen)
      .toMatchObject([{ id: 'mine', result: { data: { value: { header: { height: '2' } } } } }])
    local.close()
    chain.mine()
    expect(seen).toHaveLength(1)
    await expect(local.call('status')).rejects.toMatchObject({ code: -32603, message: 'the connection is closed' })
    const deaf = openLocalConnection({ table: chain.table, dialect: cometDialect })
    await expect(deaf.call('nothing')).rejects.toMatchObject({ code: -32601 })
    await expect(deaf.call('subscribe', { query: "tm.event='Tx'" })).rejects.toMatchObject({ code: -32603 })
  })
})
