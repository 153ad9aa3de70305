import { DirectSecp256k1HdWallet, makeCosmoshubPath } from '@cosmjs/proto-signing'
import { SigningStargateClient, type SigningStargateClientOptions } from '@cosmjs/stargate'
import { Comet38Client, HttpClient, WebsocketClient } from '@cosmjs/tendermint-rpc'
import { type CosmosChain, type CosmosGenesis, createCosmos } from '@pegzone/cosmos'
import { DEV_MNEMONIC } from '@pegzone/encoding'
import { createLedger } from '@pegzone/ledger'
import {
  type CosmosBackend,
  cometDialect,
  createCometTable,
  createRestServer,
  createRpcServer,
  type RestServer,
  type RpcServer,
  type RpcTable,
} from '@pegzone/rpc'

export const chainId = 'pegzone-test-1'
export const prefix = 'ixo'
const start = 1_700_000_000_000_000_000n

/** Ten wallets of the development words; only the first has to exist before it signs. */
const wallet = (accounts: number): Promise<DirectSecp256k1HdWallet> =>
  DirectSecp256k1HdWallet.fromMnemonic(DEV_MNEMONIC, {
    prefix,
    hdPaths: Array.from({ length: accounts }, (_, index) => makeCosmoshubPath(index)),
  })

export interface Host extends AsyncDisposable {
  readonly chain: CosmosChain
  readonly backend: CosmosBackend
  readonly table: RpcTable
  readonly rpc: RpcServer
  readonly bugs: string[]
  /** Bech32, by index of the development words. */
  readonly addresses: readonly string[]
  /** While false, transactions wait for `mine`. */
  automine: boolean
  mine(): number
  rest(): Promise<RestServer>
  connect(transport: 'http' | 'ws', options?: SigningStargateClientOptions): Promise<SigningStargateClient>
  comet(transport: 'http' | 'ws'): Promise<Comet38Client>
}

/** A memory chain that makes a block per transaction, one second apart, behind a real port. Block 1 exists. */
export async function host(genesis: Partial<CosmosGenesis> = {}): Promise<Host> {
  const signer = await wallet(4)
  const addresses = (await signer.getAccounts()).map(({ address }) => address)
  const ledger = createLedger({ history: 10_000 })
  const chain = createCosmos({ ledger, chainId, prefix })
  const full: CosmosGenesis = {
    chainId,
    prefix,
    timeNs: String(start),
    balances: addresses.slice(0, 3).map((address) => ({
      address,
      coins: [
        { denom: 'acdai', amount: '1000000' },
        { denom: 'acixo', amount: '5000000' },
      ],
    })),
    denoms: [{ base: 'acixo', display: 'cIXO', symbol: 'cIXO', name: 'IXO on Cosmos', exponent: 18 }],
    ...genesis,
  }
  const made = chain.initGenesis(full)
  if (!made.ok) throw new Error(JSON.stringify(made.rejection))

  const state = { automine: true, time: start }
  const mine = (): number => {
    state.time += 1_000_000_000n
    return chain.produce(state.time).height
  }
  mine()
  const backend: CosmosBackend = {
    chain,
    genesis: full,
    onBlock: (listener) => chain.onBlock(listener),
    async send(raw) {
      const result = chain.checkTx(raw)
      if (result.code === 0 && state.automine) {
        mine()
        await ledger.flushed()
      }
      return result
    },
  }
  const bugs: string[] = []
  const onError = (error: unknown, method: string): number =>
    bugs.push(`${method}: ${error instanceof Error ? error.stack : String(error)}`)
  const table = createCometTable(backend, { commitTimeoutMs: 300 })
  const opened = await createRpcServer({
    name: 'cosmos',
    port: 0,
    dialect: cometDialect,
    table,
    limits: { drainMs: 300 },
    onError,
  })
  if (!opened.ok) throw new Error(opened.rejection.code)
  const rpc = opened.value
  const closers: (() => unknown)[] = [() => rpc.close()]

  const comet = async (transport: 'http' | 'ws'): Promise<Comet38Client> => {
    const wire = transport === 'http' ? new HttpClient(rpc.url) : new WebsocketClient(rpc.url.replace('http', 'ws'))
    const client = await Comet38Client.create(wire)
    closers.unshift(() => client.disconnect())
    // CosmJS 0.39: a WebsocketClient that connects before its first request never sends one (its queue stays "busy").
    await client.health()
    return client
  }
  return {
    chain,
    backend,
    table,
    rpc,
    bugs,
    addresses,
    get automine() {
      return state.automine
    },
    set automine(on) {
      state.automine = on
    },
    mine,
    comet,
    async rest() {
      const served = await createRestServer({ port: 0, backend, limits: { drainMs: 300 }, onError })
      if (!served.ok) throw new Error(served.rejection.code)
      closers.push(() => served.value.close())
      return served.value
    },
    async connect(transport, options = {}) {
      const client = await comet(transport)
      return SigningStargateClient.createWithSigner(client, signer, { broadcastPollIntervalMs: 5, ...options })
    },
    async [Symbol.asyncDispose]() {
      for (const close of closers) await close()
    },
  }
}
