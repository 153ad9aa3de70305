import { encodePublicKey } from '@pegzone/encoding'
import { PubKey as Ed25519PubKey } from 'cosmjs-types/cosmos/crypto/ed25519/keys'
import { SignMode } from 'cosmjs-types/cosmos/tx/signing/v1beta1/signing'
import { describe, expect, test } from 'vitest'
import { accountOf, balanceOf, moduleAddress } from '../src/index.ts'
import { alice, bob, coin, dave, genesisOf, PREFIX, person, send, startChain } from './support.ts'
import { assemble, type Parts } from './tx-parts.ts'

const foreign = person(0, 'cosmos')
/** Field 15, varint 1. */
const UNKNOWN_FIELD = Uint8Array.of(0x78, 0x01)
const good = send(dave.address, [coin(1)])
const multisig = (threshold: number, members: number) =>
  encodePublicKey({
    type: 'multisig',
    threshold,
    keys: Array.from({ length: members }, (_, i) => ({ type: 'secp256k1', key: person(i).pubKey })),
  })

/** name, what spoils the default, code, text of the log */
const table: readonly (readonly [string, Parts, number, string | RegExp])[] = [
  ['a field TxRaw does not have', { rawTail: UNKNOWN_FIELD }, 2, /tx parse error$/],
  [
    'a critical field the body does not have',
    { bodyTail: UNKNOWN_FIELD },
    2,
    /TagNum: 15.*tx parse error$|unknown field 15.*tx parse error$/,
  ],
  ['a field the auth info does not have', { authInfoTail: UNKNOWN_FIELD }, 2, /tx parse error$/],
  ['unordered transactions (SDK 0.53)', { bodyTail: Uint8Array.of(0x20, 0x01) }, 2, /TagNum: 4.*tx parse error$/],
  [
    'a field the message does not have',
    { msgs: [{ ...good, value: Uint8Array.from([...good.value, ...UNKNOWN_FIELD]) }] },
    2,
    'errUnknownField "cosmos.bank.v1beta1.MsgSend": {TagNum: 15, WireType:"varint"}: tx parse error',
  ],
  [
    'a message type nobody knows',
    { msgs: [{ typeUrl: '/cosmos.bank.v1beta1.MsgMint', value: new Uint8Array(0) }] },
    2,
    'unable to resolve type URL /cosmos.bank.v1beta1.MsgMint: tx parse error',
  ],
  [
    'message bytes that are cut short',
    { msgs: [{ ...good, value: good.value.subarray(0, 20) }] },
    2,
    /tx parse error$/,
  ],
  [
    'a public key type nobody knows',
    { publicKey: { typeUrl: '/ethermint.PubKey', value: new Uint8Array(33) } },
    2,
    /^unable to resolve type URL/,
  ],
  ['no message', { msgs: [] }, 18, 'must contain at least one message: invalid request'],
  [
    'extension options',
    { extensionOptions: [{ typeUrl: '/x.Y', value: new Uint8Array(0) }] },
    31,
    'unknown extension options',
  ],
  [
    'a signer of another chain',
    { msgs: [send(dave.address, [coin(1)], foreign.address)] },
    7,
    'invalid Bech32 prefix; expected ixo, got cosmos: invalid address',
  ],
  ['a signer that is no address', { msgs: [send(dave.address, [coin(1)], 'alice')] }, 7, /invalid address$/],
  ['no signature', { signatures: [] }, 15, 'no signatures supplied'],
  [
    'too few signatures',
    { msgs: [good, send(dave.address, [coin(1)], bob.address)] },
    4,
    'wrong number of signers; expected 2, got 1: unauthorized',
  ],
  ['too few signer infos', { signerInfos: [] }, 4, /^invalid number of signer; .*unauthorized$/],
  ['a gas limit above 2^63', { gas: 1n << 63n }, 18, /^invalid gas supplied/],
  [
    'a memo of 257 characters',
    { memo: 'm'.repeat(257) },
    12,
    'maximum number of characters is 256 but received 257 characters: memo too large',
  ],
  ['no gas', { gas: 0n }, 41, 'must provide positive gas: invalid gas limit'],
  [
    'gas below the cost of its bytes',
    { gas: 100n },
    11,
    /^out of gas in location: txSize; gasWanted: 100, gasUsed: \d+: out of gas$/,
  ],
  ['gas below the cost of its signature', { gas: 37_600n }, 11, /ante verify: secp256k1; gasWanted: 37600/],
  [
    'fee coins out of order',
    { fee: [coin(1, 'acixo'), coin(1, 'acdai')] },
    13,
    'invalid fee amount: 1acixo,1acdai: insufficient fee',
  ],
  ['a negative fee', { fee: [coin(-1)] }, 13, /insufficient fee$/],
  ['a fee granter', { granter: bob.address }, 18, 'fee grants are not enabled: invalid request'],
  [
    'a payer that has no account',
    { msgs: [send(alice.address, [coin(1)], dave.address)], signers: [dave] },
    9,
    `fee payer address: ${dave.address} does not exist: unknown address`,
  ],
  [
    'a fee the payer cannot pay',
    { fee: [coin(9_999_999)] },
    5,
    'spendable balance 5000000acixo is smaller than 9999999acixo: insufficient funds: insufficient funds',
  ],
  [
    'a fee that cannot be paid and a wrong sequence',
    { fee: [coin(9_999_999)], sequence: 3n },
    5,
    /insufficient funds$/,
  ],
  [
    'another key than the signer’s',
    { publicKey: encodePublicKey({ type: 'secp256k1', key: bob.pubKey }) },
    8,
    `pubKey does not match signer address ${alice.address} with signer index: 0: invalid pubkey`,
  ],
  ['no key for an account without one', { publicKey: null }, 8, 'pubkey on account is not set: invalid pubkey'],
  [
    'an ed25519 key',
    {
      publicKey: { typeUrl: Ed25519PubKey.typeUrl, value: Ed25519PubKey.encode({ key: new Uint8Array(32) }).finish() },
    },
    8,
    /^unrecognized public key type/,
  ],
  ['a threshold above the members', { publicKey: multisig(3, 2) }, 8, /invalid pubkey$/],
  [
    'a sequence of the future',
    { sequence: 1n },
    32,
    'account sequence mismatch, expected 0, got 1: incorrect account sequence',
  ],
  [
    'a signature for another chain',
    { chainId: 'pegzone-2' },
    4,
    'signature verification failed; please verify account number (0) and chain-id (pegzone-1): unauthorized',
  ],
  ['a signature for another account number', { accountNumber: 9n }, 4, /^signature verification failed/],
  ['a signature of zeros', { signatures: [new Uint8Array(64)] }, 4, /unauthorized$/],
  ['a signature of 65 bytes', { signatures: [new Uint8Array(65).fill(1)] }, 4, /unauthorized$/],
  ['an unknown sign mode', { mode: 99 }, 4, /unauthorized$/],
  ['mode TEXTUAL', { mode: SignMode.SIGN_MODE_TEXTUAL }, 4, /unauthorized$/],
  [
    'a DIRECT signature that claims to be amino',
    { mode: SignMode.SIGN_MODE_LEGACY_AMINO_JSON },
    4,
    'signature verification failed; please verify account number (0), sequence (0) and chain-id (pegzone-1): unauthorized',
  ],
]

describe('ante steps', () => {
  test('the default passes', () => {
    expect(startChain().chain.checkTx(assemble())).toMatchObject({
      code: 0,
      codespace: '',
      log: '',
      gasWanted: 200_000n,
    })
  })

  test.each(table)('CheckTx refuses %s', (_name, parts, code, log) => {
    const t = startChain()
    const result = t.chain.checkTx(assemble(parts))
    expect(result).toMatchObject({ code, codespace: 'sdk', duplicate: false })
    if (typeof log === 'string') expect(result.log).toBe(log)
    else expect(result.log).toMatch(log)
    expect(t.chain.hasWork()).toBe(false)
  })

  test.each(table)('delivery refuses %s without a trace', (_name, parts, code) => {
    const t = startChain()
    const before = t.ledger.export()
    const block = t.chain.replay(t.ledger.head.timeNs + 1n, [assemble(parts)])
    expect(block.results[0]).toMatchObject({ code, codespace: 'sdk', events: [] })
    const after = t.ledger.export()
    expect({ ...after.tables, 'chain/tip': [] }).toEqual({ ...before.tables, 'chain/tip': [] })
  })

  test('bytes that are no transaction', () => {
    const t = startChain()
    for (const raw of [new Uint8Array(0), Uint8Array.of(1, 2, 3), new Uint8Array(300).fill(255)]) {
      expect(t.chain.checkTx(raw)).toMatchObject({ codespace: 'sdk', code: raw.length === 0 ? 18 : 2 })
    }
  })

  test('a low timeout height passes CheckTx at that height and fails in the block after it', () => {
    const t = startChain()
    t.block()
    t.block()
    expect(t.chain.checkTx(assemble({ timeoutHeight: 1n }))).toMatchObject({ code: 30 })
    expect(t.chain.checkTx(assemble({ timeoutHeight: 2n }))).toMatchObject({ code: 0 })
    expect(t.block().results[0]).toMatchObject({
      code: 30,
      log: 'block height: 3, timeout height: 2: tx timeout height',
    })
    expect(accountOf(t.ledger.latest, alice.address)!.sequence).toBe(0n)
  })

  test('the minimum gas price is asked by CheckTx only', () => {
    const t = startChain(genesisOf(), { minGasPrices: '0.0001acixo,2acdai' })
    const cheap = assemble({ fee: [coin(19)] })
    expect(t.chain.checkTx(cheap)).toMatchObject({
      code: 13,
      log: 'insufficient fees; got: 19acixo required: 400000acdai,20acixo: insufficient fee',
    })
    expect(t.chain.replay(t.ledger.head.timeNs + 1n, [cheap]).results[0]).toMatchObject({ code: 0 })
    expect(t.chain.checkTx(assemble({ fee: [coin(20)], sequence: 1n }))).toMatchObject({ code: 0 })
    expect(() => startChain(genesisOf(), { minGasPrices: 'free' })).toThrow(/minGasPrices/)
  })

  test('more signatures than the limit', () => {
    const t = startChain(genesisOf({ params: { txSigLimit: 1 } }))
    const msgs = [good, send(dave.address, [coin(1)], bob.address)]
    expect(t.chain.checkTx(assemble({ msgs, signers: [alice, bob] }))).toMatchObject({
      code: 14,
      log: 'signatures: 2, limit: 1: maximum number of signatures exceeded',
    })
  })

  test('a separate fee payer signs and pays', () => {
    const t = startChain()
    const refused = t.chain.checkTx(assemble({ payer: bob.address }))
    expect(refused).toMatchObject({ code: 4, log: 'wrong number of signers; expected 2, got 1: unauthorized' })
    // Both accounts sign one document each: the account number differs.
    const trusted = startChain(genesisOf(), { verifySignatures: false })
    trusted.chain.checkTx(assemble({ payer: bob.address, signers: [alice, bob] }))
    expect(trusted.block().results[0]).toMatchObject({ code: 0 })
    expect(balanceOf(trusted.ledger.latest, bob.address, 'acixo')).toBe(5_000_000n - 10n)
    expect(accountOf(trusted.ledger.latest, bob.address)!.sequence).toBe(1n)
  })

  test('the trusted path looks at no signature, and still at sequences and fees', () => {
    const t = startChain(genesisOf(), { verifySignatures: false })
    expect(t.chain.checkTx(assemble({ signatures: [] }))).toMatchObject({ code: 0 })
    expect(t.chain.checkTx(assemble({ signatures: [], sequence: 5n }))).toMatchObject({ code: 32 })
    expect(t.chain.checkTx(assemble({ signatures: [], sequence: 1n, fee: [coin(9_999_999)] }))).toMatchObject({
      code: 5,
    })
  })
})

describe('fees and failures', () => {
  const collector = moduleAddress('fee_collector', PREFIX)

  test('a failing message costs the fee and the sequence, and undoes the messages before it', () => {
    const t = startChain()
    const msgs = [good, send(bob.address, [coin(9_999_999)]), good]
    expect(t.chain.checkTx(assemble({ msgs, gas: 400_000n }))).toMatchObject({ code: 0 })
    const [result] = t.block().results
    expect(result).toMatchObject({
      code: 5,
      codespace: 'sdk',
      log: 'failed to execute message; message index: 1: spendable balance 4999989acixo is smaller than 9999999acixo: insufficient funds',
      data: new Uint8Array(0),
    })
    expect(result!.events.at(-1)!.type).toBe('tx')
    expect(balanceOf(t.ledger.latest, dave.address, 'acixo')).toBe(0n)
    expect(balanceOf(t.ledger.latest, collector, 'acixo')).toBe(10n)
    expect(accountOf(t.ledger.latest, alice.address)).toMatchObject({ sequence: 1n, pubKey: alice.pubKey })
  })

  test('running out of gas in a message costs the fee too', () => {
    const t = startChain()
    expect(t.chain.checkTx(assemble({ gas: 50_000n }))).toMatchObject({ code: 0 })
    const [result] = t.block().results
    expect(result).toMatchObject({ code: 11, gasWanted: 50_000n })
    expect(result!.log).toMatch(/^out of gas in location: message; gasWanted: 50000, gasUsed: \d+: out of gas$/)
    expect(balanceOf(t.ledger.latest, collector, 'acixo')).toBe(10n)
    expect(balanceOf(t.ledger.latest, dave.address, 'acixo')).toBe(0n)
  })

  test('a later transaction needs no public key', () => {
    const t = startChain()
    t.chain.checkTx(assemble())
    t.block()
    expect(t.chain.checkTx(assemble({ sequence: 1n, publicKey: null }))).toMatchObject({ code: 0 })
    expect(t.block().results[0]).toMatchObject({ code: 0 })
  })
})
