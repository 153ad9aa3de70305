import { bytesToHex, hexToBytes } from '@pegzone/encoding'
import { encodeRlp, keccak256, Transaction, toBeHex } from 'ethers'
import { describe, expect, it } from 'vitest'
import { orderedTrieRoot } from '../../src/chain/ordered-trie.ts'
import { bloomOf, EMPTY_TRIE_ROOT, EMPTY_UNCLES_HASH, encodeHeader, ZERO_HASH } from '../../src/index.ts'
import { bob, GWEI, openWithGenesis, SECOND, START, signed, toyAddress, transferData } from './support.ts'
import vectors from './vectors/ordered-trie.json' with { type: 'json' }

/** Minimal quantity, as RLP wants it. */
const q = (value: bigint) => (value === 0n ? '0x' : toBeHex(value))

describe('hashes', () => {
  it('answers the transaction hash that ethers computes', () => {
    const { chain } = openWithGenesis()
    const raw = signed(0n)
    const submitted = chain.submit(raw)
    expect(submitted).toEqual({ ok: true, value: Transaction.from(bytesToHex(raw)).hash })
  })

  it('hashes the header as RLP of the Cancun fields, and chains them', async () => {
    const { chain } = openWithGenesis()
    chain.submit(signed(0n, { to: toyAddress, value: 0n, data: transferData(bob, 5n) }))
    const block = chain.produce(START + 7n * SECOND)
    const { header } = block
    const encoded = encodeRlp([
      header.parentHash,
      EMPTY_UNCLES_HASH,
      header.coinbase,
      header.stateRoot,
      header.transactionsRoot,
      header.receiptsRoot,
      bytesToHex(header.logsBloom),
      '0x',
      q(1n),
      q(30_000_000n),
      q(header.gasUsed),
      q(1_700_000_007n),
      bytesToHex(new TextEncoder().encode('pegzone')),
      ZERO_HASH,
      '0x0000000000000000',
      q(GWEI),
      EMPTY_TRIE_ROOT,
      '0x',
      '0x',
      ZERO_HASH,
    ])
    expect(bytesToHex(encodeHeader(header))).toBe(encoded)
    expect(block.hash).toBe(keccak256(encoded))
    expect(header.parentHash).toBe((await chain.block(0))!.hash)
    expect(header.transactionsRoot).not.toBe(EMPTY_TRIE_ROOT)
  })

  it('computes receipt and transaction roots of a one-transaction block by hand', () => {
    const { chain } = openWithGenesis()
    const raw = signed(0n)
    chain.submit(raw)
    const { header, transactions } = chain.produce(START + SECOND)
    // One leaf: key rlp(0) = 0x80, nibbles 8 0, hex-prefix of an even leaf 0x20.
    const leafRoot = (value: string) => keccak256(encodeRlp(['0x2080', value]))
    expect(header.transactionsRoot).toBe(leafRoot(bytesToHex(raw)))
    const receipt = encodeRlp([q(1n), q(transactions[0]!.receipt.gasUsed), `0x${'00'.repeat(256)}`, []])
    expect(header.receiptsRoot).toBe(leafRoot(`0x02${receipt.slice(2)}`))
  })

  it.each(vectors.cases)('has the ordered trie root of $name', ({ values, root }) => {
    expect(bytesToHex(orderedTrieRoot(values.map(hexToBytes)))).toBe(root)
  })

  it('sets three bloom bits for the address and three for each topic', () => {
    const topic = `0x${'ab'.repeat(32)}` as const
    const bloom = bytesToHex(bloomOf([{ address: toyAddress, topics: [topic] }]))
    // Yellow paper 4.3.1: the low 11 bits of the first three pairs of bytes of the hash.
    const bitsOf = (item: string) => [0, 4, 8].map((at) => BigInt(`0x${keccak256(item).slice(2 + at, 6 + at)}`) & 2047n)
    const expected = [...bitsOf(toyAddress), ...bitsOf(topic)].reduce((sum, bit) => sum | (1n << bit), 0n)
    expect(BigInt(bloom)).toBe(expected)
  })
})
