import { bytesToHex } from '@pegzone/encoding'
import { describe, expect, it } from 'vitest'
import {
  alice,
  bob,
  dave,
  ETHER,
  GWEI,
  signed,
  toyAddress,
  transferData,
} from '../../../ethereum/test/chain/support.ts'
import { call, openNode, refusal } from './support.ts'

/** ethereum-rpc.md §3.3: what spoils a raw transaction, and how geth words it. ethers and viem match on these texts. */
const raws = [
  {
    name: 'insufficient funds',
    raw: signed(0n, { value: 10_000n * ETHER }),
    message:
      'insufficient funds for gas * price + value: balance 10000000000000000000000, tx cost 10000000200000000000000, overshot 200000000000000',
  },
  {
    name: 'intrinsic gas',
    raw: signed(0n, { gasLimit: 20_000n }),
    message: 'intrinsic gas too low: gas 20000, minimum needed 21000',
  },
  {
    name: 'fee cap below base fee',
    raw: signed(0n, { maxFeePerGas: 1n, maxPriorityFeePerGas: 0n }),
    message:
      'max fee per gas less than block base fee: address 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266, maxFeePerGas: 1, baseFee: 1000000000',
  },
  {
    name: 'tip above fee cap',
    raw: signed(0n, { maxPriorityFeePerGas: 3n * GWEI }),
    message:
      'max priority fee per gas higher than max fee per gas: address 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266, maxPriorityFeePerGas: 3000000000, maxFeePerGas: 2000000000',
  },
  {
    name: 'chain id',
    raw: signed(0n, { chainId: 1n }),
    message: 'invalid chain id for signer: have 1 want 31337',
  },
  {
    name: 'gas above the block',
    raw: signed(0n, { gasLimit: 30_000_001n }),
    message: 'exceeds block gas limit: gas 30000001, limit 30000000',
  },
  { name: 'blob transaction', raw: Uint8Array.of(3, 0xc0), message: 'transaction type not supported' },
  { name: 'set-code transaction', raw: Uint8Array.of(4, 0xc0), message: 'transaction type not supported' },
  {
    name: 'contract creation',
    raw: signed(0n, { to: undefined }),
    message:
      'contract creation is not supported: the emulated chain has no EVM; use a devnet: pegzone up --ethereum anvil',
  },
] as const

describe('errors', () => {
  it.each(raws)('of a raw transaction: $name', async ({ raw, message }) => {
    const error = await refusal(openNode(), 'eth_sendRawTransaction', bytesToHex(raw))
    expect(error).toEqual({ code: -32000, message })
  })

  it('of undecodable raw bytes', async () => {
    const node = openNode()
    expect(await refusal(node, 'eth_sendRawTransaction', '0xc0')).toMatchObject({ code: -32602 })
    expect(await refusal(node, 'eth_sendRawTransaction', '0xzz')).toMatchObject({ code: -32602 })
    expect(await refusal(node, 'eth_sendRawTransaction')).toMatchObject({ code: -32602 })
  })

  it('of a used nonce, a known transaction, a cheap replacement', async () => {
    const node = openNode()
    const raw = bytesToHex(signed(0n))
    await call(node, 'eth_sendRawTransaction', raw)
    expect(await refusal(node, 'eth_sendRawTransaction', raw)).toEqual({
      code: -32000,
      message: 'nonce too low: next nonce 1, tx nonce 0',
    })
    node.automine = false
    const waiting = bytesToHex(signed(1n))
    await call(node, 'eth_sendRawTransaction', waiting)
    expect(await refusal(node, 'eth_sendRawTransaction', waiting)).toEqual({ code: -32000, message: 'already known' })
    expect(await refusal(node, 'eth_sendRawTransaction', bytesToHex(signed(1n, { value: 2n })))).toEqual({
      code: -32000,
      message: 'replacement transaction underpriced',
    })
  })

  it('of a revert: code 3 with text and data, in call and estimate', async () => {
    const node = openNode()
    const request = { from: alice, to: toyAddress, data: bytesToHex(transferData(bob, 1001n)) }
    const expected = { code: 3, message: 'execution reverted: too little', data: '0x01020304' }
    expect(await refusal(node, 'eth_call', request, 'latest')).toEqual(expected)
    expect(await refusal(node, 'eth_estimateGas', request)).toEqual(expected)
    expect(await refusal(node, 'eth_sendTransaction', request)).toEqual(expected)
  })

  it('of a raw transaction that reverts: none, it is mined with status 0', async () => {
    const node = openNode()
    const raw = signed(0n, { to: toyAddress, value: 0n, data: transferData(bob, 1001n) })
    const hash = await call(node, 'eth_sendRawTransaction', bytesToHex(raw))
    expect(await call(node, 'eth_getTransactionReceipt', hash)).toMatchObject({ status: '0x0', logs: [] })
  })

  it('of a nonce gap: none, it waits in the queue', async () => {
    const node = openNode()
    const hash = await call(node, 'eth_sendRawTransaction', bytesToHex(signed(5n)))
    expect(await call(node, 'txpool_status')).toEqual({ pending: '0x0', queued: '0x1' })
    expect(await call(node, 'txpool_content')).toMatchObject({ pending: {}, queued: { [alice]: { 5: { hash } } } })
    expect(await call(node, 'eth_getTransactionByHash', hash)).toMatchObject({ hash, blockNumber: null })
    expect(await call(node, 'eth_getTransactionReceipt', hash)).toBeNull()
  })

  it('of calls that cannot pay', async () => {
    const node = openNode()
    expect(await refusal(node, 'eth_call', { from: dave, to: bob, value: '0x1' })).toMatchObject({
      code: -32000,
      message: expect.stringMatching(/^insufficient funds for transfer/),
    })
    expect(await refusal(node, 'eth_estimateGas', { from: alice, to: bob, gas: '0x5207' })).toEqual({
      code: -32000,
      message: 'gas required exceeds allowance (20999)',
    })
    expect(await refusal(node, 'eth_estimateGas', { from: alice, data: '0x6000' })).toMatchObject({
      code: -32000,
      message: expect.stringContaining('pegzone up --ethereum anvil'),
    })
  })

  it('of blocks beyond the head', async () => {
    const node = openNode()
    const notFound = { code: -32000, message: 'header not found' }
    expect(await refusal(node, 'eth_call', { to: bob }, '0x5')).toEqual(notFound)
    expect(await refusal(node, 'eth_getBalance', alice, '0x5')).toEqual(notFound)
    expect(await refusal(node, 'eth_getBalance', alice, { blockHash: `0x${'11'.repeat(32)}` })).toEqual(notFound)
    expect(await refusal(node, 'eth_feeHistory', '0x1', '0x5', [])).toEqual(notFound)
    expect(await call(node, 'eth_getBlockByNumber', '0x5', false)).toBeNull()
  })

  it('of methods that do not exist, or would need an EVM', async () => {
    const node = openNode()
    for (const method of ['eth_fillTransaction', 'evm_snapshot', 'anvil_setCode', 'constructor']) {
      expect(await refusal(node, method)).toEqual({
        code: -32601,
        message: `the method ${method} does not exist/is not available`,
      })
    }
    expect(await refusal(node, 'eth_getProof')).toMatchObject({
      code: -32601,
      message: expect.stringMatching(/^the method eth_getProof does not exist.*anvil/),
    })
  })

  it.each([
    ['eth_getBalance', ['0x12', 'latest']],
    ['eth_getBalance', []],
    ['eth_getBalance', [alice, 'newest']],
    ['eth_getBalance', [alice, '12']],
    ['eth_getBalance', [alice, '0xzz']],
    ['eth_call', []],
    ['eth_call', [{ to: bob, data: '0x0' }]],
    ['eth_call', [{ to: bob, data: '0x00', input: '0x01' }]],
    ['eth_call', [{ to: bob }, 'latest', { [bob]: { balance: '0x1' } }]],
    ['eth_getTransactionByHash', ['0x12']],
    ['eth_getStorageAt', [bob, `0x${'0'.repeat(65)}`]],
    ['eth_getLogs', [{ fromBlock: '0x1', toBlock: '0x0' }]],
    ['eth_getLogs', [{ fromBlock: '0x0', toBlock: '0x99' }]],
    ['eth_getLogs', [{ blockHash: `0x${'11'.repeat(32)}`, fromBlock: '0x0' }]],
    ['eth_getLogs', [{ topics: [null, null, null, null, null] }]],
    ['eth_getLogs', [{ topics: ['0x12'] }]],
    ['eth_getLogs', [{ address: 'dai' }]],
    ['eth_feeHistory', ['0x1', 'latest', [50, 10]]],
    ['eth_subscribe', ['everything']],
    ['web3_sha3', ['text']],
  ])('%s refuses bad parameters %j with -32602', async (method, params) => {
    expect(await refusal(openNode(), method, ...params)).toMatchObject({ code: -32602 })
  })
})
