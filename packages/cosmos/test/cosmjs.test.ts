import {
  createMultisigThresholdPubkey,
  makeSignDoc as makeAminoSignDoc,
  pubkeyToAddress,
  Secp256k1HdWallet,
  type StdFee,
} from '@cosmjs/amino'
import { stringToPath } from '@cosmjs/crypto'
import {
  DirectSecp256k1HdWallet,
  encodePubkey,
  makeAuthInfoBytes,
  makeSignDoc,
  Registry,
  type TxBodyEncodeObject,
} from '@cosmjs/proto-signing'
import {
  AminoTypes,
  createDefaultAminoConverters,
  defaultRegistryTypes,
  makeMultisignedTxBytes,
} from '@cosmjs/stargate'
import { DEV_MNEMONIC, toHex } from '@pegzone/encoding'
import { MsgMultiSend, MsgSend } from 'cosmjs-types/cosmos/bank/v1beta1/tx'
import { SignMode } from 'cosmjs-types/cosmos/tx/signing/v1beta1/signing'
import { TxRaw } from 'cosmjs-types/cosmos/tx/v1beta1/tx'
import { MsgTransfer } from 'cosmjs-types/ibc/applications/transfer/v1/tx'
import { describe, expect, test } from 'vitest'
import { balanceOf } from '../src/index.ts'
import { NO_HEIGHT, openMockChannel } from './ibc-support.ts'
import { alice, bob, CHAIN_ID, coin, dave, genesisOf, PREFIX, startChain, type TestChain } from './support.ts'

const registry = new Registry(defaultRegistryTypes)
const aminoTypes = new AminoTypes(createDefaultAminoConverters())
const fee: StdFee = { amount: [coin(5)], gas: '300000' }

type Message = { readonly typeUrl: string; readonly value: unknown }

function bodyOf(messages: readonly Message[], memo: string): Uint8Array {
  const body: TxBodyEncodeObject = {
    typeUrl: '/cosmos.tx.v1beta1.TxBody',
    value: { messages: messages as never, memo },
  }
  return registry.encode(body)
}

/** What SigningStargateClient.sign does with a direct wallet. */
async function signDirect(messages: readonly Message[], memo = '', sequence = 0): Promise<Uint8Array> {
  const wallet = await DirectSecp256k1HdWallet.fromMnemonic(DEV_MNEMONIC, { prefix: PREFIX })
  const [account] = await wallet.getAccounts()
  const pubkey = encodePubkey({
    type: 'tendermint/PubKeySecp256k1',
    value: Buffer.from(account!.pubkey).toString('base64'),
  })
  const bodyBytes = bodyOf(messages, memo)
  const authInfo = makeAuthInfoBytes([{ pubkey, sequence }], fee.amount, Number(fee.gas), undefined, undefined)
  const { signed, signature } = await wallet.signDirect(account!.address, makeSignDoc(bodyBytes, authInfo, CHAIN_ID, 0))
  return TxRaw.encode({
    bodyBytes: signed.bodyBytes,
    authInfoBytes: signed.authInfoBytes,
    signatures: [Buffer.from(signature.signature, 'base64')],
  }).finish()
}

/** What SigningStargateClient.sign does with an amino wallet. */
async function signAmino(messages: readonly Message[], memo = '', sequence = 0): Promise<Uint8Array> {
  const wallet = await Secp256k1HdWallet.fromMnemonic(DEV_MNEMONIC, { prefix: PREFIX })
  const [account] = await wallet.getAccounts()
  const msgs = messages.map((message) => aminoTypes.toAmino(message as never))
  const doc = makeAminoSignDoc(msgs, fee, CHAIN_ID, memo, 0, sequence)
  const { signed, signature } = await wallet.signAmino(account!.address, doc)
  const pubkey = encodePubkey(signature.pub_key as never)
  const mode = SignMode.SIGN_MODE_LEGACY_AMINO_JSON
  return TxRaw.encode({
    bodyBytes: bodyOf(
      signed.msgs.map((msg) => aminoTypes.fromAmino(msg)),
      signed.memo,
    ),
    authInfoBytes: makeAuthInfoBytes(
      [{ pubkey, sequence }],
      signed.fee.amount,
      Number(signed.fee.gas),
      undefined,
      undefined,
      mode,
    ),
    signatures: [Buffer.from(signature.signature, 'base64')],
  }).finish()
}

const sendMessage: Message = {
  typeUrl: '/cosmos.bank.v1beta1.MsgSend',
  value: MsgSend.fromPartial({ fromAddress: alice.address, toAddress: dave.address, amount: [coin(7)] }),
}
const multiSend: Message = {
  typeUrl: '/cosmos.bank.v1beta1.MsgMultiSend',
  value: MsgMultiSend.fromPartial({
    inputs: [{ address: alice.address, coins: [coin(3)] }],
    outputs: [
      { address: dave.address, coins: [coin(1)] },
      { address: bob.address, coins: [coin(2)] },
    ],
  }),
}
const transferMessage = (memo: string): Message => ({
  typeUrl: '/ibc.applications.transfer.v1.MsgTransfer',
  value: MsgTransfer.fromPartial({
    sourcePort: 'transfer',
    sourceChannel: 'channel-0',
    token: coin(2),
    sender: alice.address,
    receiver: '0x00000000000000000000000000000000000000aa',
    timeoutHeight: NO_HEIGHT,
    timeoutTimestamp: 2_000_000_000_000_000_000n,
    memo,
  }),
})

function deliverRaw(t: TestChain, raw: Uint8Array) {
  expect(t.chain.checkTx(raw)).toMatchObject({ code: 0, log: '' })
  return t.block().results[0]!
}

describe.each([
  ['DIRECT', signDirect],
  ['LEGACY_AMINO_JSON', signAmino],
] as const)('CosmJS signatures of mode %s', (_mode, sign) => {
  test.each([
    ['a send', [sendMessage], ''],
    ['a memo that amino escapes', [sendMessage], 'a <b> & "c" \u2028 ü'],
    ['a multi-send', [multiSend], ''],
    ['a transfer with memo', [transferMessage('{"forward":{"<&>":1}}')], ''],
    ['a transfer without memo', [transferMessage('')], ''],
    ['several messages', [sendMessage, multiSend, sendMessage], 'three'],
  ])('%s', async (_name, messages, memo) => {
    const t = startChain(genesisOf(), { setUpIbc: openMockChannel })
    expect(deliverRaw(t, await sign(messages, memo))).toMatchObject({ code: 0 })
    // The second has no need of its key, but another sequence.
    expect(deliverRaw(t, await sign(messages, memo, 1))).toMatchObject({ code: 0 })
  })
})

test('an amino signature for another memo, chain or sequence is refused', async () => {
  const t = startChain()
  const raw = TxRaw.decode(await signAmino([sendMessage], 'one'))
  const other = TxRaw.encode({ ...raw, bodyBytes: bodyOf([sendMessage], 'two') }).finish()
  expect(t.chain.checkTx(other)).toMatchObject({ code: 4 })
})

test('threshold multisig: two of three amino signatures, made by CosmJS', async () => {
  const wallets = await Promise.all(
    [0, 1, 2].map((i) => Secp256k1HdWallet.fromMnemonic(DEV_MNEMONIC, { prefix: PREFIX, hdPaths: [hdPath(i)] })),
  )
  const accounts = await Promise.all(wallets.map(async (wallet) => (await wallet.getAccounts())[0]!))
  const keys = accounts.map(({ pubkey }) => ({
    type: 'tendermint/PubKeySecp256k1' as const,
    value: Buffer.from(pubkey).toString('base64'),
  }))
  const group = createMultisigThresholdPubkey(keys, 2, true)
  const address = pubkeyToAddress(group, PREFIX)
  const genesis = genesisOf()
  const t = startChain({ ...genesis, balances: [...genesis.balances!, { address, coins: [coin(1000)] }] })
  const message: Message = {
    typeUrl: '/cosmos.bank.v1beta1.MsgSend',
    value: MsgSend.fromPartial({ fromAddress: address, toAddress: dave.address, amount: [coin(9)] }),
  }
  const signed = async (who: readonly number[], sequence: number) => {
    const doc = makeAminoSignDoc([aminoTypes.toAmino(message as never)], fee, CHAIN_ID, '', 3, sequence)
    const signatures = new Map<string, Uint8Array>()
    for (const i of who) {
      const { signature } = await wallets[i]!.signAmino(accounts[i]!.address, doc)
      signatures.set(accounts[i]!.address, Buffer.from(signature.signature, 'base64'))
    }
    return makeMultisignedTxBytes(group, sequence, fee, bodyOf([message], ''), signatures)
  }
  expect(t.chain.checkTx(await signed([0], 0))).toMatchObject({ code: 4 })
  const first = deliverRaw(t, await signed([0, 2], 0))
  expect(first).toMatchObject({ code: 0 })
  expect(deliverRaw(t, await signed([0, 1, 2], 1)).gasUsed).toBeGreaterThan(70_000n)
  expect(balanceOf(t.ledger.latest, dave.address, 'acixo')).toBe(18n)
  // A member's signature over other bytes does not count.
  const spoiled = TxRaw.decode(await signed([0, 1], 2))
  const forged = TxRaw.encode({ ...spoiled, bodyBytes: bodyOf([message], 'forged') }).finish()
  expect(t.chain.checkTx(forged)).toMatchObject({ code: 4 })
  expect(toHex(first.data).length).toBeGreaterThan(0)
})

const hdPath = (i: number) => stringToPath(`m/44'/118'/0'/0/${i}`)
