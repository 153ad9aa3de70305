import {
  abiEvent,
  abiFunction,
  bigintToBytes,
  bytesToBigint,
  bytesToHex,
  DEV_MNEMONIC,
  deriveKey,
  type EthAddress,
  type EthTxPayload,
  ethAddressOf,
  ethPath,
  mnemonicToSeed,
  signTransaction,
} from '@pegzone/encoding'
import { amountCodec, createLedger, hexAddressKey, type Ledger, table } from '@pegzone/ledger'
import { ok, refuse } from '@pegzone/outcome'
import { type BuiltIn, createEthereum, type EthereumChain, type EthereumOptions, type EvmLog } from '../../src/index.ts'

export const GWEI = 1_000_000_000n
export const ETHER = 10n ** 18n
export const SECOND = 1_000_000_000n
export const START = 1_700_000_000n * SECOND
export const CHAIN_ID = 31337n

const seed = mnemonicToSeed(DEV_MNEMONIC)
export const keys = [0, 1, 2, 3].map((index) => deriveKey(seed, ethPath(index)))
export const [alice, bob, carol, dave] = keys.map((key) => ethAddressOf(key)) as [
  EthAddress,
  EthAddress,
  EthAddress,
  EthAddress,
]

/** (account) → units of the toy token. */
const toyTable = table<EthAddress, bigint>({ name: 'toy/balances', key: hexAddressKey, value: amountCodec })
export const toyAddress: EthAddress = '0x00000000000000000000000000000000000070ee'
export const toyTransfer = abiFunction('function transfer(address to, uint256 amount) returns (bool)')
export const toyBalanceOf = abiFunction('function balanceOf(address account) view returns (uint256)')
export const toyTransferEvent = abiEvent('event Transfer(address indexed from, address indexed to, uint256 amount)')

/** A token small enough to be read here: the chain is what is tested. Anyone may overdraw up to 1000 units before a revert. */
export const toyToken: BuiltIn = {
  name: 'TOY',
  address: toyAddress,
  gasOf: () => 30_000n,
  isView: (selector) => selector === toyBalanceOf.selector,
  call({ state, self, caller }, data) {
    const selector = bytesToHex(data.subarray(0, 4))
    const balances = state.open(toyTable)
    if (selector === toyBalanceOf.selector) {
      const account = bytesToHex(data.subarray(16, 36))
      return ok(bigintToBytes(balances.get(account) ?? 1000n, 32))
    }
    const to = bytesToHex(data.subarray(16, 36))
    const amount = bytesToBigint(data.subarray(36, 68))
    const left = (balances.get(caller) ?? 1000n) - amount
    balances.set(to, (balances.get(to) ?? 1000n) + amount)
    if (left < 0n) {
      return refuse({ code: 'ETHEREUM_REVERT', data: Uint8Array.of(1, 2, 3, 4), reason: 'too little' } as const)
    }
    balances.set(caller, left)
    const { topics, data: logData } = toyTransferEvent.encode([caller, to, amount])
    const log: EvmLog = { type: 'log', address: self, topics, data: logData }
    state.emit(log)
    return ok(bigintToBytes(1n, 32))
  },
}

export interface Bench {
  readonly ledger: Ledger
  readonly chain: EthereumChain
  /** Balances of the chain's whole state, in wei. */
  wei(): bigint
}

export function openChain(options: Partial<EthereumOptions> = {}, ledger = createLedger({ history: 1000 })): Bench {
  const chain = createEthereum({ ledger, chainId: CHAIN_ID, builtIns: [toyToken], ...options })
  const wei = () => {
    const rows = ledger.export().tables['ethereum/accounts'] ?? []
    return rows.reduce((sum, [, value]) => sum + (value.length > 16 ? BigInt(`0x${value.slice(16)}`) : 0n), 0n)
  }
  return { ledger, chain, wei }
}

export function openWithGenesis(options: Partial<EthereumOptions> = {}): Bench {
  const bench = openChain(options)
  bench.chain.initGenesis({
    timeNs: START,
    accounts: [alice, bob, carol].map((address) => ({ address, balance: 10_000n * ETHER })),
  })
  return bench
}

/** A signed type 2 transaction of `keys[signer]`: a transfer of 1 wei to bob unless told otherwise. */
export function signed(nonce: bigint, changes: Partial<EthTxPayload> = {}, signer = 0): Uint8Array {
  const payload = {
    type: 2,
    chainId: CHAIN_ID,
    nonce,
    gasLimit: 100_000n,
    maxFeePerGas: 2n * GWEI,
    maxPriorityFeePerGas: GWEI,
    to: bob,
    value: 1n,
    data: new Uint8Array(0),
    accessList: [],
    ...changes,
  }
  return signTransaction(payload as EthTxPayload, keys[signer]!)
}

export function transferData(to: EthAddress, amount: bigint): Uint8Array {
  return toyTransfer.encode([to, amount])
}
