import { type ContractName, contractAbis, contractNames } from '@pegzone/contracts'
import { bytesToHex, type EthAddress, hexToBytes } from '@pegzone/encoding'
import type { LightClientModule } from '@pegzone/ibc'
import { createLedger, type Ledger, type LedgerEvent, type State, type View } from '@pegzone/ledger'
import { Interface, type InterfaceAbi, type LogDescription, type Result } from 'ethers'
import type { BuiltIn, EvmLog, Revert } from '../../src/chain/built-in.ts'
import { type Contracts, contractAddresses, createContracts } from '../../src/contracts/index.ts'

export const CHAIN_ID = 31337n
/** 2019-01-01T00:00:00Z. */
export const GENESIS_SECONDS = 1_546_300_800n
export const FOREVER = 2n ** 64n - 1n
export const TOKEN = 10n ** 18n

export const alice: EthAddress = `0x${'a1'.repeat(20)}`
export const bob: EthAddress = `0x${'b0'.repeat(20)}`
export const carol: EthAddress = `0x${'ca'.repeat(20)}`
export const operator: EthAddress = `0x${'0e'.repeat(20)}`
export const buffer: EthAddress = `0x${'bf'.repeat(20)}`
export const admin: EthAddress = `0x${'ad'.repeat(20)}`

export const interfaces = Object.fromEntries(
  contractNames.map((name) => [name, new Interface(contractAbis[name] as InterfaceAbi)]),
) as Record<ContractName, Interface>

/** Where logs that ethers decoded come from. */
export interface NamedLog {
  readonly contract: ContractName
  readonly name: string
  readonly args: Record<string, unknown>
}

/** The contracts on a ledger in memory, called as a client does: ABI bytes in and out, by ethers. */
export class Bench {
  readonly contracts: Contracts
  readonly ledger: Ledger
  timeNs = GENESIS_SECONDS * 1_000_000_000n
  height = 0n
  logs: readonly NamedLog[] = []

  constructor(genesis: unknown, clients?: readonly LightClientModule[]) {
    this.contracts = createContracts({ chainId: CHAIN_ID, ...(clients && { clients }) })
    this.ledger = createLedger({ strict: true, tables: this.contracts.tables })
    const made = this.ledger.apply((state) => this.contracts.init(state, genesis))
    if (!made.ok) throw new Error(JSON.stringify(made.rejection, (_k, v) => (typeof v === 'bigint' ? `${v}` : v)))
    this.seal()
  }

  get view(): View {
    return this.ledger.latest
  }

  seal(seconds = 12n): void {
    this.timeNs += this.height === 0n ? 0n : seconds * 1_000_000_000n
    this.ledger.seal({ height: Number(this.height), timeNs: this.timeNs }, new Uint8Array())
    this.height++
  }

  builtIn(name: ContractName): BuiltIn {
    return this.contracts.builtIns.find((each) => each.name === name)!
  }

  /** A transaction: kept if it does not revert. Keeps its logs. */
  send(from: EthAddress, name: ContractName, method: string, ...args: readonly unknown[]): Result {
    let events: readonly LedgerEvent[] = []
    const outcome = this.ledger.apply((state) => {
      const answer = this.run(state, from, name, method, args)
      events = [...state.events]
      return answer
    })
    if (!outcome.ok) throw new Reverted(name, outcome.rejection)
    this.logs = events.filter((event): event is EvmLog => event.type === 'log').map(decodeLog)
    return interfaces[name].decodeFunctionResult(method, bytesToHex(outcome.value))
  }

  /** A call: always undone. */
  read(name: ContractName, method: string, ...args: readonly unknown[]): Result {
    return this.readAs(alice, name, method, ...args)
  }

  readAs(from: EthAddress, name: ContractName, method: string, ...args: readonly unknown[]): Result {
    const outcome = this.ledger.probe((state) => this.run(state, from, name, method, args))
    if (!outcome.ok) throw new Reverted(name, outcome.rejection)
    return interfaces[name].decodeFunctionResult(method, bytesToHex(outcome.value))
  }

  encode(name: ContractName, method: string, args: readonly unknown[]): Uint8Array {
    return hexToBytes(interfaces[name].encodeFunctionData(method, args))
  }

  run(state: State, from: EthAddress, name: ContractName, method: string, args: readonly unknown[]) {
    const block = { number: this.height, timeNs: this.timeNs, chainId: CHAIN_ID }
    const self = contractAddresses[name]
    const data = this.encode(name, method, args)
    return this.builtIn(name).call({ state, self, caller: from, origin: from, value: 0n, block }, data)
  }

  balance(name: 'DAI' | 'IXO' | 'IXOS', account: EthAddress): bigint {
    return this.read(name, 'balanceOf', account)[0] as bigint
  }

  /** The names of the last transaction's logs. */
  get logNames(): readonly string[] {
    return this.logs.map(({ contract, name }) => `${contract}.${name}`)
  }

  log(name: string): Record<string, unknown> {
    const found = this.logs.find((each) => each.name === name)
    if (found === undefined) throw new Error(`no ${name} among ${this.logNames.join(', ')}`)
    return found.args
  }

  /** Infinite allowances, as wallets give them. */
  approveAll(...accounts: readonly EthAddress[]): void {
    for (const account of accounts)
      for (const token of ['DAI', 'IXO', 'IXOS'] as const)
        for (const spender of ['MarketMaker', 'Brokerage', 'PegBridge'] as const)
          this.send(account, token, 'approve', contractAddresses[spender], 2n ** 256n - 1n)
  }
}

/** A revert, decoded by ethers: `name(args)`. */
class Reverted extends Error {
  readonly data: Uint8Array

  constructor(name: ContractName, { data, reason }: Revert) {
    const parsed = data.length === 0 ? null : parseError(name, bytesToHex(data))
    super(parsed ?? `no data: ${reason}`)
    this.data = data
  }
}

function parseError(name: ContractName, data: string): string {
  for (const each of [name, ...contractNames]) {
    const error = interfaces[each].parseError(data)
    if (error !== null) return `${error.name}(${error.args.map(String).join(', ')})`
  }
  throw new Error(`unknown error ${data}`)
}

function decodeLog(log: EvmLog): NamedLog {
  const contract = contractNames.find((name) => contractAddresses[name] === log.address)!
  const parsed: LogDescription | null = interfaces[contract].parseLog({
    topics: [...log.topics],
    data: bytesToHex(log.data),
  })
  if (parsed === null) throw new Error(`a log of ${contract} that its interface does not know`)
  return { contract, name: parsed.name, args: parsed.args.toObject() }
}

/** `example`-like: kappa 1, price 0.1 DAI, S0 2e9 with the treasury; alice, bob and carol hold 1e6 DAI. */
export function exampleGenesis(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  const supply = 2_000_000_000n * TOKEN
  const reserve = 200_000_000n * TOKEN
  const purse = `${1_000_000n * TOKEN}`
  return {
    DAI: {
      balances: {
        [contractAddresses.MarketMaker]: `${reserve}`,
        [alice]: purse,
        [bob]: purse,
        [carol]: purse,
        [operator]: purse,
      },
    },
    IXO: { balances: { [`0x${'77'.repeat(20)}`]: `${supply}` } },
    IXOS: { balances: {} },
    MarketMaker: { kappa: '1', supply: `${supply}`, reserve: `${reserve}`, operator },
    Brokerage: { feeBps: '0' },
    ...overrides,
  }
}

/** Runs a message on the open block and keeps it; throws if it refuses. */
export function must<T>(
  outcome: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly rejection: unknown },
): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.rejection, (_k, v) => (typeof v === 'bigint' ? `${v}` : v)))
  return outcome.value
}

export { contractAddresses }
