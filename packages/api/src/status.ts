/** Raised when a field of a published shape changes its meaning; adding fields does not raise it. */
export const schemaVersion = 1

/** Data of `status`; the ready file holds it bare. Fields may be added, never renamed. */
export interface StatusData {
  readonly schemaVersion: number
  readonly pid: number
  /** Name of the preset the world was made from. */
  readonly preset: string
  /** Which implementations do the signatures and hashes. */
  readonly crypto: { readonly secp256k1: 'native' | 'wasm' | 'js'; readonly keccak: string }
  readonly ethereum: EthereumStatus
  readonly cosmos: CosmosStatus
  /** URL of the admin API. */
  readonly admin: string
  /** Public development words: never hold anything of value with them. */
  readonly mnemonic: string
  readonly accounts: readonly AccountStatus[]
}

export interface EthereumStatus {
  readonly rpc: string
  readonly ws: string
  readonly chainId: number
  /** Checksummed addresses. */
  readonly contracts: Readonly<Record<ContractName, string>>
}

export const contractNames = ['DAI', 'IXO', 'IXOS', 'MarketMaker', 'Brokerage', 'PegBridge'] as const
export type ContractName = (typeof contractNames)[number]

export interface CosmosStatus {
  readonly rpc: string
  readonly ws: string
  readonly rest: string
  readonly chainId: string
  /** Bech32 prefix. */
  readonly prefix: string
  /** Channel to the Ethereum side, as seen from Cosmos. */
  readonly channel: string
  /** Display symbol → base denom. */
  readonly denoms: Readonly<Record<DenomSymbol, string>>
}

export const denomSymbols = ['cDAI', 'cIXO', 'cIXOS'] as const
export type DenomSymbol = (typeof denomSymbols)[number]

export interface AccountStatus {
  readonly name: string
  /** Checksummed. */
  readonly ethereum: string
  /** Bech32. */
  readonly cosmos: string
}
