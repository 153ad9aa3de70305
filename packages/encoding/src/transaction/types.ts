import type { Hex } from '../bytes/hex.ts'
import type { EthAddress } from '../keys/eth-address.ts'

export interface AccessListEntry {
  readonly address: EthAddress
  /** 32 bytes each. */
  readonly storageKeys: readonly Hex[]
}

interface Payload {
  /** Below 2^64 - 1 (EIP-2681). */
  readonly nonce: bigint
  /** Below 2^64. */
  readonly gasLimit: bigint
  /** Undefined creates a contract. */
  readonly to: EthAddress | undefined
  /** Wei, below 2^256. */
  readonly value: bigint
  readonly data: Uint8Array
}

/** Type 0. Without chain id the signature is valid on every chain (before EIP-155). Prices in wei per gas. */
export interface LegacyPayload extends Payload {
  readonly type: 0
  readonly chainId?: bigint
  readonly gasPrice: bigint
}

/** Type 1, EIP-2930. */
export interface AccessListPayload extends Payload {
  readonly type: 1
  readonly chainId: bigint
  readonly gasPrice: bigint
  readonly accessList: readonly AccessListEntry[]
}

/** Type 2, EIP-1559. */
export interface FeeMarketPayload extends Payload {
  readonly type: 2
  readonly chainId: bigint
  readonly maxPriorityFeePerGas: bigint
  readonly maxFeePerGas: bigint
  readonly accessList: readonly AccessListEntry[]
}

/** What a signature covers. */
export type EthTxPayload = LegacyPayload | AccessListPayload | FeeMarketPayload

export interface EthTxSignature {
  readonly yParity: 0 | 1
  /** As it stands in the raw bytes: 27, 28 or 35 + 2 chain id + parity for type 0, the parity itself for others. */
  readonly v: bigint
  readonly r: bigint
  readonly s: bigint
  /** keccak256 of the raw bytes. */
  readonly hash: Hex
  /** Recovered from the signature. */
  readonly from: EthAddress
}

export type EthTx = EthTxPayload & EthTxSignature
