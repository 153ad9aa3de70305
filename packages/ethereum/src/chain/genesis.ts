import type { EthAddress } from '@pegzone/encoding'
import type { State } from '@pegzone/ledger'
import { accountsTable, issueWei } from './accounts.ts'

export interface EthereumGenesis {
  /** Nanoseconds since 1970; cut to whole seconds. */
  readonly timeNs: bigint
  readonly accounts: readonly GenesisAccount[]
}

export interface GenesisAccount {
  readonly address: EthAddress
  /** Wei. */
  readonly balance: bigint
  /** Default 0. */
  readonly nonce?: bigint
}

/** Writes the accounts. An address named twice gets the sum and the last nonce. */
export function writeGenesis(state: State, { accounts }: EthereumGenesis): void {
  const table = state.open(accountsTable)
  for (const { address, balance, nonce } of accounts) {
    issueWei(state, address, balance)
    if (nonce !== undefined) table.set(address, { nonce, balance: table.get(address)!.balance })
  }
}
