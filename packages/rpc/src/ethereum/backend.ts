import type { EthAddress, EthTxPayload, Hex } from '@pegzone/encoding'
import type { EthereumChain, TxRejection } from '@pegzone/ethereum'
import type { Outcome } from '@pegzone/outcome'

/** What the Ethereum methods need of their host. */
export interface EthereumBackend {
  readonly chain: EthereumChain
  /**
   * Takes a signed transaction. Resolves when clients may ask for its receipt: under automine after its block is durable,
   * otherwise (and behind a nonce gap) as soon as it waits in the pool. The bytes must not change afterwards.
   */
  send(raw: Uint8Array): Promise<Outcome<Hex, TxRejection>>
  /** Unlocked development accounts: eth_accounts, eth_sendTransaction, personal_sign … Left out: there are none. */
  readonly signer?: EthereumSigner
  /** Blocks behind latest that `safe` and `finalized` name. Default 32 and 64. */
  readonly finality?: { readonly safe: number; readonly finalized: number }
  /** Of web3_clientVersion. Default `pegzone/0.1.0`. */
  readonly clientVersion?: string
  /** Time and mining by request. A method whose hook is missing does not exist. */
  readonly hooks?: EthereumHooks
}

export interface EthereumSigner {
  /** In the order that eth_accounts answers. */
  readonly accounts: readonly EthAddress[]
  /** 65 bytes: r, s, 27 or 28. Undefined: not an account of ours. */
  signDigest(account: EthAddress, digest32: Uint8Array): Uint8Array | undefined
  /** Raw signed bytes. Undefined: not an account of ours. */
  signTransaction(account: EthAddress, payload: EthTxPayload): Uint8Array | undefined
}

/** Each acts on the world, so on both chains where time is concerned. Times are whole seconds. */
export interface EthereumHooks {
  /** Makes blocks even without transactions; the first at `timestamp` if given. Resolves when they are durable. */
  mine?(blocks: number, timestamp?: bigint): Promise<void>
  getAutomine?(): boolean
  setAutomine?(on: boolean): Promise<void>
  /** 0 turns it off. */
  setIntervalMining?(seconds: number): Promise<void>
  /** Answers the total offset in seconds. */
  increaseTime?(seconds: bigint): Promise<bigint>
  setNextBlockTimestamp?(timestamp: bigint): Promise<void>
  snapshot?(): Promise<Hex>
  /** False: no such snapshot. One-shot; later snapshots are dropped too. */
  revert?(id: Hex): Promise<boolean>
}
