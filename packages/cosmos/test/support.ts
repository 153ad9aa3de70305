import {
  buildCosmosTx,
  cosmosAddressOf,
  cosmosPath,
  DEV_MNEMONIC,
  deriveKey,
  mnemonicToSeed,
  secp256k1,
} from '@pegzone/encoding'
import { mockClient, soloMachineClient } from '@pegzone/ibc'
import { createLedger, type Ledger } from '@pegzone/ledger'
import { MsgSend } from 'cosmjs-types/cosmos/bank/v1beta1/tx'
import { expect } from 'vitest'
import {
  type CosmosChain,
  type CosmosGenesis,
  type CosmosOptions,
  createCosmos,
  type IbcGenesis,
} from '../src/index.ts'

/** The mock client too, which a live chain does not have. */
export const clients = [soloMachineClient, mockClient]

export const CHAIN_ID = 'pegzone-1'
export const PREFIX = 'ixo'
export const SECOND = 1_000_000_000n
export const GENESIS_TIME = 1_700_000_000n * SECOND

const seed = mnemonicToSeed(DEV_MNEMONIC)

/** An account of the development mnemonic. */
export interface Person {
  readonly key: Uint8Array
  readonly pubKey: Uint8Array
  readonly address: string
}

export function person(index: number, prefix = PREFIX): Person {
  const key = deriveKey(seed, cosmosPath(index))
  const pubKey = secp256k1.publicKey(key)
  return { key, pubKey, address: cosmosAddressOf(pubKey, prefix) }
}

export const [alice, bob, carol, dave] = [0, 1, 2, 3].map((i) => person(i)) as [Person, Person, Person, Person]

export const denoms = [
  { base: 'acdai', display: 'cDAI', symbol: 'cDAI', name: 'cDAI', exponent: 18, trace: 'transfer/channel-0/dai' },
  { base: 'acixo', display: 'cIXO', symbol: 'cIXO', name: 'cIXO', exponent: 18, trace: 'transfer/channel-0/ixo' },
] as const

export function genesisOf(over: Partial<CosmosGenesis> = {}): CosmosGenesis {
  return {
    chainId: CHAIN_ID,
    prefix: PREFIX,
    timeNs: GENESIS_TIME.toString(),
    denoms,
    balances: [alice, bob, carol].map(({ address }) => ({
      address,
      coins: [
        { denom: 'acdai', amount: '1000000' },
        { denom: 'acixo', amount: '5000000' },
      ],
    })),
    ...over,
  }
}

export interface TestChain {
  readonly chain: CosmosChain
  readonly ledger: Ledger
  /** Produces one block a second after the last. */
  block(): ReturnType<CosmosChain['produce']>
}

export function startChain(
  genesis = genesisOf(),
  { setUpIbc, ...options }: Partial<CosmosOptions> & { readonly setUpIbc?: IbcGenesis } = {},
): TestChain {
  const ledger = createLedger({ strict: true })
  const chain = createCosmos({ ledger, chainId: genesis.chainId, prefix: genesis.prefix, clients, ...options })
  const done = chain.initGenesis(genesis, setUpIbc)
  if (!done.ok) throw new Error(JSON.stringify(done.rejection))
  return { chain, ledger, block: () => chain.produce(ledger.head.timeNs + SECOND) }
}

export interface Signed {
  readonly from?: Person
  readonly sequence?: bigint
  readonly accountNumber?: bigint
  readonly chainId?: string
  readonly gas?: bigint
  readonly fee?: readonly { denom: string; amount: string }[]
  readonly memo?: string
  readonly timeoutHeight?: bigint
}

export function send(
  to: string,
  amount: readonly { denom: string; amount: string }[],
  from = alice.address,
): { typeUrl: string; value: Uint8Array } {
  return {
    typeUrl: '/cosmos.bank.v1beta1.MsgSend',
    value: MsgSend.encode({ fromAddress: from, toAddress: to, amount: [...amount] }).finish(),
  }
}

export function coin(amount: number | bigint | string, denom = 'acixo'): { denom: string; amount: string } {
  return { denom, amount: String(amount) }
}

/** A signed transaction; account numbers are those of `genesisOf`: alice 0, bob 1, carol 2. */
export function sign(msgs: readonly { typeUrl: string; value: Uint8Array }[], over: Signed = {}): Uint8Array {
  const from = over.from ?? alice
  const numbers = new Map([alice, bob, carol, dave].map(({ address }, i) => [address, BigInt(i)]))
  return buildCosmosTx({
    msgs,
    fee: { amount: [...(over.fee ?? [])], gasLimit: over.gas ?? 200_000n },
    memo: over.memo ?? '',
    chainId: over.chainId ?? CHAIN_ID,
    accountNumber: over.accountNumber ?? numbers.get(from.address) ?? 0n,
    sequence: over.sequence ?? 0n,
    key: from.key,
    ...(over.timeoutHeight === undefined ? {} : { timeoutHeight: over.timeoutHeight }),
  })
}

/** Checks and delivers one transaction; CheckTx must pass. */
export function deliver(test: TestChain, raw: Uint8Array) {
  expect(test.chain.checkTx(raw)).toMatchObject({ code: 0 })
  return test.block().results[0]!
}
