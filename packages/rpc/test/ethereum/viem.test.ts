import { bytesToHex } from '@pegzone/encoding'
import {
  createPublicClient,
  createTestClient,
  createWalletClient,
  custom,
  http,
  keccak256,
  parseAbi,
  parseEther,
  serializeTransaction,
  webSocket,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterEach, describe, expect, it } from 'vitest'
import { alice, bob, dave, ETHER, GWEI, keys, SECOND, START, toyAddress } from '../../../ethereum/test/chain/support.ts'
import { type NodeOptions, openNode } from './support.ts'

const abi = parseAbi([
  'function transfer(address to, uint256 amount) returns (bool)',
  'function balanceOf(address account) view returns (uint256)',
  'event Transfer(address indexed from, address indexed to, uint256 amount)',
])
const account = privateKeyToAccount(bytesToHex(keys[0]!))
const token = { address: toyAddress, abi } as const

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function open(options: NodeOptions = {}) {
  const node = openNode(options)
  const server = await node.serve()
  closers.push(() => server.close())
  const common = { chain: foundry, transport: http(server.url), pollingInterval: 20 } as const
  return {
    node,
    server,
    reader: createPublicClient(common),
    wallet: createWalletClient({ ...common, account }),
    tester: createTestClient({ ...common, mode: 'anvil' }),
  }
}

describe('viem over HTTP', () => {
  it('sends, waits, reads the receipt and the transaction', async () => {
    const { reader, wallet } = await open()
    const hash = await wallet.sendTransaction({ to: dave, value: parseEther('1') })
    const receipt = await reader.waitForTransactionReceipt({ hash })
    expect(receipt).toMatchObject({ status: 'success', blockNumber: 1n, gasUsed: 21_000n, from: alice, to: dave })
    const tx = await reader.getTransaction({ hash })
    const { r, s, yParity } = tx
    const serialized = serializeTransaction(
      { ...tx, type: 'eip1559', data: tx.input } as never,
      { r, s, yParity } as never,
    )
    expect(keccak256(serialized)).toBe(hash)
    expect(await reader.getBalance({ address: dave })).toBe(ETHER)
    expect(await reader.getTransactionCount({ address: alice })).toBe(1)
  })

  it('simulates, writes and watches a contract', async () => {
    const { reader, wallet } = await open()
    const seen: bigint[] = []
    const stop = reader.watchContractEvent({
      ...token,
      eventName: 'Transfer',
      onLogs: (logs) => seen.push(...logs.map(({ args }) => args.amount!)),
    })
    await new Promise((resolve) => setTimeout(resolve, 60))
    const { request, result } = await reader.simulateContract({
      ...token,
      account,
      functionName: 'transfer',
      args: [bob, 7n],
    })
    expect(result).toBe(true)
    await reader.waitForTransactionReceipt({ hash: await wallet.writeContract(request) })
    expect(await reader.readContract({ ...token, functionName: 'balanceOf', args: [bob] })).toBe(1007n)
    await expect.poll(() => seen).toEqual([7n])
    stop()
    const logs = await reader.getContractEvents({ ...token, eventName: 'Transfer', fromBlock: 0n })
    expect(logs.map(({ args }) => args.amount)).toEqual([7n])
    await expect(
      reader.simulateContract({ ...token, account, functionName: 'transfer', args: [bob, 5000n] }),
    ).rejects.toMatchObject({ name: 'ContractFunctionExecutionError' })
  })

  it('reads blocks, fees and history', async () => {
    const { reader, wallet } = await open()
    for (const tip of [1n, 3n]) {
      const fees = { maxFeePerGas: GWEI + tip, maxPriorityFeePerGas: tip }
      await wallet.sendTransaction({ to: bob, value: 1n, ...fees })
    }
    const block = await reader.getBlock({ includeTransactions: true })
    expect(block).toMatchObject({ number: 2n, baseFeePerGas: GWEI, gasUsed: 21_000n })
    expect(block.timestamp).toBe(START / SECOND + 2n)
    expect((await reader.getBlock({ blockHash: block.hash })).number).toBe(2n)
    expect((await reader.getBlock({ blockTag: 'finalized' })).number).toBe(0n)
    const history = await reader.getFeeHistory({ blockCount: 2, rewardPercentiles: [0, 50, 100] })
    expect(history).toMatchObject({
      oldestBlock: 1n,
      baseFeePerGas: [GWEI, GWEI, GWEI],
      reward: [
        [1n, 1n, 1n],
        [3n, 3n, 3n],
      ],
    })
    expect(await reader.estimateFeesPerGas()).toMatchObject({ maxPriorityFeePerGas: GWEI })
    expect(await reader.getBlockTransactionCount()).toBe(1)
    expect(await reader.getChainId()).toBe(31337)
  })

  it('polls block and pending transaction filters', async () => {
    const { reader, node, wallet } = await open()
    const blocks = await reader.createBlockFilter()
    const pending = await reader.createPendingTransactionFilter()
    const hash = await wallet.sendTransaction({ to: bob, value: 1n })
    await node.mine()
    expect(await reader.getFilterChanges({ filter: pending })).toEqual([hash])
    const changes = await reader.getFilterChanges({ filter: blocks })
    expect(changes).toEqual([(await node.chain.block(1))!.hash, (await node.chain.block(2))!.hash])
    expect(await reader.getFilterChanges({ filter: blocks })).toEqual([])
    expect(await reader.uninstallFilter({ filter: blocks })).toBe(true)
    await expect(reader.getFilterChanges({ filter: blocks })).rejects.toThrow('filter not found')
  })

  it('drives time and mining through the hooks of the host', async () => {
    const calls: unknown[] = []
    const { tester } = await open({
      hooks: (node) => ({
        async mine(blocks, timestamp) {
          calls.push(['mine', blocks, timestamp])
          for (let made = 0; made < blocks; made++) await node.mine()
        },
        async setAutomine(on) {
          calls.push(['automine', on])
        },
        async setIntervalMining(seconds) {
          calls.push(['interval', seconds])
        },
        async increaseTime(seconds) {
          calls.push(['increase', seconds])
          return 60n
        },
        async setNextBlockTimestamp(timestamp) {
          calls.push(['next', timestamp])
        },
        snapshot: async () => '0x1',
        revert: async (id) => id === '0x1',
      }),
    })
    await tester.mine({ blocks: 3 })
    await tester.setAutomine(false)
    await tester.setIntervalMining({ interval: 2 })
    await tester.increaseTime({ seconds: 60 })
    await tester.setNextBlockTimestamp({ timestamp: 1_800_000_000n })
    const id = await tester.snapshot()
    await tester.revert({ id })
    expect(calls).toEqual([
      ['mine', 3, undefined],
      ['automine', false],
      ['interval', 2],
      ['increase', 60n],
      ['next', 1_800_000_000n],
    ])
    expect(await tester.request({ method: 'evm_revert' as never, params: ['0x2'] as never })).toBe(false)
    expect(await tester.getTxpoolStatus()).toEqual({ pending: 0, queued: 0 })
    await expect(tester.setBalance({ address: bob, value: 1n })).rejects.toThrow()
  })
})

describe('viem elsewhere', () => {
  it('hears heads and logs over WebSocket', async () => {
    const { node, server, wallet } = await open()
    const client = createPublicClient({ chain: foundry, transport: webSocket(server.webSocketUrl) })
    const heads: bigint[] = []
    const amounts: (bigint | undefined)[] = []
    const stops = [
      client.watchBlockNumber({ onBlockNumber: (height) => heads.push(height) }),
      client.watchContractEvent({ ...token, onLogs: (logs) => amounts.push(...logs.map(({ args }) => args.amount)) }),
    ]
    await client.getBlockNumber()
    await new Promise((resolve) => setTimeout(resolve, 60))
    await wallet.writeContract({ ...token, functionName: 'transfer', args: [bob, 9n] })
    await expect.poll(() => [heads.at(-1), amounts]).toEqual([1n, [9n]])
    for (const stop of stops) stop()
    const socket = await (client.transport as unknown as { getRpcClient(): Promise<{ close(): void }> }).getRpcClient()
    socket.close()
    await node.mine()
  })

  it('works without a port, over the local connection', async () => {
    const node = openNode()
    const transport = custom({ request: ({ method, params }) => node.local.call(method, params) })
    const client = createWalletClient({ chain: foundry, transport, account })
    const reader = createPublicClient({ chain: foundry, transport })
    const hash = await client.sendTransaction({ to: dave, value: 2n })
    expect((await reader.getTransactionReceipt({ hash })).status).toBe('success')
  })
})
