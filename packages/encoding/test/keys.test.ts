import { fromBech32, toBech32 } from '@cosmjs/encoding'
import { DirectSecp256k1HdWallet, makeCosmoshubPath } from '@cosmjs/proto-signing'
import { getAddress, HDNodeWallet, Mnemonic } from 'ethers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bech32Decode,
  bech32Encode,
  bytesToHex,
  checksumAddress,
  cosmosAddressOf,
  cosmosPath,
  DEV_MNEMONIC,
  deriveKey,
  ethAddressOf,
  ethPath,
  mnemonicToSeed,
  parseEthAddress,
  secp256k1,
  validateMnemonic,
} from '../src/index.ts'

const seed = mnemonicToSeed(DEV_MNEMONIC)

describe('development accounts', () => {
  it('are those every Ethereum developer knows', () => {
    expect(checksumAddress(ethAddressOf(deriveKey(seed, ethPath(0))))).toBe(
      '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
    )
    expect(checksumAddress(ethAddressOf(deriveKey(seed, ethPath(9))))).toBe(
      '0xa0Ee7A142d267C1f36714E4a8F75612F20a79720',
    )
  })

  it('have the Cosmos addresses of CosmJS', async () => {
    const hdPaths = [0, 1, 9].map(makeCosmoshubPath)
    const wallet = await DirectSecp256k1HdWallet.fromMnemonic(DEV_MNEMONIC, { prefix: 'ixo', hdPaths })
    const ours = [0, 1, 9].map((i) => cosmosAddressOf(secp256k1.publicKey(deriveKey(seed, cosmosPath(i))), 'ixo'))
    expect(ours).toEqual((await wallet.getAccounts()).map(({ address }) => address))
  })
})

describe('derivation', () => {
  it('is that of ethers on any seed and path', () => {
    const index = fc.tuple(fc.oneof(fc.nat(20), fc.integer({ min: 0, max: 2 ** 31 - 1 })), fc.boolean())
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 16, maxLength: 64 }),
        fc.array(index, { maxLength: 4 }),
        (entropy, parts) => {
          const path = ['m', ...parts.map(([i, hardened]) => `${i}${hardened ? "'" : ''}`)].join('/')
          const theirs = HDNodeWallet.fromSeed(entropy)
          expect(bytesToHex(deriveKey(entropy, path))).toBe(
            (parts.length === 0 ? theirs : theirs.derivePath(path)).privateKey,
          )
        },
      ),
      { seed: 61, numRuns: 30 },
    )
  })

  it.each(['', "44'/60'", 'm/', 'm/a', 'm/-1', 'm/2147483648', 'm/1.5', "m/1''", 'm//1'])('refuses path %j', (path) => {
    expect(() => deriveKey(seed, path)).toThrow(RangeError)
  })
})

describe('mnemonics', () => {
  it('are accepted and turned into seeds as by ethers', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(16, 20, 24, 28, 32).chain((n) => fc.uint8Array({ minLength: n, maxLength: n })),
        fc.nat(11),
        (entropy, at) => {
          const { phrase } = Mnemonic.fromEntropy(entropy)
          expect(validateMnemonic(phrase)).toBe(true)
          const words = phrase.split(' ')
          words[at] = words[at] === 'zoo' ? 'abandon' : 'zoo'
          expect(validateMnemonic(words.join(' '))).toBe(Mnemonic.isValidMnemonic(words.join(' ')))
        },
      ),
      { seed: 62, numRuns: 50 },
    )
    const { phrase } = Mnemonic.fromEntropy(new Uint8Array(16).fill(5))
    expect(bytesToHex(mnemonicToSeed(phrase))).toBe(Mnemonic.fromPhrase(phrase).computeSeed())
    expect(bytesToHex(mnemonicToSeed(phrase, 'pé'))).toBe(Mnemonic.fromPhrase(phrase, 'pé').computeSeed())
    expect(validateMnemonic(DEV_MNEMONIC)).toBe(true)
  })

  it.each([
    '',
    'test',
    `${DEV_MNEMONIC} `,
    DEV_MNEMONIC.replace('junk', 'test'),
    DEV_MNEMONIC.replace(' ', '  '),
    'tset '.repeat(12).trim(),
  ])('%j is none', (text) => {
    expect(validateMnemonic(text)).toBe(false)
  })
})

describe('addresses', () => {
  it('have the EIP-55 form of ethers', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), fc.nat(39), (bytes, at) => {
        const lower = bytesToHex(bytes)
        const display = checksumAddress(lower)
        expect(display).toBe(getAddress(lower))
        for (const text of [lower, display, `0x${lower.slice(2).toUpperCase()}`])
          expect(parseEthAddress(text)).toBe(lower)
        const char = display[at + 2]!
        const flipped = char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase()
        const spoilt = display.slice(0, at + 2) + flipped + display.slice(at + 3)
        if (spoilt !== display && /[a-f]/.test(spoilt.slice(2)) && /[A-F]/.test(spoilt))
          expect(parseEthAddress(spoilt)).toBeUndefined()
      }),
      { seed: 63 },
    )
    for (const text of [
      '',
      '0x',
      `0x${'0'.repeat(39)}`,
      `0x${'0'.repeat(41)}`,
      `0X${'0'.repeat(40)}`,
      `0x${'g'.repeat(40)}`,
    ]) {
      expect(parseEthAddress(text)).toBeUndefined()
    }
  })

  it('are the same from a private key and from its public key', () => {
    const key = deriveKey(seed, ethPath(1))
    expect(ethAddressOf(secp256k1.publicKey(key))).toBe(ethAddressOf(key))
    expect(() => ethAddressOf(new Uint8Array(31))).toThrow(RangeError)
  })
})

describe('bech32', () => {
  const prefix = fc.constantFrom('ixo', 'cosmos', 'a1b', 'ixovaloper')

  it('is that of CosmJS, and comes back', () => {
    fc.assert(
      fc.property(prefix, fc.uint8Array({ minLength: 1, maxLength: 48 }), (hrp, bytes) => {
        const text = bech32Encode(hrp, bytes)
        expect(text).toBe(toBech32(hrp, bytes))
        expect(bech32Decode(text)).toEqual({ prefix: hrp, bytes })
        expect(bech32Decode(text.toUpperCase())).toEqual({ prefix: hrp, bytes })
      }),
      { seed: 64 },
    )
  })

  it('refuses what CosmJS refuses: changed, swapped and invented text', () => {
    const text = bech32Encode('ixo', new Uint8Array(20).fill(3))
    fc.assert(
      fc.property(
        fc.nat(text.length - 1),
        fc.constantFrom(...'qpzry9x8gf2tvdw0s3jn54khce6mua7lb1oiQ é'),
        fc.string(),
        (at, char, noise) => {
          for (const candidate of [text.slice(0, at) + char + text.slice(at + 1), noise, `ixo1${noise}`]) {
            let theirs: { prefix: string; data: Uint8Array } | undefined
            try {
              theirs = fromBech32(candidate)
            } catch {
              theirs = undefined // they throw on every refusal
            }
            const ours = bech32Decode(candidate)
            expect(ours && { prefix: ours.prefix, data: ours.bytes }).toEqual(theirs)
          }
        },
      ),
      { seed: 65, numRuns: 2000 },
    )
  })

  it.each(['ixo', '1qqqqqq', 'ixo1qqqqq', 'A12uEL5L', 'x1b4n0q5v', 'li1dgmt3', ''])('%j is none', (text) => {
    expect(bech32Decode(text)).toBeUndefined()
  })

  it('takes the shortest one of BIP-173', () => {
    expect(bech32Decode('A12UEL5L')).toEqual({ prefix: 'a', bytes: new Uint8Array(0) })
    expect(() => bech32Encode('IXO', new Uint8Array(0))).toThrow(RangeError)
    expect(() => bech32Encode('', new Uint8Array(0))).toThrow(RangeError)
  })
})
