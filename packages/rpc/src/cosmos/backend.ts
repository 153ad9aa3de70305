import type { CheckTxResult, CosmosBlock, CosmosChain, CosmosGenesis } from '@pegzone/cosmos'

/** What the servers need of the host of a Cosmos ledger. */
export interface CosmosBackend {
  readonly chain: CosmosChain
  /**
   * Admits a transaction in arrival order. Resolves after CheckTx; in automine only after its block is durable, so that
   * a client that looks it up next finds it.
   */
  send(raw: Uint8Array): Promise<CheckTxResult>
  /** Durable blocks in height order. Returns the unsubscribe function. */
  onBlock(listener: (block: CosmosBlock) => void): () => void
  /** What the chain started from, for `genesis`. Absent: the method answers an empty app state. */
  readonly genesis?: CosmosGenesis | undefined
}

export interface NodeOptions {
  /** Shown as `moniker`. */
  readonly moniker?: string | undefined
  /** Decides which client class CosmJS picks; the wire format here is that of 0.38. */
  readonly cometVersion?: `0.38.${string}` | undefined
  /** How long `broadcast_tx_commit` waits for the block, milliseconds. */
  readonly commitTimeoutMs?: number | undefined
}

export const nodeDefaults = { moniker: 'pegzone', cometVersion: '0.38.19', commitTimeoutMs: 10_000 } as const
