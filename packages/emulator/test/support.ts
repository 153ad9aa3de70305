import { stringToPath } from '@cosmjs/crypto'
import { DirectSecp256k1HdWallet } from '@cosmjs/proto-signing'
import { GasPrice, SigningStargateClient } from '@cosmjs/stargate'
import { Comet38Client } from '@cosmjs/tendermint-rpc'
import type { BooksData, PacketData } from '@pegzone/api'
import { BrowserProvider, Contract, HDNodeWallet } from 'ethers'
import { filter, firstValueFrom, timeout } from 'rxjs'
import { createPegzone, type Pegzone, type PegzoneOptions } from '../src/index.ts'

export const token = 10n ** 18n

const abi = [
  'function approve(address spender, uint256 amount) returns (bool)',
  'function transfer(address to, uint256 amount) returns (bool)',
  'function balanceOf(address account) view returns (uint256)',
  'function sendTransfer(address token, uint256 amount, string receiver, string sourceChannel, uint64 timeoutTimestamp, string memo) returns (uint64)',
]

export interface Person {
  readonly ethereum: string
  readonly cosmos: string
  readonly dai: Contract
  readonly client: SigningStargateClient
  /** DAI on Ethereum and cDAI on Cosmos, base units. */
  held(): Promise<readonly [dai: bigint, cDai: bigint]>
  /** Sends DAI to an address of the other side, and waits for the receipt. */
  toCosmos(amount: bigint, receiver: string): Promise<void>
  toEthereum(amount: bigint, receiver: string): Promise<void>
}

export interface Zone extends AsyncDisposable {
  readonly zone: Pegzone
  readonly provider: BrowserProvider
  /** A development account with clients that know no port. */
  person(index: number): Promise<Person>
}

/** A world without ports, and clients over its in-process transports only. */
export async function openZone(options: PegzoneOptions = {}): Promise<Zone> {
  const zone = await createPegzone({ ports: false, ...options })
  const provider = new BrowserProvider(zone.ethereum.provider, 31_337, { cacheTimeout: -1, staticNetwork: true })
  provider.pollingInterval = 20
  return {
    zone,
    provider,
    person: (index) => personOf(zone, provider, index),
    async [Symbol.asyncDispose]() {
      provider.destroy()
      await zone.close()
    },
  }
}

async function personOf(zone: Pegzone, provider: BrowserProvider, index: number): Promise<Person> {
  const { mnemonic, ethereum, cosmos } = zone.status
  const wallet = HDNodeWallet.fromPhrase(mnemonic, undefined, `m/44'/60'/0'/0/${index}`).connect(provider)
  const { DAI, PegBridge } = ethereum.contracts
  const dai = new Contract(DAI, abi, wallet)
  const bridge = new Contract(PegBridge, abi, wallet)
  const signer = await DirectSecp256k1HdWallet.fromMnemonic(mnemonic, {
    prefix: cosmos.prefix,
    hdPaths: [stringToPath(`m/44'/118'/0'/0/${index}`)],
  })
  const [account] = await signer.getAccounts()
  if (account === undefined) throw new Error('no account')
  const client = await SigningStargateClient.createWithSigner(Comet38Client.create(zone.cosmos.rpcClient), signer, {
    gasPrice: GasPrice.fromString('0acdai'),
    broadcastPollIntervalMs: 20,
  })
  const inAnHour = Math.floor(Date.now() / 1000) + 3600
  return {
    ethereum: wallet.address,
    cosmos: account.address,
    dai,
    client,
    held: async () => [
      await dai.getFunction('balanceOf').staticCall(wallet.address),
      BigInt((await client.getBalance(account.address, cosmos.denoms.cDAI)).amount),
    ],
    async toCosmos(amount, receiver) {
      await (await dai.getFunction('approve').send(PegBridge, amount)).wait()
      const timeoutNs = BigInt(inAnHour) * 1_000_000_000n
      const sent = await bridge.getFunction('sendTransfer').send(DAI, amount, receiver, 'channel-0', timeoutNs, '')
      await sent.wait()
    },
    async toEthereum(amount, receiver) {
      const coin = { denom: cosmos.denoms.cDAI, amount: String(amount) }
      const { address } = account
      const sent = await client.sendIbcTokens(
        address,
        receiver,
        coin,
        'transfer',
        'channel-0',
        undefined,
        inAnHour,
        'auto',
      )
      if (sent.code !== 0) throw new Error(sent.rawLog)
    },
  }
}

/** The next packet of a side that reaches a state. Subscribe before the send: the stream replays nothing. */
export function packetIn(zone: Pegzone, source: PacketData['source'], state: PacketData['state']): Promise<PacketData> {
  return firstValueFrom(
    zone.packets$.pipe(
      filter((packet) => packet.source === source && packet.state === state),
      timeout(20_000),
    ),
  )
}

/** Every book that the law calls wrong. */
export function unbalanced(books: readonly BooksData[]): readonly BooksData[] {
  return books.filter(({ lanes }) => lanes.some(({ balanced, unbackedSupply }) => !balanced || unbackedSupply !== '0'))
}
