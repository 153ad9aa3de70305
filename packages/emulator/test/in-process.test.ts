import { type BooksData, loadSchemas, type PacketData } from '@pegzone/api'
import { Contract } from 'ethers'
import { firstValueFrom, lastValueFrom, type Observable, toArray } from 'rxjs'
import { createPublicClient, createWalletClient, custom, parseAbi } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { describe, expect, it } from 'vitest'
import { createPegzone } from '../src/index.ts'
import { openZone, packetIn, token, unbalanced } from './support.ts'

describe('a world without ports', () => {
  it('carries a transfer both ways, with clients that know no port', async () => {
    await using open = await openZone()
    const { zone } = open
    const [alice, bob] = [await open.person(0), await open.person(1)]
    const states: PacketData[] = []
    const books: BooksData[] = []
    zone.packets$.subscribe((packet) => states.push(packet))
    zone.books$.subscribe((each) => books.push(each))

    const there = packetIn(zone, 'ethereum', 'acknowledged')
    await alice.toCosmos(7n * token, bob.cosmos)
    expect(await there).toMatchObject({ id: 'ethereum/channel-0/1', denom: 'dai', amount: String(7n * token) })
    expect(await alice.held()).toEqual([999_993n * token, 1_000_000n * token])
    expect(await bob.held()).toEqual([1_000_000n * token, 1_000_007n * token])

    const back = packetIn(zone, 'cosmos', 'acknowledged')
    await bob.toEthereum(5n * token, alice.ethereum)
    expect(await back).toMatchObject({ id: 'cosmos/channel-0/1', amount: String(5n * token) })
    expect(await alice.held()).toEqual([999_998n * token, 1_000_000n * token])
    expect(await bob.held()).toEqual([1_000_000n * token, 1_000_002n * token])

    expect(states.map(({ source, state }) => `${source} ${state}`)).toEqual([
      'ethereum sent',
      'ethereum received',
      'ethereum acknowledged',
      'cosmos sent',
      'cosmos received',
      'cosmos acknowledged',
    ])
    expect(zone.packets().map(({ id, state }) => `${id} ${state}`)).toEqual([
      'cosmos/channel-0/1 acknowledged',
      'ethereum/channel-0/1 acknowledged',
    ])
    // After every block of either side, not only at the end.
    expect(books.length).toBeGreaterThanOrEqual(6)
    expect(unbalanced([...books, zone.books()])).toEqual([])
    expect(books.some(({ lanes }) => lanes.some(({ inFlight }) => inFlight !== '0'))).toBe(true)
    const dai = zone.books().lanes.find(({ lane }) => lane === 'dai')
    expect(dai).toMatchObject({
      escrow: String(10_000_002n * token),
      vouchers: String(10_000_002n * token),
      inFlight: '0',
    })
  })

  it('gives back what could not be delivered', async () => {
    await using open = await openZone()
    const carol = await open.person(2)
    const refunded = packetIn(open.zone, 'ethereum', 'refunded')
    await carol.toCosmos(3n * token, 'ixo1nobody')
    expect((await refunded).error).toMatch(/\S/)
    const refundedToo = packetIn(open.zone, 'cosmos', 'refunded')
    await carol.toEthereum(4n * token, 'nobody')
    expect((await refundedToo).error).toMatch(/\S/)
    expect(await carol.held()).toEqual([1_000_000n * token, 1_000_000n * token])
    expect(unbalanced([open.zone.books()])).toEqual([])
  })

  it('is driven by viem through a custom transport, events included', async () => {
    await using open = await openZone()
    const { zone } = open
    const transport = custom(zone.ethereum.provider as Parameters<typeof custom>[0])
    const common = { chain: foundry, transport, pollingInterval: 20 } as const
    const reader = createPublicClient(common)
    const [developer, other] = zone.developers
    const account = privateKeyToAccount(developer?.ethereumKey as `0x${string}`)
    const wallet = createWalletClient({ ...common, account })
    const abi = parseAbi([
      'function transfer(address to, uint256 amount) returns (bool)',
      'event Transfer(address indexed from, address indexed to, uint256 value)',
    ])
    const dai = { address: zone.status.ethereum.contracts.DAI as `0x${string}`, abi } as const
    const { request } = await reader.simulateContract({
      ...dai,
      account,
      functionName: 'transfer',
      args: [other?.ethereum as `0x${string}`, 5n],
    })
    const receipt = await reader.waitForTransactionReceipt({ hash: await wallet.writeContract(request) })
    expect(receipt.status).toBe('success')
    const logs = await reader.getContractEvents({ ...dai, eventName: 'Transfer', fromBlock: 0n })
    expect(logs.map(({ args }) => args.value)).toEqual([5n])
  })

  it('pushes subscriptions through the EIP-1193 provider until they are removed', async () => {
    await using open = await openZone()
    const { provider } = open.zone.ethereum
    const heard: { type: string; data: { subscription: string; result: { number: string } } }[] = []
    const listener = (message: never) => heard.push(message)
    provider.on('message', listener)
    const subscription = await provider.request({ method: 'eth_subscribe', params: ['newHeads'] })
    const alice = await open.person(0)
    const pay = async () => (await alice.dai.getFunction('transfer').send(alice.ethereum, 1n)).wait()
    await pay()
    await pay()
    expect(heard.map(({ type, data }) => [type, data.subscription, data.result.number])).toEqual([
      ['eth_subscription', subscription, '0x1'],
      ['eth_subscription', subscription, '0x2'],
    ])
    expect(await provider.request({ method: 'eth_unsubscribe', params: [subscription] })).toBe(true)
    await pay()
    provider.removeListener('message', listener)
    expect(heard).toHaveLength(2)
  })

  it('rejects as each client expects of its transport', async () => {
    await using open = await openZone()
    const { zone } = open
    await expect(zone.ethereum.provider.request({ method: 'eth_nothing' })).rejects.toMatchObject({ code: -32601 })
    const unknown = { jsonrpc: '2.0', id: 1, method: 'nothing', params: {} } as const
    await expect(zone.cosmos.rpcClient.execute(unknown)).rejects.toThrow(/"code":-32601/)
    const dai = new Contract(
      zone.status.ethereum.contracts.DAI,
      ['function nothing() view returns (uint256)'],
      open.provider,
    )
    await expect(dai.getFunction('nothing').staticCall()).rejects.toMatchObject({ code: 'CALL_EXCEPTION' })
  })
})

describe('the streams', () => {
  it('hold one value per durable block, in order, and complete at close', async () => {
    const open = await openZone()
    const { zone } = open
    const all = <T>(stream: Observable<T>): Promise<T[]> => lastValueFrom(stream.pipe(toArray()))
    const ethereum = all(zone.ethereum.blocks$)
    const cosmos = all(zone.cosmos.blocks$)
    const packets = all(zone.packets$)
    const books = all(zone.books$)
    const alice = await open.person(0)
    const first = firstValueFrom(zone.ethereum.blocks$)
    const settled = packetIn(zone, 'ethereum', 'acknowledged')
    await alice.toCosmos(token, alice.cosmos)
    // Durable when announced: whoever hears of a block can read it.
    expect(await open.provider.getBlock((await first).height)).toMatchObject({ hash: (await first).hash })
    await settled
    await open[Symbol.asyncDispose]()
    const heights = (await ethereum).map(({ height }) => height)
    expect(heights).toEqual(heights.map((_, index) => index + 1))
    const cosmosHeights = (await cosmos).map(({ height }) => height)
    expect(cosmosHeights).toEqual(cosmosHeights.map((_, index) => (cosmosHeights[0] as number) + index))
    expect((await packets).at(-1)?.state).toBe('acknowledged')
    expect(await books).toHaveLength(heights.length + cosmosHeights.length)
  })

  it('have the published shapes', async () => {
    await using open = await openZone()
    const { packetSchema, booksSchema } = await loadSchemas()
    const alice = await open.person(0)
    const settled = packetIn(open.zone, 'ethereum', 'acknowledged')
    await alice.toCosmos(token, alice.cosmos)
    expect(packetSchema.safeParse(await settled).error).toBeUndefined()
    expect(booksSchema.safeParse(open.zone.books()).error).toBeUndefined()
  })
})

describe('close', () => {
  it('may be called twice, by hand and by the language, also at once', async () => {
    const zone = await createPegzone({ ports: false })
    await Promise.all([zone.close(), zone.close()])
    await zone.close()
    await zone[Symbol.asyncDispose]()
  })

  it('lets the process end: nothing keeps it alive', async () => {
    await using open = await openZone()
    const alice = await open.person(0)
    await alice.toCosmos(token, alice.cosmos)
    // Closed with a packet perhaps under way.
    await open.zone.close()
    await expect(open.zone.ethereum.provider.request({ method: 'eth_blockNumber' })).rejects.toThrow()
  })
})
