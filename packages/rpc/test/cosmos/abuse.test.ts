import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from '../server/support.ts'
import { type Host, host } from './chain.ts'

let chain: Host
beforeAll(async () => {
  chain = await host()
})
afterAll(() => chain[Symbol.asyncDispose]())

/** Values that look like arguments, and values that do not. */
const argument = fc.oneof(
  fc.constantFrom<unknown>(
    '',
    '0',
    '1',
    '-1',
    '1.5',
    '99999999999999999999',
    'AA==',
    '0x',
    'ff',
    "tm.event='Tx'",
    'tx.height=1',
  ),
  fc.constantFrom<unknown>(
    '/cosmos.bank.v1beta1.Query/Balance',
    '/store/bank/key',
    '/',
    true,
    false,
    null,
    0,
    -1,
    2 ** 53,
  ),
  fc.jsonValue({ maxDepth: 2 }),
  fc.base64String({ maxLength: 64 }),
)
const names = [
  'height',
  'path',
  'data',
  'hash',
  'tx',
  'query',
  'page',
  'per_page',
  'order_by',
  'prove',
  'limit',
  'chunk',
  'minHeight',
  'maxHeight',
]
const params = fc.oneof(
  fc.array(argument, { maxLength: 5 }),
  fc.dictionary(fc.constantFrom(...names), argument, { maxKeys: 5, noNullPrototype: true }),
)

describe('any arguments to any method', () => {
  it('are answered over JSON-RPC without a bug showing', async () => {
    const method = fc.constantFrom(...[...chain.table.keys()].filter((name) => name !== 'broadcast_tx_commit'))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ method, params }), { minLength: 20, maxLength: 40 }), async (calls) => {
        const body = JSON.stringify(calls.map((call, id) => ({ jsonrpc: '2.0', id, ...call })))
        const response = await fetch(chain.rpc.url, { method: 'POST', body })
        const answers = (await response.json()) as Json[]
        expect(answers.map(({ id }) => id)).toEqual(calls.map((_, id) => id))
        for (const answer of answers) expect('result' in answer || typeof answer.error.code === 'number').toBe(true)
      }),
      { seed: 17, numRuns: 40 },
    )
    expect(chain.bugs).toEqual([])
  })

  it('are answered in the URI form and by REST', async () => {
    const rest = await chain.rest()
    const segment = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom('..', '%', '%2F', 'a%00b', 'ixo1xyz'),
    )
    const path = fc.constantFrom(
      '/cosmos/auth/v1beta1/accounts/',
      '/cosmos/bank/v1beta1/balances/',
      '/cosmos/bank/v1beta1/denoms_metadata/',
      '/cosmos/tx/v1beta1/txs/',
      '/cosmos/base/tendermint/v1beta1/blocks/',
      '/ibc/apps/transfer/v1/denom_traces/',
      '/ibc/core/channel/v1/channels/',
      '/',
    )
    await fc.assert(
      fc.asyncProperty(path, segment, segment, async (prefix, rest1, rest2) => {
        const tail = rest1.startsWith('%') ? rest1 : encodeURIComponent(wellFormed(rest1))
        const query = `pagination.limit=${encodeURIComponent(wellFormed(rest2))}&denom=${encodeURIComponent(wellFormed(rest1))}`
        const response = await fetch(`${rest.url}${prefix}${tail}?${query}`)
        expect([200, 400, 404, 501]).toContain(response.status)
        await response.json()
        const uri = await fetch(
          `${chain.rpc.url}/abci_query?path=${encodeURIComponent(wellFormed(rest2))}&data=${tail}`,
        )
        expect([200, 404]).toContain(uri.status)
        await uri.json()
      }),
      { seed: 19, numRuns: 80 },
    )
    expect(chain.bugs).toEqual([])
  })
})

/** Lone surrogates cannot be written into a URL. */
const wellFormed = (text: string): string => new TextDecoder().decode(new TextEncoder().encode(text))
