import { fromBase64 } from '@cosmjs/encoding'
import { TxRaw } from 'cosmjs-types/cosmos/tx/v1beta1/tx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from '../server/support.ts'
import { chainId, type Host, host } from './chain.ts'

let chain: Host
let url: string
let from: string
let other: string
let fresh: string
beforeAll(async () => {
  chain = await host()
  url = (await chain.rest()).url
  ;[from, other, , fresh] = chain.addresses as [string, string, string, string]
})
afterAll(async () => {
  await chain[Symbol.asyncDispose]()
  expect(chain.bugs).toEqual([])
})

async function get(path: string, headers: Record<string, string> = {}): Promise<{ status: number; json: Json }> {
  const response = await fetch(url + path, { headers })
  return { status: response.status, json: await response.json() }
}

async function post(path: string, body: unknown): Promise<{ status: number; json: Json }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(url + path, {
    method: 'POST',
    body: text,
    headers: { 'content-type': 'application/json' },
  })
  return { status: response.status, json: await response.json() }
}

const fee = { amount: [{ denom: 'acdai', amount: '7' }], gas: '200000' }

async function signed(sequence: number): Promise<string> {
  const client = await chain.connect('http')
  const amount = [{ denom: 'acixo', amount: '5' }]
  const message = { typeUrl: '/cosmos.bank.v1beta1.MsgSend', value: { fromAddress: from, toAddress: other, amount } }
  const { accountNumber } = await client.getSequence(from)
  const raw = await client.sign(from, [message], fee, '', { accountNumber, sequence, chainId })
  return Buffer.from(TxRaw.encode(raw).finish()).toString('base64')
}

describe('what Keplr asks', () => {
  it('node_info, blocks', async () => {
    const { json } = await get('/cosmos/base/tendermint/v1beta1/node_info')
    expect(json.default_node_info.network).toBe(chainId)
    expect(json.application_version.cosmos_sdk_version).toMatch(/^v0\.50\./)
    expect((await get('/cosmos/base/tendermint/v1beta1/syncing')).json).toEqual({ syncing: false })
    const latest = (await get('/cosmos/base/tendermint/v1beta1/blocks/latest')).json
    expect(latest.block.header.chain_id).toBe(chainId)
    expect(fromBase64(latest.block_id.hash)).toHaveLength(32)
    expect((await get('/cosmos/base/tendermint/v1beta1/blocks/1')).json.block.header.height).toBe('1')
    expect((await get('/cosmos/base/tendermint/v1beta1/blocks/99999')).status).toBe(400)
    expect((await get('/cosmos/base/tendermint/v1beta1/blocks/x')).status).toBe(400)
  })

  it('accounts and balances, in grpc-gateway JSON', async () => {
    expect((await get(`/cosmos/auth/v1beta1/accounts/${from}`)).json).toEqual({
      account: {
        '@type': '/cosmos.auth.v1beta1.BaseAccount',
        address: from,
        pub_key: null,
        account_number: expect.stringMatching(/^\d+$/),
        sequence: '0',
      },
    })
    expect((await get(`/cosmos/bank/v1beta1/balances/${from}`)).json).toEqual({
      balances: [
        { denom: 'acdai', amount: '1000000' },
        { denom: 'acixo', amount: '5000000' },
      ],
      pagination: { next_key: null, total: '2' },
    })
    const page = (await get(`/cosmos/bank/v1beta1/balances/${from}?pagination.limit=1`)).json
    expect(page.balances).toHaveLength(1)
    const next = await get(
      `/cosmos/bank/v1beta1/balances/${from}?pagination.key=${encodeURIComponent(page.pagination.next_key)}`,
    )
    expect(next.json.balances).toEqual([{ denom: 'acixo', amount: '5000000' }])
    expect((await get(`/cosmos/bank/v1beta1/balances/${from}/by_denom?denom=acixo`)).json).toEqual({
      balance: { denom: 'acixo', amount: '5000000' },
    })
    expect((await get('/cosmos/bank/v1beta1/supply/by_denom?denom=acdai')).json.amount.amount).toBe('3000000')
    const metadata = (await get('/cosmos/bank/v1beta1/denoms_metadata/acixo')).json.metadata
    expect(metadata).toMatchObject({ base: 'acixo', symbol: 'cIXO', denom_units: expect.any(Array) })
  })

  it('probes features by status', async () => {
    expect((await get('/no/such/route')).json).toEqual({ code: 12, message: 'Not Implemented', details: [] })
    const status = async (path: string): Promise<number> => (await get(path)).status
    expect(await status('/no/such/route')).toBe(501)
    expect(await status('/cosmos/staking/v1beta1/params')).toBe(501)
    expect(await status(`/cosmos/distribution/v1beta1/delegators/${from}/rewards`)).toBe(501)
    expect(await status('/cosmos/bank/v1beta1/spendable_balances/test')).toBe(400)
    expect(await status(`/cosmos/bank/v1beta1/spendable_balances/${from}`)).toBe(200)
    expect(await status(`/cosmos/bank/v1beta1/balances/${from}?pagination.limit=x`)).toBe(400)
    const missing = await get(`/cosmos/auth/v1beta1/accounts/${fresh}`)
    expect(missing).toEqual({
      status: 404,
      json: { code: 5, message: `account ${fresh} not found`, details: [] },
    })
  })

  it('answers CORS for any page', async () => {
    const preflight = await fetch(`${url}/cosmos/tx/v1beta1/txs`, {
      method: 'OPTIONS',
      headers: { origin: 'https://wallet.example', 'access-control-request-headers': 'content-type' },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
    expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type')
    const missing = await fetch(`${url}/nowhere`)
    expect(missing.headers.get('access-control-allow-origin')).toBe('*')
  })
})

describe('transactions', () => {
  it('simulates, broadcasts, and finds', async () => {
    const tx = await signed(0)
    const simulated = await post('/cosmos/tx/v1beta1/simulate', { tx_bytes: tx })
    expect(simulated.status).toBe(200)
    expect(Number(simulated.json.gas_info.gas_used)).toBeGreaterThan(20_000)
    const { json } = await post('/cosmos/tx/v1beta1/txs', { tx_bytes: tx, mode: 'BROADCAST_MODE_SYNC' })
    expect(json.tx_response).toMatchObject({
      code: 0,
      height: '0',
      raw_log: '',
      txhash: expect.stringMatching(/^[0-9A-F]{64}$/),
    })
    const { txhash } = json.tx_response
    const found = (await get(`/cosmos/tx/v1beta1/txs/${txhash}`)).json
    expect(found.tx_response).toMatchObject({ txhash, code: 0, height: '2' })
    expect(found.tx.body.messages[0]).toMatchObject({ '@type': '/cosmos.bank.v1beta1.MsgSend', from_address: from })
    const account = (await get(`/cosmos/auth/v1beta1/accounts/${from}`)).json.account
    expect(account).toMatchObject({ sequence: '1', pub_key: { '@type': '/cosmos.crypto.secp256k1.PubKey' } })
    const search = await get(`/cosmos/tx/v1beta1/txs?query=${encodeURIComponent(`message.sender='${from}'`)}`)
    expect(search.json.tx_responses.map((one: Json) => one.txhash)).toEqual([txhash])
    const past = await get(`/cosmos/bank/v1beta1/balances/${other}/by_denom?denom=acixo`, {
      'x-cosmos-block-height': '1',
    })
    expect(past.json.balance.amount).toBe('5000000')
    expect((await get(`/cosmos/tx/v1beta1/txs/${'00'.repeat(32)}`)).status).toBe(404)
  })

  it('passes on what CheckTx says', async () => {
    const { status, json } = await post('/cosmos/tx/v1beta1/txs', {
      tx_bytes: await signed(7),
      mode: 'BROADCAST_MODE_SYNC',
    })
    expect(status).toBe(200)
    expect(json.tx_response).toMatchObject({
      code: 32,
      codespace: 'sdk',
      raw_log: expect.stringMatching(/sequence mismatch/),
    })
  })

  it.each([
    ['not JSON', '{', 400],
    ['no bytes', {}, 400],
    ['not base64', { tx_bytes: '!!', mode: 'BROADCAST_MODE_SYNC' }, 400],
    ['block mode', { tx_bytes: 'AAAA', mode: 'BROADCAST_MODE_BLOCK' }, 400],
    ['a list', [1], 400],
    ['null', 'null', 400],
  ])('refuses %s', async (_, body, expected) => {
    const { status, json } = await post('/cosmos/tx/v1beta1/txs', body)
    expect([status, json.code]).toEqual([expected, 3])
    expect((await post('/cosmos/tx/v1beta1/simulate', 'null')).status).toBe(400)
  })
})
