import { sha256, toHex, utf8ToBytes } from '@pegzone/encoding'
import { expect, test } from 'vitest'
import { chainConstants, commitFor, commitHash, headerHash } from '../src/chain/header.ts'
import { merkleRoot } from '../src/chain/merkle.ts'
import { rfc3339 } from '../src/index.ts'
import { alice, CHAIN_ID, coin, dave, send, sign, startChain } from './support.ts'

const sum = (text: string) => sha256(utf8ToBytes(text))

test('header hash: the vector of cometbft types/block_test.go TestHeaderHash', () => {
  const zeros = new Uint8Array(32)
  const hash = headerHash({
    version: { block: 1n, app: 2n },
    chainId: 'chainId',
    height: 3,
    timeNs: 1_570_983_284_000_000_000n,
    lastBlockId: { hash: zeros, parts: { total: 6, hash: zeros } },
    lastCommitHash: sum('last_commit_hash'),
    dataHash: sum('data_hash'),
    validatorsHash: sum('validators_hash'),
    nextValidatorsHash: sum('next_validators_hash'),
    consensusHash: sum('consensus_hash'),
    appHash: sum('app_hash'),
    lastResultsHash: sum('last_results_hash'),
    evidenceHash: sum('evidence_hash'),
    proposerAddress: sum('proposer_address').subarray(0, 20),
  })
  expect(toHex(hash).toUpperCase()).toBe('F740121F553B5418C3EFBD343C2DBFE9E007BB67B0D020A0741374BAB65242A4')
})

test('merkle roots: RFC 6962 vectors', () => {
  expect(toHex(merkleRoot([]))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  expect(toHex(merkleRoot([new Uint8Array(0)]))).toBe(
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  )
  const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
  const leaves = inputs.map((hex) => Uint8Array.from(Buffer.from(hex, 'hex')))
  expect(toHex(merkleRoot(leaves.slice(0, 7)))).toBe('ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c')
  expect(toHex(merkleRoot(leaves))).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328')
})

test('each header names the block before it, its commit, its results and its state', () => {
  const t = startChain()
  const genesisRoot = t.ledger.head.root
  const first = t.block()
  t.chain.checkTx(sign([send(dave.address, [coin(1)], alice.address)]))
  const second = t.block()
  const third = t.block()
  expect(first.header).toMatchObject({ chainId: CHAIN_ID, height: 1, lastBlockId: { hash: new Uint8Array(0) } })
  expect(first.lastCommit.signatures).toEqual([])
  expect(toHex(first.header.appHash)).toBe(genesisRoot)
  expect(second.header.lastBlockId).toEqual(first.id)
  expect(second.header.appHash).toEqual(first.appHash)
  expect(third.header.lastBlockId).toEqual(second.id)
  expect(third.header.lastResultsHash).not.toEqual(second.header.lastResultsHash)
  expect(second.header.dataHash).toEqual(merkleRoot(second.txHashes))
  expect(commitHash(third.lastCommit)).toEqual(third.header.lastCommitHash)
  const { validator } = chainConstants(CHAIN_ID)
  expect(commitFor(2, second.id, third.timeNs, validator)).toEqual(third.lastCommit)
})

test('RFC 3339 agrees with Date', () => {
  for (const ms of [0, 951_782_399_999, 951_782_400_000, 1_582_934_400_000, 1_709_164_800_123, 4_102_444_800_000]) {
    const text = new Date(ms).toISOString().replace('Z', '000000Z')
    expect(rfc3339(BigInt(ms) * 1_000_000n)).toBe(text)
  }
})
