/** One attribute as CometBFT ≥ 0.37 shows it: plain text, always indexed. */
export interface EventAttribute {
  readonly key: string
  readonly value: string
}

/** An ABCI event. `type` and attribute order are those of the SDK and of ibc-go v8. */
export interface CosmosEvent {
  readonly type: string
  readonly attributes: readonly EventAttribute[]
}

/** Result of one delivered transaction (ABCI ExecTxResult). `code` 0 is success. */
export interface TxResult {
  readonly code: number
  /** Empty when `code` is 0. */
  readonly codespace: string
  /** Encoded cosmos.base.abci.v1beta1.TxMsgData; empty when the transaction failed. */
  readonly data: Uint8Array
  readonly log: string
  readonly gasWanted: bigint
  readonly gasUsed: bigint
  readonly events: readonly CosmosEvent[]
}

/** What CheckTx answers. `duplicate` marks code 19, which CometBFT reports as JSON-RPC error -32603 instead. */
export interface CheckTxResult {
  readonly code: number
  readonly codespace: string
  readonly log: string
  readonly gasWanted: bigint
  readonly gasUsed: bigint
  /** SHA-256 of the raw bytes. */
  readonly hash: Uint8Array
  readonly duplicate: boolean
}

export interface SimulateResult {
  readonly code: number
  readonly codespace: string
  readonly log: string
  /** 2^64 − 1 for transactions without a gas limit, as the SDK answers. */
  readonly gasWanted: bigint
  readonly gasUsed: bigint
  readonly data: Uint8Array
  readonly events: readonly CosmosEvent[]
}

export interface BlockId {
  /** 32 bytes; empty for the parent of block 1. */
  readonly hash: Uint8Array
  readonly parts: { readonly total: number; readonly hash: Uint8Array }
}

/** CometBFT header fields. Every hash is 32 bytes, except where the protocol leaves it empty. */
export interface CometHeader {
  readonly version: { readonly block: bigint; readonly app: bigint }
  readonly chainId: string
  readonly height: number
  readonly timeNs: bigint
  readonly lastBlockId: BlockId
  readonly lastCommitHash: Uint8Array
  readonly dataHash: Uint8Array
  readonly validatorsHash: Uint8Array
  readonly nextValidatorsHash: Uint8Array
  readonly consensusHash: Uint8Array
  /** Ledger root after the previous block. */
  readonly appHash: Uint8Array
  readonly lastResultsHash: Uint8Array
  readonly evidenceHash: Uint8Array
  /** 20 bytes. */
  readonly proposerAddress: Uint8Array
}

/** The single validator's vote for a block. The signature is a placeholder of the right size: there is no consensus here. */
export interface CometCommit {
  readonly height: number
  readonly round: 0
  readonly blockId: BlockId
  readonly signatures: readonly {
    readonly validatorAddress: Uint8Array
    readonly timeNs: bigint
    readonly signature: Uint8Array
  }[]
}

/** A sealed block with everything CometBFT's block, block_results, header and commit show. Heights start at 1. */
export interface CosmosBlock {
  readonly height: number
  readonly timeNs: bigint
  /** Merkle root of the header fields, 32 bytes. */
  readonly hash: Uint8Array
  readonly id: BlockId
  readonly header: CometHeader
  /** Ledger root after this block, 32 bytes: the next header's app hash. */
  readonly appHash: Uint8Array
  readonly txs: readonly Uint8Array[]
  readonly txHashes: readonly Uint8Array[]
  readonly results: readonly TxResult[]
  /** Events of begin and end block. */
  readonly events: readonly CosmosEvent[]
  /** Commit of the previous block; no signatures in block 1. */
  readonly lastCommit: CometCommit
}

/** The validator that CometBFT shapes name. */
export interface CosmosValidator {
  readonly address: Uint8Array
  /** ed25519, 32 bytes. */
  readonly pubKey: Uint8Array
  readonly power: bigint
}

/** Answer of an ABCI query. `code` 0 is success; `height` is the height that was read. */
export interface QueryResult {
  readonly code: number
  readonly codespace: string
  readonly log: string
  readonly value: Uint8Array
  readonly height: number
}

export interface MempoolView {
  readonly size: number
  readonly bytes: number
  /** In arrival order, at most `limit`. */
  txs(limit: number): readonly Uint8Array[]
}
