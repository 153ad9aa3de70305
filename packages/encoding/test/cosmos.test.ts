import { createMultisigThresholdPubkey, encodeSecp256k1Pubkey, pubkeyToAddress, Secp256k1HdWallet } from '@cosmjs/amino'
import { DirectSecp256k1HdWallet, encodePubkey, makeCosmoshubPath } from '@cosmjs/proto-signing'
import { makeMultisignedTx, SigningStargateClient } from '@cosmjs/stargate'
import { PubKey as Ed25519PubKey } from 'cosmjs-types/cosmos/crypto/ed25519/keys'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Any,
  aminoSignBytes,
  aminoSignBytesOf,
  bech32Encode,
  buildCosmosTx,
  bytesToUtf8,
  type CosmosTx,
  concatBytes,
  cosmosAddressOf,
  cosmosPath,
  DEV_MNEMONIC,
  decodeAny,
  decodeCosmosTx,
  decodePublicKey,
  deriveKey,
  directSignBytes,
  encodeCosmosTx,
  encodePublicKey,
  LegacyAminoPubKey,
  MsgMultiSend,
  MsgSend,
  MsgTransfer,
  MultiSignature,
  mnemonicToSeed,
  multisigSigners,
  publicKeyAddress,
  SignMode,
  secp256k1,
  sha256,
  toAmino,
  toAny,
} from '../src/index.ts'

const prefix = 'ixo'
const chainId = 'pegzone-1'
const key = deriveKey(mnemonicToSeed(DEV_MNEMONIC), cosmosPath(0))
const publicKey = secp256k1.publicKey(key)
const sender = cosmosAddressOf(publicKey, prefix)
const fee = { amount: [{ denom: 'acdai', amount: '5000' }], gas: '200000' }
const options = { prefix, hdPaths: [makeCosmoshubPath(0)] }
const direct = await SigningStargateClient.offline(await DirectSecp256k1HdWallet.fromMnemonic(DEV_MNEMONIC, options))
const amino = await SigningStargateClient.offline(await Secp256k1HdWallet.fromMnemonic(DEV_MNEMONIC, options))

const coin = fc.record({
  denom: fc.constantFrom('acdai', 'acixo'),
  amount: fc.bigInt({ min: 1n, max: 2n ** 255n }).map(String),
})
const coins = fc.array(coin, { maxLength: 2 })
const account = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => bech32Encode(prefix, bytes))
const u64 = fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }))
const memo = fc.oneof(
  fc.constant(''),
  fc.constant('<a href="x">&amp;</a> é \u2603'),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
)
const message = fc.oneof(
  fc
    .record({ toAddress: account, amount: coins })
    .map((m) => ({ typeUrl: MsgSend.typeUrl, value: { fromAddress: sender, ...m } })),
  fc
    .record({ outputs: fc.array(fc.record({ address: account, coins }), { maxLength: 2 }), coins })
    .map(({ outputs, coins }) => ({
      typeUrl: MsgMultiSend.typeUrl,
      value: { inputs: [{ address: sender, coins }], outputs },
    })),
  fc
    .record({
      token: coin,
      receiver: fc.string(),
      timeoutHeight: fc.record({ revisionNumber: u64, revisionHeight: u64 }),
      timeoutTimestamp: u64,
      memo,
    })
    .map((m) => ({
      typeUrl: MsgTransfer.typeUrl,
      value: { ...m, sourcePort: 'transfer', sourceChannel: 'channel-0', sender },
    })),
)
const signer = fc.record({ accountNumber: u64, sequence: fc.nat() })

function decoded(raw: Uint8Array): CosmosTx {
  const outcome = decodeCosmosTx(raw)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.rejection))
  return outcome.value
}

describe('transactions signed by CosmJS', () => {
  it('in DIRECT verify over the bytes as received', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { maxLength: 3 }),
        memo,
        signer,
        async (messages, text, { accountNumber, sequence }) => {
          const theirs = await direct.sign(sender, messages, fee, text, { accountNumber, sequence, chainId })
          const raw = encodeCosmosTx(theirs)
          const tx = decoded(raw)
          expect(tx).toMatchObject({ ...theirs, body: { memo: text } })
          expect(tx.authInfo.signerInfos[0]).toMatchObject({
            sequence: BigInt(sequence),
            modeInfo: { single: { mode: SignMode.SIGN_MODE_DIRECT } },
          })
          const digest = sha256(directSignBytes({ ...tx, chainId, accountNumber }))
          expect(secp256k1.verify(digest, tx.signatures[0]!, publicKey)).toBe(true)
          for (const [i, any] of tx.body.messages.entries()) {
            const opened = decodeAny(any)
            expect(opened.ok && opened.value).toMatchObject(messages[i]!)
          }
        },
      ),
      { seed: 21, numRuns: 40 },
    )
  })

  it('in amino JSON verify too', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { maxLength: 3 }),
        memo,
        signer,
        async (messages, text, { accountNumber, sequence }) => {
          const tx = decoded(
            encodeCosmosTx(await amino.sign(sender, messages, fee, text, { accountNumber, sequence, chainId })),
          )
          expect(tx.authInfo.signerInfos[0]!.modeInfo!.single!.mode).toBe(SignMode.SIGN_MODE_LEGACY_AMINO_JSON)
          const bytes = aminoSignBytesOf(tx, {
            chainId,
            accountNumber,
            sequence: BigInt(sequence),
          })
          if (!bytes.ok) throw new Error(JSON.stringify(bytes.rejection))
          expect(secp256k1.verify(sha256(bytes.value), tx.signatures[0]!, publicKey)).toBe(true)
        },
      ),
      { seed: 22, numRuns: 40 },
    )
  })

  it('are the bytes that we build', async () => {
    const value = { fromAddress: sender, toAddress: sender, amount: [{ denom: 'acixo', amount: '7' }] }
    const theirs = await direct.sign(
      sender,
      [{ typeUrl: MsgSend.typeUrl, value }],
      fee,
      'hi',
      { accountNumber: 3n, sequence: 4, chainId },
      99n,
    )
    const ours = buildCosmosTx({
      msgs: [toAny(MsgSend, value)],
      fee: { amount: fee.amount, gasLimit: 200000n },
      memo: 'hi',
      chainId,
      accountNumber: 3n,
      sequence: 4n,
      key,
      timeoutHeight: 99n,
    })
    expect(ours).toEqual(encodeCosmosTx(theirs))
  })
})

describe('amino JSON', () => {
  it('is sorted and escaped, and leaves out what is empty', () => {
    const msg = toAmino(
      toAny(MsgTransfer, {
        sourcePort: 'transfer',
        sourceChannel: 'channel-0',
        token: { denom: 'acixo', amount: '1' },
        sender,
        receiver: '0xAB',
        timeoutHeight: { revisionNumber: 0n, revisionHeight: 0n },
        timeoutTimestamp: 9n,
        memo: '',
        encoding: '',
      }),
    )
    if (!msg.ok) throw new Error(JSON.stringify(msg.rejection))
    const bytes = aminoSignBytes({
      chainId,
      accountNumber: 2n ** 63n,
      sequence: 1n,
      fee,
      msgs: [msg.value],
      memo: '<&>',
      timeoutHeight: 5n,
    })
    expect(bytesToUtf8(bytes)).toBe(
      `{"account_number":"9223372036854775808","chain_id":"pegzone-1","fee":{"amount":[{"amount":"5000","denom":"acdai"}],"gas":"200000"},"memo":"\\u003c\\u0026\\u003e","msgs":[{"type":"cosmos-sdk/MsgTransfer","value":{"receiver":"0xAB","sender":"${sender}","source_channel":"channel-0","source_port":"transfer","timeout_height":{},"timeout_timestamp":"9","token":{"amount":"1","denom":"acixo"}}}],"sequence":"1","timeout_height":"5"}`,
    )
  })

  it('refuses what it cannot say', () => {
    expect(toAmino({ typeUrl: '/x.Y', value: new Uint8Array() })).toMatchObject({
      ok: false,
      rejection: { code: 'ENCODING_AMINO_UNSUPPORTED' },
    })
    const base = decoded(
      buildCosmosTx({ msgs: [], fee: { amount: [], gasLimit: 1n }, chainId, accountNumber: 0n, sequence: 0n, key }),
    )
    const option = { typeUrl: '/x.Option', value: new Uint8Array() }
    const extended = { ...base, body: { ...base.body, nonCriticalExtensionOptions: [option] } }
    expect(aminoSignBytesOf(extended, { chainId, accountNumber: 0n, sequence: 0n })).toMatchObject({
      ok: false,
      rejection: { code: 'ENCODING_AMINO_UNSUPPORTED', typeUrl: '/x.Option' },
    })
  })
})

describe('public keys', () => {
  const keys = [0, 1, 2].map((i) => secp256k1.publicKey(deriveKey(mnemonicToSeed(DEV_MNEMONIC), cosmosPath(i))))
  const multisig = {
    type: 'multisig',
    threshold: 2,
    keys: keys.map((k) => ({ type: 'secp256k1', key: k }) as const),
  } as const

  it('and addresses are those of CosmJS, single and multisig', () => {
    const theirs = createMultisigThresholdPubkey(keys.map(encodeSecp256k1Pubkey), 2, true)
    expect(bech32Encode(prefix, publicKeyAddress(multisig))).toBe(pubkeyToAddress(theirs, prefix))
    expect(bech32Encode(prefix, publicKeyAddress(multisig.keys[0]!))).toBe(sender)
    expect(encodePublicKey(multisig)).toEqual(encodePubkey(theirs))
    expect(decodePublicKey(encodePublicKey(multisig))).toEqual({ ok: true, value: multisig })
  })

  it('of a multisig check what CosmJS put together, each signature against its own key', async () => {
    const theirs = createMultisigThresholdPubkey(keys.map(encodeSecp256k1Pubkey), 2, true)
    const from = pubkeyToAddress(theirs, prefix)
    const send = { typeUrl: MsgSend.typeUrl, value: { fromAddress: from, toAddress: sender, amount: [] } }
    const parts = new Map<string, Uint8Array>()
    let bodyBytes: Uint8Array = new Uint8Array(0)
    for (const i of [0, 2]) {
      const wallet = await Secp256k1HdWallet.fromMnemonic(DEV_MNEMONIC, { prefix, hdPaths: [makeCosmoshubPath(i)] })
      const address = cosmosAddressOf(keys[i]!, prefix)
      const client = await SigningStargateClient.offline(wallet)
      const part = await client.sign(address, [send], fee, '', { accountNumber: 9n, sequence: 2, chainId })
      parts.set(address, part.signatures[0]!)
      bodyBytes = part.bodyBytes
    }
    const tx = decoded(encodeCosmosTx(makeMultisignedTx(theirs, 2, fee, bodyBytes, parts)))
    const { publicKey: any, modeInfo } = tx.authInfo.signerInfos[0]!
    expect(decodePublicKey(any!)).toEqual({ ok: true, value: multisig })
    const signers = multisigSigners(modeInfo?.multi?.bitarray, 3)
    expect(signers).toEqual([0, 2])
    const bytes = aminoSignBytesOf(tx, { chainId, accountNumber: 9n, sequence: 2n })
    if (!bytes.ok) throw new Error(bytes.rejection.code)
    const { signatures } = MultiSignature.decode(tx.signatures[0]!)
    for (const [k, signer] of signers!.entries()) {
      expect(secp256k1.verify(sha256(bytes.value), signatures[k]!, keys[signer]!)).toBe(true)
    }
  })

  it('that signed are read from whole and broken bytes', () => {
    const bits = (extraBitsStored: number, ...elems: number[]) => ({ extraBitsStored, elems: Uint8Array.from(elems) })
    expect(multisigSigners(bits(0, 0x81), 8)).toEqual([0, 7])
    expect(multisigSigners(bits(1, 0, 0x80), 9)).toEqual([8])
    expect(multisigSigners(bits(3, 0xff), 2)).toBeUndefined()
    expect(multisigSigners(bits(3), 3)).toBeUndefined()
    expect(multisigSigners(undefined, 3)).toBeUndefined()
  })

  it.each<[string, Any, string]>([
    ['of another kind', toAny(Ed25519PubKey, { key: new Uint8Array(32) }), 'ENCODING_TYPE_URL_UNKNOWN'],
    ['too short', encodePublicKey({ type: 'secp256k1', key: new Uint8Array(32) }), 'ENCODING_PROTOBUF_MALFORMED'],
    ['threshold above n', encodePublicKey({ ...multisig, threshold: 4 }), 'ENCODING_PROTOBUF_MALFORMED'],
    ['threshold 0', encodePublicKey({ ...multisig, threshold: 0 }), 'ENCODING_PROTOBUF_MALFORMED'],
    [
      'nested',
      toAny(LegacyAminoPubKey, { threshold: 1, publicKeys: [encodePublicKey(multisig)] }),
      'ENCODING_TYPE_URL_UNKNOWN',
    ],
  ])('%s are refused', (_name, any, code) => {
    expect(decodePublicKey(any)).toMatchObject({ ok: false, rejection: { code } })
  })
})

describe('what is refused', () => {
  const raw = buildCosmosTx({
    msgs: [toAny(MsgSend, { fromAddress: sender, toAddress: sender, amount: [{ denom: 'acixo', amount: '7' }] })],
    fee: { amount: fee.amount, gasLimit: 200000n },
    memo: 'hi',
    chainId,
    accountNumber: 3n,
    sequence: 4n,
    key,
  })
  const tx = decoded(raw)
  const withBody = (bodyBytes: Uint8Array) => encodeCosmosTx({ ...tx, bodyBytes })

  it.each<[string, Uint8Array]>([
    ['a cut transaction', raw.subarray(0, -1)],
    ['an unknown outer field', concatBytes(raw, Uint8Array.of(0x22, 0))],
    ['a doubled body', concatBytes(raw.subarray(0, 2 + tx.bodyBytes.length), raw)],
    ['signatures before the body', concatBytes(Uint8Array.of(0x1a, 0), raw)],
    ['a length in long form', concatBytes(raw, Uint8Array.of(0x1a, 0x80, 0))],
    ['an unknown critical field of the body', withBody(concatBytes(tx.bodyBytes, Uint8Array.of(0x32, 0)))],
    [
      'an unknown field of the auth info',
      encodeCosmosTx({ ...tx, authInfoBytes: concatBytes(tx.authInfoBytes, Uint8Array.of(0x22, 0)) }),
    ],
    ['a number where bytes belong', withBody(Uint8Array.of(0x10, 1))],
    ['a group', withBody(Uint8Array.of(0x0b, 0x0c))],
    ['field 0', withBody(Uint8Array.of(0x02, 0))],
    ['a varint without end', withBody(Uint8Array.of(0x18, 0xff, 0xff))],
    ['garbage inside a message', withBody(Uint8Array.of(0x0a, 2, 0x0a, 9))],
  ])('%s', (_name, bytes) => {
    expect(decodeCosmosTx(bytes)).toMatchObject({ ok: false, rejection: { code: 'ENCODING_PROTOBUF_MALFORMED' } })
  })

  it('but not a non-critical unknown field of the body', () => {
    // field 1024 + 1, wire type 2
    expect(decodeCosmosTx(withBody(concatBytes(tx.bodyBytes, Uint8Array.of(0x8a, 0x40, 0))))).toMatchObject({
      ok: true,
    })
  })

  it('random and spoilt bytes only by a code', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.nat(raw.length - 1),
        fc.integer({ min: 0, max: 255 }),
        (bytes, at, byte) => {
          const spoilt = raw.slice()
          spoilt[at] = byte
          for (const input of [bytes, spoilt]) {
            const outcome = decodeCosmosTx(input)
            if (outcome.ok) for (const any of outcome.value.body.messages) decodeAny(any)
            else expect(outcome.rejection.code).toBe('ENCODING_PROTOBUF_MALFORMED')
          }
        },
      ),
      { seed: 23, numRuns: 3000 },
    )
  })

  it('nesting that would overflow the stack', () => {
    let nested: Uint8Array = new Uint8Array(0)
    const wrap = (inner: Uint8Array) => {
      const length = inner.length
      const head =
        length < 128
          ? [0x12, length]
          : length < 16384
            ? [0x12, (length & 127) | 128, length >> 7]
            : [0x12, (length & 127) | 128, ((length >> 7) & 127) | 128, length >> 14]
      return concatBytes(Uint8Array.from(head), inner)
    }
    for (let i = 0; i < 20_000; i++) nested = wrap(nested)
    const authInfoBytes = concatBytes(Uint8Array.of(0x0a), wrap(nested).subarray(1))
    const outcome = decodeCosmosTx(encodeCosmosTx({ ...tx, authInfoBytes }))
    expect(outcome).toMatchObject({ ok: false, rejection: { code: 'ENCODING_PROTOBUF_MALFORMED' } })
  })
})
