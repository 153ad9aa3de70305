import { bytesToHex } from '@pegzone/encoding'
import {
  Contract,
  id,
  JsonRpcProvider,
  Transaction,
  verifyMessage,
  verifyTypedData,
  Wallet,
  WebSocketProvider,
} from 'ethers'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { alice, bob, dave, ETHER, keys, toyAddress } from '../../../ethereum/test/chain/support.ts'
import type { RpcServer } from '../../src/index.ts'
import { type Node, openNode } from './support.ts'

const abi = [
  'function transfer(address to, uint256 amount) returns (bool)',
  'function balanceOf(address account) view returns (uint256)',
  'event Transfer(address indexed from, address indexed to, uint256 amount)',
]

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** The options that ethereum-rpc.md §3.2 found necessary against nodes that mine at once. */
const fast = { cacheTimeout: -1, staticNetwork: true, batchMaxCount: 1, pollingInterval: 20 } as const

async function open(options: object = fast): Promise<{ node: Node; server: RpcServer; provider: JsonRpcProvider }> {
  const node = openNode()
  const server = await node.serve()
  const provider = new JsonRpcProvider(server.url, 31337, options)
  closers.push(
    () => server.close(),
    () => provider.destroy(),
  )
  return { node, server, provider }
}

describe('ethers over HTTP', () => {
  it('reads, sends and waits twenty times in a row', async () => {
    const { node, provider } = await open()
    const wallet = new Wallet(bytesToHex(keys[0]!), provider)
    for (let index = 0; index < 20; index++) {
      const sent = await wallet.sendTransaction({ to: dave, value: 5n })
      const receipt = await sent.wait()
      expect(receipt).toMatchObject({ status: 1, blockNumber: index + 1, gasUsed: 21_000n })
    }
    expect(await provider.getBalance(dave)).toBe(100n)
    expect(await provider.getTransactionCount(alice)).toBe(20)
    expect(await provider.getBlockNumber()).toBe(20)
    expect(node.chain.account(dave).balance).toBe(100n)
  })

  it('sends its default batches', async () => {
    const { provider } = await open({})
    const [balance, code, block, fees, network] = await Promise.all([
      provider.getBalance(alice),
      provider.getCode(toyAddress),
      provider.getBlock('latest', true),
      provider.getFeeData(),
      provider.getNetwork(),
    ])
    expect(balance).toBe(10_000n * ETHER)
    expect(code).toBe(`0xfe${Buffer.from('pegzone:TOY').toString('hex')}`)
    expect(block?.number).toBe(0)
    expect(fees).toMatchObject({
      gasPrice: 2_000_000_000n,
      maxFeePerGas: 3_000_000_000n,
      maxPriorityFeePerGas: 1_000_000_000n,
    })
    expect(network.chainId).toBe(31337n)
  })

  it('calls a contract, sends to it, and reads its events back', async () => {
    const { provider } = await open()
    const token = new Contract(toyAddress, abi, new Wallet(bytesToHex(keys[0]!), provider))
    const sent = await token.getFunction('transfer').send(bob, 7n)
    const receipt = await sent.wait()
    expect(receipt?.logs).toHaveLength(1)
    expect(await token.getFunction('balanceOf').staticCall(bob)).toBe(1007n)
    const found = await token.queryFilter(token.filters['Transfer']!(alice), 0)
    expect(found.map((log) => log.transactionHash)).toEqual([sent.hash])
    expect(await token.queryFilter(token.filters['Transfer']!(bob), 0)).toEqual([])
    // The past is still there.
    expect(await token.getFunction('balanceOf').staticCall(bob, { blockTag: 0 })).toBe(1000n)
  })

  it('tells reverts and spent money apart', async () => {
    const { provider } = await open()
    const token = new Contract(toyAddress, abi, new Wallet(bytesToHex(keys[0]!), provider))
    await expect(token.getFunction('transfer').send(bob, 1001n)).rejects.toMatchObject({
      code: 'CALL_EXCEPTION',
      data: '0x01020304',
    })
    const poor = new Wallet(bytesToHex(keys[3]!), provider)
    await expect(poor.sendTransaction({ to: bob, value: 1n, gasLimit: 21_000n })).rejects.toMatchObject({
      code: 'INSUFFICIENT_FUNDS',
    })
    const wallet = new Wallet(bytesToHex(keys[0]!), provider)
    await (await wallet.sendTransaction({ to: bob, value: 1n })).wait()
    await expect(wallet.sendTransaction({ to: bob, nonce: 0 })).rejects.toMatchObject({ code: 'NONCE_EXPIRED' })
    const mined = await wallet.sendTransaction({
      to: toyAddress,
      data: token.interface.encodeFunctionData('transfer', [bob, 1001n]),
      gasLimit: 100_000n,
    })
    await expect(mined.wait()).rejects.toMatchObject({ code: 'CALL_EXCEPTION', receipt: { status: 0 } })
  })

  it('hears events through filters', async () => {
    const { provider } = await open()
    const token = new Contract(toyAddress, abi, new Wallet(bytesToHex(keys[0]!), provider))
    const heard = new Promise((resolve) => {
      token.on('Transfer', (from, to, amount) => resolve([from, to, amount]))
    })
    await new Promise((resolve) => setTimeout(resolve, 60))
    await (await token.getFunction('transfer').send(bob, 7n)).wait()
    const [from, to, amount] = (await heard) as [string, string, bigint]
    expect([from.toLowerCase(), to.toLowerCase(), amount]).toEqual([alice, bob, 7n])
    await token.removeAllListeners()
    // ethers uninstalls its filter behind our back; a provider that is gone by then rejects into nowhere.
    await new Promise((resolve) => setTimeout(resolve, 60))
  })

  it('uses unlocked accounts: sends, signs messages and typed data', async () => {
    const { provider } = await open()
    const signer = await provider.getSigner(1)
    expect(signer.address.toLowerCase()).toBe(bob)
    const receipt = await (await signer.sendTransaction({ to: dave, value: 3n })).wait()
    expect(receipt).toMatchObject({ status: 1, from: signer.address })
    expect(verifyMessage('peg', await signer.signMessage('peg'))).toBe(signer.address)
    const domain = { name: 'Pegzone', version: '1', chainId: 31337, verifyingContract: toyAddress }
    const types = {
      Leg: [
        { name: 'token', type: 'address' },
        { name: 'amounts', type: 'uint256[]' },
      ],
      Order: [
        { name: 'legs', type: 'Leg[]' },
        { name: 'memo', type: 'string' },
        { name: 'salt', type: 'bytes32' },
        { name: 'delta', type: 'int64' },
        { name: 'open', type: 'bool' },
      ],
    }
    const order = {
      legs: [{ token: toyAddress, amounts: [1n, 2n ** 200n] }],
      memo: 'höhe',
      salt: id('salt'),
      delta: -5n,
      open: true,
    }
    const signature = await signer.signTypedData(domain, types, order)
    expect(verifyTypedData(domain, types, order, signature)).toBe(signer.address)
  })

  it('answers a block whose fields ethers takes, and transactions it can hash again', async () => {
    const { provider, node } = await open()
    const wallet = new Wallet(bytesToHex(keys[0]!), provider)
    for (const type of [0, 1, 2]) await (await wallet.sendTransaction({ type, to: bob, value: 1n })).wait()
    for (const height of [1, 2, 3]) {
      const block = await provider.getBlock(height, true)
      const tx = block!.prefetchedTransactions[0]!
      expect(Transaction.from(tx as never).hash).toBe(tx.hash)
      expect(tx.type).toBe(height - 1)
      expect(block!.hash).toBe((await node.chain.block(height))!.hash)
      expect(block!.parentHash).toBe((await provider.getBlock(height - 1))!.hash)
      expect(await provider.send('eth_getRawTransactionByHash', [tx.hash])).toBe(
        bytesToHex((await node.chain.block(height))!.transactions[0]!.raw),
      )
    }
  })
})

describe('ethers over WebSocket', () => {
  it('hears heads, logs and pending transactions, and stops hearing', async () => {
    const { node, server } = await open()
    const provider = new WebSocketProvider(() => new WebSocket(server.webSocketUrl) as never, 31337)
    closers.push(() => provider.destroy())
    const heights: number[] = []
    const pending: string[] = []
    const amounts: bigint[] = []
    await provider.on('block', (height: number) => heights.push(height))
    await provider.on('pending', (hash: string) => pending.push(hash))
    const token = new Contract(toyAddress, abi, new Wallet(bytesToHex(keys[0]!), provider))
    await token.on(token.filters['Transfer']!(null, bob), (payload) => amounts.push(payload.args.amount))
    // The subscriptions are on their way: what is asked behind them on the same socket is answered behind them.
    await provider.getBlockNumber()
    await new Promise((resolve) => setTimeout(resolve, 50))
    const sent = await token.getFunction('transfer').send(bob, 7n)
    await sent.wait()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(heights).toContain(1)
    expect(pending).toEqual([sent.hash])
    expect(amounts).toEqual([7n])
    await provider.removeAllListeners()
    await token.removeAllListeners()
    await new Promise((resolve) => setTimeout(resolve, 50))
    await node.mine()
    expect(heights).not.toContain(2)
  })
})
