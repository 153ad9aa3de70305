import { bytesToHex } from '@pegzone/encoding'
import { describe, expect, it } from 'vitest'
import { alice, bob, CHAIN_ID, GWEI, signed, toyAddress, transferData } from '../../../ethereum/test/chain/support.ts'
import { call, openNode } from './support.ts'

type Json = Record<string, unknown>

const hash = /^0x[0-9a-f]{64}$/
const address = /^0x[0-9a-f]{40}$/
const quantity = /^0x(0|[1-9a-f][0-9a-f]*)$/
const bytes = /^0x([0-9a-f]{2})*$/
const bloom = /^0x[0-9a-f]{512}$/
const nothing = 'null'
const list = 'array'
type Rule = RegExp | 'null' | 'array' | 'boolean'

/** Field by field, and nothing more: the schemas of the execution API forbid extras. */
function expectShape(value: unknown, rules: Readonly<Record<string, Rule>>): void {
  const object = value as Json
  expect(Object.keys(object).sort()).toEqual(Object.keys(rules).sort())
  for (const [name, rule] of Object.entries(rules)) {
    const field = object[name]
    if (rule === nothing) expect([name, field]).toEqual([name, null])
    else if (rule === list) expect([name, Array.isArray(field)]).toEqual([name, true])
    else if (rule === 'boolean') expect([name, typeof field]).toEqual([name, 'boolean'])
    else expect(`${name} ${field}`).toMatch(new RegExp(`^${name} ${rule.source.slice(1)}`))
  }
}

const header = {
  number: quantity,
  hash,
  parentHash: hash,
  nonce: /^0x[0-9a-f]{16}$/,
  sha3Uncles: hash,
  logsBloom: bloom,
  transactionsRoot: hash,
  stateRoot: hash,
  receiptsRoot: hash,
  miner: address,
  difficulty: quantity,
  extraData: bytes,
  gasLimit: quantity,
  gasUsed: quantity,
  timestamp: quantity,
  mixHash: hash,
  baseFeePerGas: quantity,
  withdrawalsRoot: hash,
  blobGasUsed: quantity,
  excessBlobGas: quantity,
  parentBeaconBlockRoot: hash,
} as const
const block = { ...header, size: quantity, transactions: list, uncles: list, withdrawals: list } as const
const place = { blockHash: hash, blockNumber: quantity, blockTimestamp: quantity, transactionIndex: quantity } as const
const base = {
  ...place,
  from: address,
  to: address,
  gas: quantity,
  gasPrice: quantity,
  hash,
  input: bytes,
  nonce: quantity,
  value: quantity,
  type: quantity,
  chainId: quantity,
  v: quantity,
  r: quantity,
  s: quantity,
} as const
const listed = { ...base, accessList: list, yParity: quantity } as const
const dynamic = { ...listed, maxFeePerGas: quantity, maxPriorityFeePerGas: quantity } as const
const receipt = {
  type: quantity,
  status: quantity,
  cumulativeGasUsed: quantity,
  gasUsed: quantity,
  effectiveGasPrice: quantity,
  contractAddress: nothing,
  from: address,
  to: address,
  logs: list,
  logsBloom: bloom,
  transactionHash: hash,
  transactionIndex: quantity,
  blockHash: hash,
  blockNumber: quantity,
} as const
const log = {
  address,
  topics: list,
  data: bytes,
  ...place,
  transactionHash: hash,
  logIndex: quantity,
  removed: 'boolean',
} as const

/** One block of three: legacy with a chain id, access list, dynamic fee. */
async function filled() {
  const node = openNode()
  node.automine = false
  const toToken = { to: toyAddress, value: 0n, data: transferData(bob, 1n) }
  const raws = [
    signed(0n, { type: 0, gasPrice: 2n * GWEI, chainId: CHAIN_ID, ...toToken }),
    signed(1n, { type: 1, gasPrice: 2n * GWEI, accessList: [{ address: bob, storageKeys: [] }], ...toToken }),
    signed(2n, toToken),
  ]
  const hashes: string[] = []
  for (const raw of raws) hashes.push(await call(node, 'eth_sendRawTransaction', bytesToHex(raw)))
  return { node, hashes, raws }
}

describe('shapes', () => {
  it('of blocks, transactions, receipts and logs', async () => {
    const { node, hashes } = await filled()
    await node.mine()
    expectShape(await call(node, 'eth_getBlockByNumber', 'latest', false), block)
    const full = await call<{ hash: string; transactions: Json[] }>(node, 'eth_getBlockByNumber', '0x1', true)
    expectShape(full, block)
    for (const [at, shape] of [base, listed, dynamic].entries()) {
      expectShape(full.transactions[at], shape)
      expect(await call(node, 'eth_getTransactionByHash', hashes[at])).toEqual(full.transactions[at])
      const byNumber = await call(node, 'eth_getTransactionByBlockNumberAndIndex', '0x1', `0x${at}`)
      expect(byNumber).toEqual(full.transactions[at])
      expect(await call(node, 'eth_getTransactionByBlockHashAndIndex', full.hash, `0x${at}`)).toEqual(byNumber)
    }
    const receipts = await call<{ logs: Json[] }[]>(node, 'eth_getBlockReceipts', 'latest')
    for (const [at, each] of receipts.entries()) {
      expectShape(each, receipt)
      expectShape(each.logs[0], log)
      expect(await call(node, 'eth_getTransactionReceipt', hashes[at])).toEqual(each)
    }
    expect(receipts.map(({ logs }) => logs[0]!['logIndex'])).toEqual(['0x0', '0x1', '0x2'])
    expect(await call(node, 'eth_getLogs', { fromBlock: '0x1' })).toEqual(receipts.flatMap(({ logs }) => logs))
    expect(await call(node, 'eth_getBlockByHash', full.hash, true)).toEqual(full)
  })

  it('of what waits: no block, and the pending block holds it', async () => {
    const { node, hashes } = await filled()
    const waiting = { ...dynamic, blockHash: nothing, blockNumber: nothing, transactionIndex: nothing } as const
    const { blockTimestamp: _, ...shape } = waiting
    expectShape(await call(node, 'eth_getTransactionByHash', hashes[2]), shape)
    expect(await call(node, 'eth_getBlockByNumber', 'pending', false)).toMatchObject({
      number: '0x1',
      hash: null,
      transactions: hashes,
    })
    expect(await call(node, 'eth_getTransactionCount', alice, 'pending')).toBe('0x3')
    expect(await call(node, 'eth_getTransactionCount', alice, 'latest')).toBe('0x0')
    expect(await call(node, 'eth_getBlockTransactionCountByNumber', 'pending')).toBe('0x3')
    expect(await call(node, 'txpool_inspect')).toMatchObject({
      pending: { [alice]: { 0: expect.stringContaining('0 wei') } },
    })
    expect(Object.keys((await call<{ pending: Json }>(node, 'txpool_contentFrom', alice)).pending)).toHaveLength(3)
  })

  it('of the size: the bytes of the block in RLP', async () => {
    const { node, raws } = await filled()
    const empty = await call<{ size: string }>(node, 'eth_getBlockByNumber', 'latest', false)
    await node.mine()
    const { size } = await call<{ size: string }>(node, 'eth_getBlockByNumber', 'latest', false)
    const payload = raws.reduce((sum, raw) => sum + raw.length, 0)
    expect(Number(size)).toBeGreaterThan(Number(empty.size) + payload)
    expect(Number(size)).toBeLessThan(Number(empty.size) + payload + 30)
  })

  it('of everything a client asks about the node', async () => {
    const node = openNode()
    const answers = {
      eth_chainId: '0x7a69',
      net_version: '31337',
      eth_blockNumber: '0x0',
      eth_gasPrice: '0x77359400',
      eth_maxPriorityFeePerGas: '0x3b9aca00',
      eth_blobBaseFee: '0x1',
      eth_syncing: false,
      net_listening: true,
      net_peerCount: '0x0',
      web3_clientVersion: 'pegzone/0.1.0',
      eth_accounts: [alice, bob],
    }
    for (const [method, answer] of Object.entries(answers)) expect(await call(node, method)).toEqual(answer)
    expect(await call(node, 'web3_sha3', '0x68656c6c6f')).toBe(
      '0x1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8',
    )
    expect(await call(node, 'eth_getStorageAt', toyAddress, '0x0', 'latest')).toBe(`0x${'0'.repeat(64)}`)
    expect(await call(node, 'eth_getCode', bob)).toBe('0x')
    expect(await call(node, 'eth_createAccessList', { from: alice, to: bob })).toEqual({
      accessList: [],
      gasUsed: '0x5208',
    })
    expect(await call(node, 'eth_feeHistory', '0x0', 'latest', [])).toEqual({ oldestBlock: '0x0', gasUsedRatio: [] })
    expect(await call(node, 'eth_getBlockByHash', `0x${'11'.repeat(32)}`, false)).toBeNull()
    expect(await call(node, 'eth_getUncleCountByBlockNumber', 'latest')).toBe('0x0')
  })
})
