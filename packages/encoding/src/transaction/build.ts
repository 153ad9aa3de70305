import type { Hex } from '../bytes/hex.ts'
import { signTransaction } from './sign.ts'

export interface EthTxFields {
  readonly chainId: bigint
  readonly nonce: bigint
  readonly gasLimit: bigint
  /** Wei per gas. */
  readonly maxFeePerGas: bigint
  /** Wei per gas; default 0. */
  readonly maxPriorityFeePerGas?: bigint
  readonly to: Hex
  /** Wei; default 0. */
  readonly value?: bigint
  /** Calldata; default empty. */
  readonly data?: Uint8Array
  /** Private key of the sender, 32 bytes. */
  readonly key: Uint8Array
}

/** A signed EIP-1559 transaction ready for eth_sendRawTransaction; its hash is keccak256 of the bytes. */
export function buildEthTx({ key, ...fields }: EthTxFields): Uint8Array {
  const defaults = { maxPriorityFeePerGas: 0n, value: 0n, data: new Uint8Array(0) }
  return signTransaction({ type: 2, accessList: [], ...defaults, ...fields }, key)
}
