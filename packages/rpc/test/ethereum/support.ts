import type { Hex } from '@pegzone/encoding'
import { createEthereum, type EthereumChain, type EthereumOptions } from '@pegzone/ethereum'
import { createLedger, type Ledger } from '@pegzone/ledger'
import {
  alice,
  bob,
  CHAIN_ID,
  carol,
  ETHER,
  keys,
  SECOND,
  START,
  toyToken,
} from '../../../ethereum/test/chain/support.ts'
import {
  createRpcServer,
  type EthereumBackend,
  type EthereumHooks,
  ethereumDialect,
  ethereumMethods,
  keySigner,
  type LocalConnection,
  openLocalConnection,
  type RpcServer,
} from '../../src/index.ts'

export interface Node {
  readonly chain: EthereumChain
  readonly ledger: Ledger
  readonly backend: EthereumBackend
  readonly local: LocalConnection
  /** Messages pushed to `local`. */
  readonly pushed: unknown[]
  automine: boolean
  /** Makes a block now and waits for the disk. */
  mine(): Promise<void>
  serve(): Promise<RpcServer>
}

export interface NodeOptions extends Partial<EthereumOptions> {
  readonly hooks?: (node: Node) => EthereumHooks
}

/** One chain in memory, automining, with alice's and bob's keys unlocked: what a world does, at its smallest. */
export function openNode({ hooks, ...options }: NodeOptions = {}): Node {
  const ledger = createLedger({ history: 1000 })
  const chain = createEthereum({ ledger, chainId: CHAIN_ID, builtIns: [toyToken], ...options })
  chain.initGenesis({
    timeNs: START,
    accounts: [alice, bob, carol].map((address) => ({ address, balance: 10_000n * ETHER })),
  })
  const produce = () => chain.produce(ledger.head.timeNs + SECOND)
  const pushed: unknown[] = []
  const base = {
    chain,
    ledger,
    pushed,
    automine: true,
    async mine() {
      produce()
      await ledger.flushed()
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
  const backend: EthereumBackend = {
    chain,
    signer: keySigner(keys.slice(0, 2)),
    hooks: hooks?.(base as Node) ?? {},
    async send(raw) {
      const submitted = chain.submit(raw)
      if (submitted.ok && base.automine && chain.hasWork()) {
        produce()
        await ledger.flushed()
      }
      return submitted
    },
  }
  const table = ethereumMethods(backend)
  const onError = (error: unknown) => {
    throw error
  }
  const local = openLocalConnection({
    table,
    dialect: ethereumDialect,
    onMessage: (message) => pushed.push(message),
    onError,
  })
  return Object.assign(base, {
    backend,
    local,
    async serve() {
      const served = await createRpcServer({ name: 'ethereum', dialect: ethereumDialect, table, port: 0, onError })
      if (!served.ok) throw new Error(served.rejection.code)
      return served.value
    },
  })
}

/** The error a call is refused with, as the wire shows it. */
export async function refusal(node: Node, method: string, ...params: readonly unknown[]) {
  try {
    await node.local.call(method, params)
  } catch (error) {
    const { code, message, data } = error as { code: number; message: string; data?: unknown }
    return data === undefined ? { code, message } : { code, message, data }
  }
  throw new Error(`${method} was not refused`)
}

export async function call<T = Hex>(node: Node, method: string, ...params: readonly unknown[]): Promise<T> {
  return (await node.local.call(method, params)) as T
}
