import type { CosmosGenesis } from '@pegzone/cosmos'
import type { EthAddress } from '@pegzone/encoding'
import type { ContractsGenesis } from '@pegzone/ethereum'

/**
 * Both chains before their first block, as JSON: what a preset makes, what `--genesis` reads, what a data directory
 * remembers. Amounts are base units as digits, times nanoseconds since 1970 as digits.
 */
export interface WorldGenesis {
  readonly format: 'pegzone-genesis'
  readonly version: 1
  /** Shown as the preset's name. */
  readonly name: string
  readonly timeNs: string
  /** Development words of the accounts below. Public: never hold value with them. */
  readonly mnemonic: string
  readonly ethereum: EthereumSideGenesis
  /** Its chain id, prefix, accounts, balances and denominations. The channel to Ethereum is opened on top. */
  readonly cosmos: CosmosGenesis
}

export interface EthereumSideGenesis {
  readonly chainId: number
  readonly accounts: readonly { readonly address: EthAddress; readonly wei: string }[]
  readonly contracts: ContractsGenesis
}
