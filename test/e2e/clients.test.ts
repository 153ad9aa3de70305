import { stringToPath } from '@cosmjs/crypto'
import { DirectSecp256k1HdWallet } from '@cosmjs/proto-signing'
import { assertIsDeliverTxSuccess, GasPrice, SigningStargateClient } from '@cosmjs/stargate'
import { Comet38Client, HttpClient, WebsocketClient } from '@cosmjs/tendermint-rpc'
import { createAdminClient, type PacketData } from '@pegzone/api'
import { Contract, HDNodeWallet, JsonRpcProvider, WebSocketProvider } from 'ethers'
import { createPublicClient, createWalletClient, http, parseAbi, parseEther, webSocket } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Emulator, type Folder, startPegzone, temporaryFolder } from './harness.ts'
import { until } from './until.ts'

const token = 10n ** 18n
const erc20 = [
  'function approve(address spender, uint256 amount) returns (bool)',
  'function transfer(address to, uint256 amount) returns (bool)',
  'function balanceOf(address account) view returns (uint256)',
  'event Transfer(address indexed from, address indexed to, uint256 value)',
] as const
const bridge = [
  'function sendTransfer(address token, uint256 amount, string receiver, string sourceChannel, uint64 timeoutTimestamp, string memo) returns (uint64)',
] as const

/** What a test opened, closed in reverse order whatever happened. */
const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

let folder: Folder
let shared: Emulator
beforeAll(async () => {
  folder = await temporaryFolder()
  shared = await startPegzone({ folder, args: ['--ephemeral'] })
})
afterAll(async () => {
  await shared?.[Symbol.asyncDispose]()
  await folder?.[Symbol.asyncDispose]()
})

/** Every group has an account of its own, so that their nonces never meet. */
const indexOf = { ethers: 1, viem: 2, http: 3, ws: 4, timeouts: 5 } as const

function ethersOf({ status }: Emulator, index: number) {
  const provider = new JsonRpcProvider(status.ethereum.rpc, status.ethereum.chainId, {
    cacheTimeout: -1,
    staticNetwork: true,
    batchMaxCount: 1,
    pollingInterval: 20,
  })
  closers.push(() => provider.destroy())
  const wallet = HDNodeWallet.fromPhrase(status.mnemonic, undefined, `m/44'/60'/0'/0/${index}`).connect(provider)
  const { DAI, PegBridge } = status.ethereum.contracts
  const dai = new Contract(DAI, erc20, wallet)
  const pegBridge = new Contract(PegBridge, bridge, wallet)
  return {
    provider,
    wallet,
    dai,
    /** Sends `amount` DAI over the bridge and waits for the receipt. */
    async mirror(amount: bigint, receiver: string, timeoutNs: bigint): Promise<void> {
      await (await dai.getFunction('approve').send(PegBridge, amount)).wait()
      const sent = await pegBridge.getFunction('sendTransfer').send(DAI, amount, receiver, 'channel-0', timeoutNs, '')
      expect((await sent.wait())?.status).toBe(1)
    },
  }
}

async function cosmjsOf({ status }: Emulator, index: number, transport: 'http' | 'ws') {
  const { rpc, ws, prefix } = status.cosmos
  const signer = await DirectSecp256k1HdWallet.fromMnemonic(status.mnemonic, {
    prefix,
    hdPaths: [stringToPath(`m/44'/118'/0'/0/${index}`)],
  })
  const [account] = await signer.getAccounts()
  const connection = transport === 'http' ? new HttpClient(rpc) : new WebsocketClient(ws.replace(/\/websocket$/, ''))
  const comet = Comet38Client.create(connection)
  closers.push(() => comet.disconnect())
  const client = await SigningStargateClient.createWithSigner(comet, signer, {
    gasPrice: GasPrice.fromString('0acdai'),
    broadcastPollIntervalMs: 20,
  })
  const address = account?.address as string
  return {
    address,
    comet,
    client,
    held: async () => BigInt((await client.getBalance(address, 'acdai')).amount),
    async mirror(amount: bigint, receiver: string, timeoutSeconds: number): Promise<void> {
      const coin = { denom: 'acdai', amount: String(amount) }
      const sent = await client.sendIbcTokens(
        address,
        receiver,
        coin,
        'transfer',
        'channel-0',
        undefined,
        timeoutSeconds,
        'auto',
      )
      assertIsDeliverTxSuccess(sent)
    },
  }
}

const soon = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds
const ns = (seconds: number): bigint => BigInt(seconds) * 1_000_000_000n

/** The settled packet of this sender. */
function settled({ status }: Emulator, sender: string): Promise<PacketData> {
  const admin = createAdminClient({ url: status.admin })
  return until(`the packet of ${sender} to settle`, async () => {
    const packets = await admin.packets()
    const mine = packets.find((packet) => packet.sender.toLowerCase() === sender.toLowerCase())
    return mine && ['acknowledged', 'refunded', 'timed-out'].includes(mine.state) ? mine : undefined
  })
}

async function expectBalancedBooks({ status }: Emulator): Promise<void> {
  const { lanes } = await createAdminClient({ url: status.admin }).books()
  for (const lane of lanes) expect(lane).toMatchObject({ balanced: true, unbackedSupply: '0' })
}

describe('ethers', () => {
  it('reads, sends and waits over HTTP', async () => {
    const { provider, wallet, dai } = ethersOf(shared, indexOf.ethers)
    expect(await provider.getNetwork()).toMatchObject({ chainId: 31337n })
    expect(await provider.getBalance(wallet.address)).toBe(10_000n * token)
    for (let count = 0; count < 5; count++) {
      const receipt = await (await dai.getFunction('transfer').send(shared.status.accounts[9]?.ethereum, 3n)).wait()
      expect(receipt).toMatchObject({ status: 1 })
      expect(receipt?.logs).toHaveLength(1)
    }
    expect(await dai.getFunction('balanceOf').staticCall(wallet.address)).toBe(1_000_000n * token - 15n)
    await expect(dai.getFunction('transfer').send(wallet.address, 10n ** 40n)).rejects.toMatchObject({
      code: 'CALL_EXCEPTION',
    })
  })

  it('hears blocks and logs over WebSocket while HTTP sends', async () => {
    const { wallet, dai } = ethersOf(shared, indexOf.ethers)
    const socket = new WebSocketProvider(shared.status.ethereum.ws, 31337, { staticNetwork: true })
    closers.push(() => socket.destroy())
    const listening = new Contract(shared.status.ethereum.contracts.DAI, erc20, socket)
    const blocks: number[] = []
    const transfers: bigint[] = []
    await socket.on('block', (number: number) => blocks.push(number))
    const sent = listening.filters['Transfer']
    if (sent === undefined) throw new Error('no Transfer event')
    await listening.on(sent(wallet.address), ({ args }) => transfers.push(args[2]))
    // One answered call over the same socket: the subscriptions before it are in place.
    const head = await socket.getBlockNumber()
    for (const amount of [5n, 6n, 7n]) {
      await (await dai.getFunction('transfer').send(shared.status.accounts[9]?.ethereum, amount)).wait()
    }
    await until('three transfers', () => transfers.length >= 3)
    await until('three blocks', () => blocks.filter((block) => block > head).length >= 3)
    expect(transfers).toEqual([5n, 6n, 7n])
    expect(blocks.filter((block) => block > head)).toEqual([head + 1, head + 2, head + 3])
  })
})

describe('viem', () => {
  const abi = parseAbi(erc20)

  it('writes, waits and watches over HTTP and WebSocket', async () => {
    const { rpc, ws, contracts } = shared.status.ethereum
    const account = mnemonicToAccount(shared.status.mnemonic, { addressIndex: indexOf.viem })
    const common = { chain: foundry, pollingInterval: 20 } as const
    const reader = createPublicClient({ ...common, transport: http(rpc) })
    const socket = createPublicClient({ ...common, transport: webSocket(ws, { reconnect: false }) })
    const wallet = createWalletClient({ ...common, transport: http(rpc), account })
    const dai = { address: contracts.DAI as `0x${string}`, abi } as const
    const heard: bigint[] = []
    const watch = { ...dai, eventName: 'Transfer', args: { from: account.address } } as const
    const polled: bigint[] = []
    const stops = [
      socket.watchContractEvent({
        ...watch,
        onLogs: (logs) => heard.push(...logs.flatMap(({ args }) => args.value ?? [])),
      }),
      reader.watchContractEvent({
        ...watch,
        onLogs: (logs) => polled.push(...logs.flatMap(({ args }) => args.value ?? [])),
      }),
    ]
    closers.push(
      async () => (await socket.transport.getRpcClient()).close(),
      () => {
        for (const stop of stops) stop()
      },
    )
    expect(await socket.getChainId()).toBe(31337)
    const to = shared.status.accounts[9]?.ethereum as `0x${string}`
    // A watcher tells nobody when it has begun: send until both have heard something.
    let amount = 0n
    await until('both watchers', async () => {
      amount += 1n
      const { request, result } = await reader.simulateContract({
        ...dai,
        account,
        functionName: 'transfer',
        args: [to, amount],
      })
      expect(result).toBe(true)
      const receipt = await reader.waitForTransactionReceipt({ hash: await wallet.writeContract(request) })
      expect(receipt.status).toBe('success')
      return heard.includes(amount) && polled.length > 0
    })
    // What was heard once is heard in order, without gaps.
    expect(heard).toEqual(heard.map((_, index) => (heard[0] as bigint) + BigInt(index)))
    expect(await reader.getBalance({ address: account.address })).toBeGreaterThan(parseEther('9999'))
  })
})

describe.each(['http', 'ws'] as const)('CosmJS over %s', (transport) => {
  it('signs, sends, finds and mirrors to Ethereum', async () => {
    const index = indexOf[transport]
    const { client, address, held, mirror } = await cosmjsOf(shared, index, transport)
    expect(await client.getChainId()).toBe('pegzone-1')
    expect(await held()).toBe(1_000_000n * token)
    const other = shared.status.accounts[8]?.cosmos as string
    const sent = await client.sendTokens(address, other, [{ denom: 'acdai', amount: '7' }], 'auto')
    assertIsDeliverTxSuccess(sent)
    expect(await client.getTx(sent.transactionHash)).toMatchObject({ height: sent.height, code: 0 })
    const found = await client.searchTx([{ key: 'transfer.sender', value: address }])
    expect(found.map(({ hash }) => hash)).toEqual([sent.transactionHash])

    const { dai } = ethersOf(shared, index)
    const receiver = shared.status.accounts[index]?.ethereum as string
    await mirror(2n * token, receiver, soon(600))
    expect(await settled(shared, address)).toMatchObject({ state: 'acknowledged', amount: String(2n * token) })
    expect(await dai.getFunction('balanceOf').staticCall(receiver)).toBe(1_000_002n * token)
    expect(await held()).toBe(999_998n * token - 7n)
    await expectBalancedBooks(shared)
  })

  it('is refunded when Ethereum has no such receiver', async () => {
    const index = transport === 'http' ? 6 : 7
    const { address, held, mirror } = await cosmjsOf(shared, index, transport)
    await mirror(5n * token, 'nobody at all', soon(600))
    const packet = await settled(shared, address)
    expect(packet).toMatchObject({ state: 'refunded' })
    expect(packet.error).toMatch(/\S/)
    expect(await held()).toBe(1_000_000n * token)
    await expectBalancedBooks(shared)
  })
})

describe('CosmJS subscriptions', () => {
  it('hears blocks and its own transactions', async () => {
    const { client, comet, address } = await cosmjsOf(shared, 8, 'ws')
    const txs: number[] = []
    const blocks: number[] = []
    const listening = [
      comet.subscribeTx(`message.sender = '${address}'`).subscribe({ next: ({ height }) => txs.push(height) }),
      comet.subscribeNewBlock().subscribe({ next: ({ header }) => blocks.push(header.height) }),
    ]
    closers.push(() => {
      for (const each of listening) each.unsubscribe()
    })
    await comet.status()
    const other = shared.status.accounts[9]?.cosmos as string
    const heights: number[] = []
    for (let count = 0; count < 3; count++) {
      heights.push((await client.sendTokens(address, other, [{ denom: 'acdai', amount: '1' }], 'auto')).height)
    }
    await until('three transactions', () => txs.length >= 3)
    expect(txs).toEqual(heights)
    await until('their blocks', () => heights.every((height) => blocks.includes(height)))
  })
})

describe('a refund on Ethereum', () => {
  it('comes when Cosmos has no such receiver', async () => {
    const { wallet, dai, mirror } = ethersOf(shared, 8)
    await mirror(9n * token, 'ixo1nobody', ns(soon(600)))
    expect(await settled(shared, wallet.address)).toMatchObject({ state: 'refunded' })
    expect(await dai.getFunction('balanceOf').staticCall(wallet.address)).toBe(1_000_000n * token)
    await expectBalancedBooks(shared)
  })
})

describe('a packet that arrives too late', () => {
  /** Resolves right after the chain has made a block: the next one is a whole interval away. */
  async function nextBlock(height: () => Promise<number>): Promise<void> {
    const before = await height()
    await until('the next block', async () => (await height()) > before)
  }

  it('from Cosmos is refunded: Ethereum has passed the timeout', async () => {
    await using place = await temporaryFolder()
    await using emulator = await startPegzone({ folder: place, args: ['--ephemeral', '--eth-block-time', '6'] })
    const { provider } = ethersOf(emulator, indexOf.timeouts)
    const { address, held, mirror } = await cosmjsOf(emulator, indexOf.timeouts, 'http')
    await nextBlock(() => provider.getBlockNumber())
    await mirror(4n * token, emulator.status.accounts[0]?.ethereum as string, soon(2))
    expect(await held()).toBe(999_996n * token)
    expect(await settled(emulator, address)).toMatchObject({ state: 'timed-out' })
    expect(await held()).toBe(1_000_000n * token)
    await expectBalancedBooks(emulator)
  })

  it('from Ethereum is refunded: Cosmos has passed the timeout', async () => {
    await using place = await temporaryFolder()
    await using emulator = await startPegzone({ folder: place, args: ['--ephemeral', '--cosmos-block-time', '6'] })
    const { wallet, dai, mirror } = ethersOf(emulator, indexOf.timeouts)
    const { client } = await cosmjsOf(emulator, indexOf.timeouts, 'http')
    await nextBlock(() => client.getHeight())
    await mirror(4n * token, emulator.status.accounts[0]?.cosmos as string, ns(soon(2)))
    expect(await settled(emulator, wallet.address)).toMatchObject({ state: 'timed-out' })
    expect(await dai.getFunction('balanceOf').staticCall(wallet.address)).toBe(1_000_000n * token)
    await expectBalancedBooks(emulator)
  })
})

it('quiet: after all of it the emulator has said nothing', () => {
  expect(shared.written.stderr).toBe('')
})
