/** Decimal string of base units, as in every Cosmos JSON. */
export interface GenesisCoin {
  readonly denom: string
  readonly amount: string
}

/** A public key as the SDK's JSON shows it: base64 of 33 bytes, or a threshold of such keys. */
export type GenesisPubKey =
  | { readonly type: 'secp256k1'; readonly key: string }
  | { readonly type: 'multisig'; readonly threshold: number; readonly keys: readonly string[] }

/** `number` defaults to the next free one; numbers above 2^53 are allowed (decimal string). */
export interface GenesisAccount {
  readonly address: string
  readonly number?: string
  readonly sequence?: string
  readonly pubKey?: GenesisPubKey
}

/**
 * A denomination with bank metadata. `trace` registers it as the friendly name of an ICS-20 path: tokens that arrive by
 * `transfer/channel-0/ixo` are then minted as this base denom instead of `ibc/HASH`.
 */
export interface GenesisDenom {
  readonly base: string
  readonly display: string
  readonly symbol: string
  readonly name: string
  readonly description?: string
  /** Decimals between base and display, 0 to 77. */
  readonly exponent: number
  readonly trace?: string
}

export interface GenesisParams {
  readonly maxMemoCharacters: number
  readonly txSigLimit: number
  readonly txSizeCostPerByte: number
  readonly sigVerifyCostSecp256k1: number
  /** Coins of these denoms cannot be sent by MsgSend and MsgMultiSend. */
  readonly sendDisabled: readonly string[]
}

/** Genesis of the Cosmos ledger. Everything but `chainId` and `prefix` may be left out. */
export interface CosmosGenesis {
  readonly chainId: string
  /** Bech32 prefix of account addresses. */
  readonly prefix: string
  /** Nanoseconds since 1970, decimal. Default: 2019-01-01T00:00:00Z. */
  readonly timeNs?: string
  readonly params?: Partial<GenesisParams>
  readonly accounts?: readonly GenesisAccount[]
  readonly balances?: readonly { readonly address: string; readonly coins: readonly GenesisCoin[] }[]
  /** Checked against the sum of balances when given. */
  readonly supply?: readonly GenesisCoin[]
  readonly denoms?: readonly GenesisDenom[]
  /** Clients, connections, channels, packets of an exported chain. A fresh chain opens its channel by a hook instead. */
  readonly ibc?: GenesisIbc
}

/** Table name → rows as [key, value] in hex. */
export interface GenesisIbc {
  readonly tables: Readonly<Record<string, readonly (readonly [key: string, value: string])[]>>
}
