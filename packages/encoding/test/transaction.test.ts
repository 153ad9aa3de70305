import { Transaction, Wallet } from 'ethers'
import fc from 'fast-check'
import { parseTransaction } from 'viem'
import { describe, expect, it } from 'vitest'
import { CURVE_ORDER, HALF_ORDER } from '../src/crypto/backend.ts'
import {
  bigintToBytes,
  buildEthTx,
  bytesToHex,
  DEV_MNEMONIC,
  decodeTransaction,
  deriveKey,
  type EthTxPayload,
  ethAddressOf,
  ethPath,
  hexToBytes,
  mnemonicToSeed,
  type RlpItem,
  rlpDecode,
  rlpEncode,
  signTransaction,
} from '../src/index.ts'

const key = deriveKey(mnemonicToSeed(DEV_MNEMONIC), ethPath(0))
const sender = ethAddressOf(key)
const wallet = new Wallet(bytesToHex(key))

const u256 = fc.oneof(fc.bigInt({ min: 0n, max: 300n }), fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }))
const u64 = fc.oneof(fc.bigInt({ min: 0n, max: 300n }), fc.bigInt({ min: 0n, max: 2n ** 64n - 2n }))
const address = fc.uint8Array({ minLength: 20, maxLength: 20 }).map(bytesToHex)
const common = {
  nonce: u64,
  gasLimit: u64,
  to: fc.option(address, { nil: undefined }),
  value: u256,
  data: fc.uint8Array({ maxLength: 300 }),
}
const accessList = fc.array(
  fc.record({
    address,
    storageKeys: fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }).map(bytesToHex), { maxLength: 3 }),
  }),
  { maxLength: 3 },
)
const chainId = fc.oneof(fc.constantFrom(1n, 127n, 128n, 31337n), fc.bigInt({ min: 1n, max: 2n ** 52n }))
const payload: fc.Arbitrary<EthTxPayload> = fc.oneof(
  fc.record({ type: fc.constant(0 as const), gasPrice: u256, ...common }),
  fc.record({ type: fc.constant(0 as const), chainId, gasPrice: u256, ...common }),
  fc.record({ type: fc.constant(1 as const), chainId, gasPrice: u256, accessList, ...common }),
  fc.record({
    type: fc.constant(2 as const),
    chainId,
    maxFeePerGas: u256,
    maxPriorityFeePerGas: u256,
    accessList,
    ...common,
  }),
)

const decoded = (raw: Uint8Array) => {
  const outcome = decodeTransaction(raw)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.rejection))
  return outcome.value
}
const codeOf = (raw: Uint8Array) => {
  const outcome = decodeTransaction(raw)
  return outcome.ok ? undefined : outcome.rejection.code
}

describe('transactions', () => {
  it('come back from their signed bytes', () => {
    fc.assert(
      fc.property(payload, (fields) => {
        const tx = decoded(signTransaction(fields, key))
        expect(tx).toMatchObject(fields)
        expect(tx.from).toBe(sender)
      }),
      { seed: 1, numRuns: 300 },
    )
  })

  it('are the bytes ethers signs and the fields ethers and viem read', () => {
    fc.assert(
      fc.property(payload, (fields) => {
        // ethers refuses both: numbers beyond 2^53 and a tip above the cap
        fc.pre(fields.nonce < 2n ** 53n && (fields.type !== 2 || fields.maxPriorityFeePerGas <= fields.maxFeePerGas))
        const raw = signTransaction(fields, key)
        const theirs = Transaction.from(bytesToHex(raw))
        expect(theirs.from?.toLowerCase()).toBe(sender)
        const tx = decoded(raw)
        expect(tx.hash).toBe(theirs.hash)
        expect(tx.yParity).toBe(theirs.signature?.yParity)
        expect(`0x${tx.r.toString(16).padStart(64, '0')}`).toBe(theirs.signature?.r)
        const unsigned = Transaction.from({ ...theirs.toJSON(), from: null, sig: null })
        unsigned.signature = wallet.signingKey.sign(unsigned.unsignedHash)
        expect(unsigned.serialized).toBe(bytesToHex(raw))
        const viems = parseTransaction(bytesToHex(raw) as `0x02${string}`)
        expect(viems.value ?? 0n).toBe(tx.value)
        expect(viems.gas ?? 0n).toBe(tx.gasLimit)
      }),
      { seed: 2, numRuns: 100 },
    )
  })

  it('of ethers are understood', async () => {
    const raw = await wallet.signTransaction({
      type: 2,
      chainId: 31337,
      to: sender,
      value: 1n,
      gasLimit: 21000n,
      nonce: 7,
    })
    expect(decoded(hexToBytes(raw))).toMatchObject({
      type: 2,
      from: sender,
      to: sender,
      nonce: 7n,
      value: 1n,
      chainId: 31337n,
    })
  })
})

describe('buildEthTx', () => {
  it('signs a fee-market call with defaults for the rest', () => {
    const raw = buildEthTx({ key, chainId: 31337n, nonce: 5n, gasLimit: 21000n, maxFeePerGas: 9n, to: sender })
    expect(decoded(raw)).toMatchObject({ type: 2, from: sender, value: 0n, maxPriorityFeePerGas: 0n, accessList: [] })
    expect(decoded(raw).data).toEqual(new Uint8Array(0))
  })

  it('is read from a Buffer as well, and the data is a bare view', () => {
    const data = Uint8Array.of(1, 2, 3)
    const raw = buildEthTx({ key, chainId: 1n, nonce: 0n, gasLimit: 21000n, maxFeePerGas: 9n, to: sender, data })
    const tx = decoded(Buffer.concat([raw]))
    expect(tx.data.constructor).toBe(Uint8Array)
    expect(tx.data).toEqual(data)
  })
})

describe('what is refused', () => {
  const fields: EthTxPayload = {
    type: 2,
    chainId: 1n,
    nonce: 1n,
    gasLimit: 21000n,
    maxFeePerGas: 9n,
    maxPriorityFeePerGas: 1n,
    to: sender,
    value: 1n,
    data: new Uint8Array(3),
    accessList: [],
  }
  const raw = signTransaction(fields, key)
  const items = () => {
    const outcome = rlpDecode(raw.subarray(1))
    if (!outcome.ok) throw new Error('not RLP')
    return [...(outcome.value as readonly RlpItem[])]
  }
  const spoil = (index: number, item: RlpItem) => {
    const list = items()
    list[index] = item
    return Uint8Array.of(2, ...rlpEncode(list))
  }
  const s = BigInt(bytesToHex(items()[11] as Uint8Array))
  const cases: readonly [string, Uint8Array, string][] = [
    ['nothing', new Uint8Array(0), 'ENCODING_TX_MALFORMED'],
    ['blob', Uint8Array.of(3, 0xc0), 'ENCODING_TX_TYPE_UNSUPPORTED'],
    ['set-code', Uint8Array.of(4, 0xc0), 'ENCODING_TX_TYPE_UNSUPPORTED'],
    ['unknown type', Uint8Array.of(0x7e, 0xc0), 'ENCODING_TX_TYPE_UNSUPPORTED'],
    ['type 0 in an envelope', Uint8Array.of(0, 0xc0), 'ENCODING_TX_MALFORMED'],
    ['a string', Uint8Array.of(0x83, 1, 2, 3), 'ENCODING_TX_MALFORMED'],
    ['trailing byte', Uint8Array.of(...raw, 0), 'ENCODING_TX_MALFORMED'],
    ['cut', raw.subarray(0, -1), 'ENCODING_TX_MALFORMED'],
    ['leading zero', spoil(1, Uint8Array.of(0, 1)), 'ENCODING_TX_MALFORMED'],
    ['zero byte for zero', spoil(1, Uint8Array.of(0)), 'ENCODING_TX_MALFORMED'],
    ['nonce 2^64 - 1', spoil(1, new Uint8Array(8).fill(255)), 'ENCODING_TX_MALFORMED'],
    ['gas limit of 9 bytes', spoil(4, new Uint8Array(9).fill(1)), 'ENCODING_TX_MALFORMED'],
    ['value of 33 bytes', spoil(6, new Uint8Array(33).fill(1)), 'ENCODING_TX_MALFORMED'],
    ['recipient of 19 bytes', spoil(5, new Uint8Array(19)), 'ENCODING_TX_MALFORMED'],
    ['list for data', spoil(7, []), 'ENCODING_TX_MALFORMED'],
    ['bytes for the access list', spoil(8, new Uint8Array(0)), 'ENCODING_TX_MALFORMED'],
    ['extra field', Uint8Array.of(2, ...rlpEncode([...items(), new Uint8Array(0)])), 'ENCODING_TX_MALFORMED'],
    ['parity 2', spoil(9, Uint8Array.of(2)), 'ENCODING_TX_SIGNATURE_INVALID'],
    ['r = 0', spoil(10, new Uint8Array(0)), 'ENCODING_TX_SIGNATURE_INVALID'],
    ['r = n', spoil(10, bigintToBytes(CURVE_ORDER)), 'ENCODING_TX_SIGNATURE_INVALID'],
    ['s = 0', spoil(11, new Uint8Array(0)), 'ENCODING_TX_SIGNATURE_INVALID'],
    ['high s', spoil(11, bigintToBytes(CURVE_ORDER - s)), 'ENCODING_TX_SIGNATURE_INVALID'],
    ['s just above half', spoil(11, bigintToBytes(HALF_ORDER + 1n)), 'ENCODING_TX_SIGNATURE_INVALID'],
    ['r of no point', spoil(10, Uint8Array.of(5)), 'ENCODING_TX_SIGNATURE_INVALID'],
  ]
  it.each(cases)('%s', (_name, bytes, code) => {
    expect(codeOf(bytes)).toBe(code)
  })

  it('takes s at exactly half the order', () => {
    expect(codeOf(spoil(11, bigintToBytes(HALF_ORDER)))).toBeUndefined()
  })

  it('random and spoilt bytes only by a code', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.nat(raw.length - 1),
        fc.integer({ min: 0, max: 255 }),
        (bytes, at, byte) => {
          const known = [
            undefined,
            'ENCODING_TX_TYPE_UNSUPPORTED',
            'ENCODING_TX_MALFORMED',
            'ENCODING_TX_SIGNATURE_INVALID',
          ]
          expect(known).toContain(codeOf(bytes))
          const spoilt = raw.slice()
          spoilt[at] = byte
          expect(known).toContain(codeOf(spoilt))
        },
      ),
      { seed: 3, numRuns: 2000 },
    )
  })
})
