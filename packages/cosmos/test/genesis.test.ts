import { base64Encode } from '@pegzone/encoding'
import { createLedger } from '@pegzone/ledger'
import { explain } from '@pegzone/outcome'
import { describe, expect, test } from 'vitest'
import { accountOf, balanceOf, type CosmosGenesis, cosmosCatalogue, createCosmos } from '../src/index.ts'
import { incoming, openMockChannel, recv, transfer } from './ibc-support.ts'
import {
  alice,
  bob,
  CHAIN_ID,
  clients,
  coin,
  dave,
  deliver,
  genesisOf,
  PREFIX,
  person,
  SECOND,
  send,
  sign,
  startChain,
} from './support.ts'

function tryGenesis(over: Partial<CosmosGenesis>) {
  const chain = createCosmos({ ledger: createLedger(), chainId: CHAIN_ID, prefix: PREFIX, clients })
  return chain.initGenesis(genesisOf(over))
}

const denom = { base: 'acixo', display: 'cIXO', symbol: 'cIXO', name: 'cIXO', exponent: 18 }
const holds = (amount: string, name = 'acixo') => [{ address: alice.address, coins: [{ denom: name, amount }] }]

describe('a bad genesis is refused with the field, its value and what is allowed', () => {
  test.each<[string, Partial<CosmosGenesis>, string]>([
    ['another chain id', { chainId: 'other-1' }, 'chainId'],
    ['an empty chain id', { chainId: '' }, 'chainId'],
    ['another prefix', { prefix: 'cosmos' }, 'prefix'],
    ['an upper-case prefix', { prefix: 'IXO' }, 'prefix'],
    ['time that is no number', { timeNs: 'now' }, 'timeNs'],
    ['time beyond int64', { timeNs: String(1n << 63n) }, 'timeNs'],
    ['a negative parameter', { params: { txSigLimit: -1 } }, 'params.txSigLimit'],
    ['a fraction as parameter', { params: { maxMemoCharacters: 1.5 } }, 'params.maxMemoCharacters'],
    ['an account of another prefix', { accounts: [{ address: person(0, 'cosmos').address }] }, 'accounts[0].address'],
    ['an account twice', { accounts: [{ address: alice.address }, { address: alice.address }] }, 'accounts[1].address'],
    [
      'an account number twice',
      {
        accounts: [
          { address: alice.address, number: '4' },
          { address: bob.address, number: '4' },
        ],
      },
      'accounts[1].number',
    ],
    ['a number that is none', { accounts: [{ address: alice.address, number: '-1' }] }, 'accounts[0].number'],
    ['a sequence that is none', { accounts: [{ address: alice.address, sequence: 'x' }] }, 'accounts[0].sequence'],
    [
      'a key of 32 bytes',
      { accounts: [{ address: alice.address, pubKey: { type: 'secp256k1', key: base64Encode(new Uint8Array(32)) } }] },
      'accounts[0].pubKey',
    ],
    [
      'another one’s key',
      { accounts: [{ address: alice.address, pubKey: { type: 'secp256k1', key: base64Encode(bob.pubKey) } }] },
      'accounts[0].pubKey',
    ],
    ['a holder that is no address', { balances: [{ address: 'alice', coins: [] }] }, 'balances[0].address'],
    ['a holder twice', { balances: [...holds('1'), ...holds('2')] }, 'balances[1].address'],
    ['a negative balance', { balances: holds('-5') }, 'balances[0].coins[0].amount'],
    ['a balance of nothing', { balances: holds('0') }, 'balances[0].coins[0].amount'],
    ['a balance beyond 256 bits', { balances: holds(String(1n << 256n)) }, 'balances[0].coins[0].amount'],
    ['a denom that is none', { balances: holds('1', '1x') }, 'balances[0].coins[0].denom'],
    [
      'a supply that is not the sum',
      { balances: holds('5'), supply: [{ denom: 'acixo', amount: '6' }] },
      'supply[0].amount',
    ],
    ['a base that is no denom', { denoms: [{ ...denom, base: '' }] }, 'denoms[0].base'],
    ['an exponent beyond 77', { denoms: [{ ...denom, exponent: 78 }] }, 'denoms[0].exponent'],
    ['a trace that is no path', { denoms: [{ ...denom, trace: 'ixo' }] }, 'denoms[0].trace'],
    [
      'a trace twice',
      {
        denoms: [
          { ...denom, trace: 'transfer/channel-0/ixo' },
          { ...denom, base: 'other', trace: 'transfer/channel-0/ixo' },
        ],
      },
      'denoms[1].trace',
    ],
    ['an unknown ibc table', { ibc: { tables: { 'bank/balances': [] } } }, 'ibc.tables.bank/balances'],
    ['ibc rows that are no hex', { ibc: { tables: { 'ibc/clients': [['zz', '00']] } } }, 'ibc.tables.ibc/clients[0]'],
  ])('%s', (_name, over, field) => {
    const result = tryGenesis(over)
    if (result.ok) throw new Error('it was accepted')
    expect(result.rejection).toMatchObject({ code: 'COSMOS_GENESIS_INVALID', field })
    const text = explain(cosmosCatalogue, result.rejection)
    expect(text.what).toContain(field)
    expect(text.why).toMatch(/^Allowed: .+\.$/)
  })

  test.each<[unknown, string, string]>([
    [undefined, 'genesis', 'an object'],
    [{ chainId: CHAIN_ID }, 'prefix', 'a string'],
    [{ chainId: CHAIN_ID, prefix: PREFIX, balances: {} }, 'balances', 'a list'],
    [
      { chainId: CHAIN_ID, prefix: PREFIX, balances: [{ address: alice.address, coins: [{}] }] },
      'balances[0].coins[0].denom',
      'a string',
    ],
    [
      {
        chainId: CHAIN_ID,
        prefix: PREFIX,
        balances: [{ address: alice.address, coins: [{ denom: 'acixo', amount: 5 }] }],
      },
      'balances[0].coins[0].amount',
      'a string',
    ],
    [{ chainId: CHAIN_ID, prefix: PREFIX, params: { memo: 1 } }, 'params.memo', 'only the fields maxMemoCharacters'],
    [{ chainId: CHAIN_ID, prefix: PREFIX, app_state: {} }, 'app_state', 'only the fields chainId'],
    [
      { chainId: CHAIN_ID, prefix: PREFIX, accounts: [{ address: alice.address, pubKey: { type: 'multisig' } }] },
      'accounts[0].pubKey',
      'base64',
    ],
    [
      {
        chainId: CHAIN_ID,
        prefix: PREFIX,
        accounts: [{ address: alice.address, pubKey: { type: 'ed25519', key: '' } }],
      },
      'accounts[0].pubKey',
      'base64',
    ],
    [
      { chainId: CHAIN_ID, prefix: PREFIX, ibc: { tables: { 'ibc/clients': [['00']] } } },
      'ibc.tables.ibc/clients[0]',
      'a list of two',
    ],
  ])('JSON of another form: %j', (genesis, field, allowed) => {
    const chain = createCosmos({ ledger: createLedger(), chainId: CHAIN_ID, prefix: PREFIX, clients })
    expect(chain.initGenesis(genesis as CosmosGenesis)).toMatchObject({
      ok: false,
      rejection: { code: 'COSMOS_GENESIS_INVALID', field, allowed: expect.stringContaining(allowed) },
    })
  })

  test('a second genesis', () => {
    const { chain } = startChain()
    expect(chain.initGenesis(genesisOf())).toMatchObject({ rejection: { code: 'COSMOS_GENESIS_EXISTS', height: 0 } })
  })

  test('nothing of a refused genesis stays', () => {
    const ledger = createLedger()
    const chain = createCosmos({ ledger, chainId: CHAIN_ID, prefix: PREFIX, clients })
    expect(chain.initGenesis(genesisOf({ balances: holds('-5') })).ok).toBe(false)
    expect(chain.initGenesis(genesisOf()).ok).toBe(true)
    expect(ledger.head.root).toBe(startChain().ledger.head.root)
  })
})

test('account numbers beyond 2^53, keys and sequences from genesis', () => {
  const number = String((1n << 60n) + 1n)
  const key = base64Encode(alice.pubKey)
  const t = startChain(
    genesisOf({ accounts: [{ address: alice.address, number, sequence: '7', pubKey: { type: 'secp256k1', key } }] }),
  )
  expect(accountOf(t.ledger.latest, bob.address)!.number).toBe((1n << 60n) + 2n)
  const raw = sign([send(dave.address, [coin(1)])], { sequence: 7n, accountNumber: BigInt(number) })
  expect(deliver(t, raw)).toMatchObject({ code: 0 })
})

test('the smallest genesis', () => {
  const t = startChain({ chainId: CHAIN_ID, prefix: PREFIX })
  expect(t.ledger.head.timeNs).toBe(1_546_300_800n * SECOND)
  expect(t.block().txs).toEqual([])
})

test('an exported chain goes on where the first one stopped', () => {
  const t = startChain(genesisOf(), { setUpIbc: openMockChannel })
  deliver(
    t,
    sign([transfer('3', 'acixo'), recv(incoming(1n, 'ixo', '5')), recv(incoming(2n, 'weth', '6'))], { gas: 900_000n }),
  )
  const exported = JSON.parse(JSON.stringify(t.chain.exportGenesis())) as CosmosGenesis
  const copy = startChain(exported)
  expect(copy.chain.exportGenesis()).toEqual(exported)
  const tables = ({ ledger }: typeof t) => ({ ...ledger.export().tables, 'chain/tip': [] })
  expect(tables(copy)).toEqual(tables(t))
  const next = sign([transfer('4', 'acixo'), recv(incoming(3n, 'ixo', '7'))], { sequence: 1n, gas: 900_000n })
  expect(deliver(copy, next)).toMatchObject({ code: 0 })
  expect(balanceOf(copy.ledger.latest, bob.address, 'acixo')).toBe(5_000_012n)
})

test('denoms that may not be sent', () => {
  const t = startChain(genesisOf({ params: { sendDisabled: ['acixo'] } }), { setUpIbc: openMockChannel })
  expect(deliver(t, sign([send(dave.address, [coin(1)])]))).toMatchObject({ code: 5, codespace: 'bank' })
  expect(deliver(t, sign([transfer('1', 'acixo')], { sequence: 1n }))).toMatchObject({ code: 7, codespace: 'transfer' })
  expect(deliver(t, sign([send(dave.address, [coin(1, 'acdai')])], { sequence: 2n }))).toMatchObject({ code: 0 })
})
