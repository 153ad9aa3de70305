import { Secp256k1HdWallet } from '@cosmjs/amino'
import {
  assertIsDeliverTxSuccess,
  GasPrice,
  QueryClient,
  SigningStargateClient,
  StargateClient,
} from '@cosmjs/stargate'
import { DEV_MNEMONIC } from '@pegzone/encoding'
import { TxRaw } from 'cosmjs-types/cosmos/tx/v1beta1/tx'
import { describe, expect, it } from 'vitest'
import { chainId, type Host, host, prefix } from './chain.ts'

const fee = { amount: [{ denom: 'acdai', amount: '7' }], gas: '200000' }
const coins = (amount: number) => [{ denom: 'acixo', amount: String(amount) }]
type Four = [string, string, string, string]

describe.each(['http', 'ws'] as const)('SigningStargateClient over %s', (transport) => {
  it('connects, reads, sends, finds', async () => {
    await using chain = await host()
    const client = await chain.connect(transport, { gasPrice: GasPrice.fromString('0.01acdai') })
    const [from, other, , fresh] = chain.addresses as Four
    expect(await client.getChainId()).toBe(chainId)
    expect(await client.getHeight()).toBe(1)
    expect(await client.getAccount(fresh)).toBeNull()
    expect(await client.getSequence(from)).toMatchObject({ sequence: 0 })
    expect(await client.getBalance(from, 'acixo')).toEqual({ denom: 'acixo', amount: '5000000' })
    expect(await client.getAllBalances(fresh)).toEqual([])

    const auto = await client.sendTokens(from, fresh, coins(100), 'auto', 'a memo with <&')
    assertIsDeliverTxSuccess(auto)
    expect(auto.height).toBe(2)
    expect(await client.getBalance(fresh, 'acixo')).toEqual({ denom: 'acixo', amount: '100' })
    expect((await client.getAllBalances(other)).map(({ denom }) => denom)).toEqual(['acdai', 'acixo'])
    expect((await client.getAccount(from))?.pubkey).not.toBeNull()
    expect((await client.getAccount(fresh))?.sequence).toBe(0)

    const indexed = await client.getTx(auto.transactionHash)
    expect(indexed).toMatchObject({ height: 2, txIndex: 0, code: 0, hash: auto.transactionHash })
    expect(await client.getTx('00'.repeat(32))).toBeNull()
    const found = await client.searchTx([{ key: 'transfer.recipient', value: fresh }])
    expect(found.map(({ hash }) => hash)).toEqual([auto.transactionHash])
    expect(await client.searchTx(`tx.height >= 2 AND message.sender = '${from}'`)).toHaveLength(1)
    const block = await client.getBlock(2)
    expect([block.header.chainId, block.txs.length]).toEqual([chainId, 1])
    expect(chain.bugs).toEqual([])
  })

  it('reports failures by their SDK code', async () => {
    await using chain = await host()
    const client = await chain.connect(transport)
    const [from, other] = chain.addresses as Four
    const poor = await client.sendTokens(from, other, coins(99_000_000), fee)
    expect([poor.code, poor.msgResponses]).toEqual([5, []])
    expect(poor.rawLog).toMatch(/failed to execute message; message index: 0: .*insufficient funds/)
    const late = await client.sign(from, send(from, other, 1), fee, '', { accountNumber: 0n, sequence: 9, chainId })
    await expect(client.broadcastTx(TxRaw.encode(late).finish())).rejects.toThrow(
      /code 32.*account sequence mismatch, expected 1, got 9/,
    )
    expect(chain.bugs).toEqual([])
  })

  it('signs with amino too', async () => {
    await using chain = await host()
    const [from, other] = chain.addresses as Four
    const signer = await Secp256k1HdWallet.fromMnemonic(DEV_MNEMONIC, { prefix })
    const client = await SigningStargateClient.createWithSigner(await chain.comet(transport), signer, {
      broadcastPollIntervalMs: 5,
    })
    assertIsDeliverTxSuccess(await client.sendTokens(from, other, coins(3), fee, 'memo <&> "quoted"'))
  })
})

describe('broadcasting', () => {
  const raws = async (chain: Host, count: number): Promise<Uint8Array[]> => {
    const client = await chain.connect('http')
    const [from, other] = chain.addresses as Four
    const { accountNumber } = await client.getSequence(from)
    return Promise.all(
      Array.from({ length: count }, async (_, sequence) =>
        TxRaw.encode(
          await client.sign(from, send(from, other, sequence + 1), fee, '', { accountNumber, sequence, chainId }),
        ).finish(),
      ),
    )
  }

  it('sync, async and commit; a duplicate is an error', async () => {
    await using chain = await host()
    const [first, second, third, fourth] = (await raws(chain, 4)) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array]
    const client = await chain.comet('http')
    expect((await client.broadcastTxSync({ tx: first })).code).toBe(0)
    const committed = await client.broadcastTxCommit({ tx: second })
    expect([committed.checkTx.code, committed.txResult?.code, committed.height]).toEqual([0, 0, 3])
    const { hash } = await client.broadcastTxAsync({ tx: third })
    await expect
      .poll(() =>
        client.tx({ hash }).then(
          ({ height }) => height,
          () => 0,
        ),
      )
      .toBe(4)
    chain.automine = false
    expect((await client.broadcastTxSync({ tx: fourth })).code).toBe(0)
    await expect(client.broadcastTxSync({ tx: fourth })).rejects.toThrow(/tx already exists in cache/)
    expect((await client.numUnconfirmedTxs()).total).toBe(1)
    await expect(client.broadcastTxCommit({ tx: first })).rejects.toThrow(/tx already exists in cache/)
    const refused = await client.broadcastTxCommit({ tx: Uint8Array.of(1, 2, 3) })
    expect([refused.checkTx.code, refused.height]).toEqual([2, 0])
  })

  it('commit gives up when no block comes', async () => {
    await using chain = await host()
    const [raw] = (await raws(chain, 1)) as [Uint8Array]
    chain.automine = false
    const client = await chain.comet('http')
    await expect(client.broadcastTxCommit({ tx: raw })).rejects.toThrow(/timed out waiting for tx/)
  })

  it('keeps the order of a batch: sequences in a row land in one block', async () => {
    await using chain = await host()
    const list = await raws(chain, 20)
    chain.automine = false
    const response = await fetch(chain.rpc.url, {
      method: 'POST',
      body: JSON.stringify(
        list.map((tx, id) => ({
          jsonrpc: '2.0',
          id,
          method: 'broadcast_tx_sync',
          params: { tx: Buffer.from(tx).toString('base64') },
        })),
      ),
    })
    const answers = (await response.json()) as { id: number; result: { code: number } }[]
    expect(answers.map(({ id, result }) => [id, result.code])).toEqual(list.map((_, id) => [id, 0]))
    chain.mine()
    const client = await chain.comet('http')
    expect((await client.block()).block.txs).toHaveLength(20)
    const { totalCount, txs } = await client.txSearch({ query: 'tx.height=2', per_page: 7, page: 3, order_by: 'desc' })
    expect([totalCount, txs.map(({ index }) => index)]).toEqual([20, [5, 4, 3, 2, 1, 0]])
  })
})

describe('the past', () => {
  it('answers balances of earlier heights, and refuses heights that are not there', async () => {
    await using chain = await host()
    const client = await chain.connect('http')
    const [from, , , fresh] = chain.addresses as Four
    for (const amount of [1, 10, 100]) await client.sendTokens(from, fresh, coins(amount), fee)
    const query = QueryClient.withExtensions(await chain.comet('http'))
    const { QueryBalanceRequest, QueryBalanceResponse } = await import('cosmjs-types/cosmos/bank/v1beta1/query')
    const data = QueryBalanceRequest.encode({ address: fresh, denom: 'acixo' }).finish()
    const at = async (height: number): Promise<string | undefined> => {
      const { value } = await query.queryAbci('/cosmos.bank.v1beta1.Query/Balance', data, height)
      return QueryBalanceResponse.decode(value).balance?.amount
    }
    expect([await at(1), await at(2), await at(3), await at(4)]).toEqual(['0', '1', '11', '111'])
    await expect(at(99)).rejects.toThrow(/Query failed with \(26\)/)
    expect(chain.bugs).toEqual([])
  })
})

describe('read-only client', () => {
  it('connects by URL alone', async () => {
    await using chain = await host()
    const client = await StargateClient.connect(chain.rpc.url)
    expect(await client.getChainId()).toBe(chainId)
    client.disconnect()
  })
})

const send = (fromAddress: string, toAddress: string, amount: number) => [
  { typeUrl: '/cosmos.bank.v1beta1.MsgSend', value: { fromAddress, toAddress, amount: coins(amount) } },
]
