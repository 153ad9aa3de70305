import type { Ibc, TransferApp } from '@pegzone/ibc'
import type { Ledger } from '@pegzone/ledger'
import type { Outcome } from '@pegzone/outcome'
import type { CosmosRejection } from '../errors.ts'
import type { CosmosGenesis } from '../genesis/types.ts'
import type { IbcGenesis } from '../modules.ts'
import type {
  CheckTxResult,
  CometCommit,
  CosmosBlock,
  CosmosValidator,
  MempoolView,
  QueryResult,
  SimulateResult,
} from './block-types.ts'
import type { BlockSearch, SearchCondition, SearchPage, TxRecord, TxSearch } from './search-types.ts'

/** The emulated Cosmos ledger: a state machine without server or timer. */
export interface CosmosChain {
  readonly chainId: string
  readonly prefix: string
  readonly ledger: Ledger
  readonly ibc: Ibc
  readonly transfer: TransferApp
  readonly validator: CosmosValidator
  readonly mempool: MempoolView
  /**
   * Writes the genesis state and seals it as height 0. Refuses on a ledger that has one, and on bad genesis.
   * @param setUpIbc opens the channel of a fresh chain, after all else is written
   */
  initGenesis(genesis: CosmosGenesis, setUpIbc?: IbcGenesis): Outcome<void, CosmosRejection>
  /** The head state as genesis of a new chain. */
  exportGenesis(): CosmosGenesis
  /** Admission: runs the ante steps on pending sequences and fees, and queues the transaction when `code` is 0. */
  checkTx(raw: Uint8Array): CheckTxResult
  /** True while transactions wait. */
  hasWork(): boolean
  /** Delivers the waiting transactions in arrival order and seals the block. `timeNs` must be after the head's. */
  produce(timeNs: bigint): CosmosBlock
  /** Delivers exactly these transactions: replay of a recorded block body. */
  replay(timeNs: bigint, txs: readonly Uint8Array[]): CosmosBlock
  /** Runs a transaction without signature or fee check on the head and undoes it. */
  simulate(raw: Uint8Array): SimulateResult
  /** gRPC method path → handler. `height` 0 or absent: latest durable. */
  query(path: string, data: Uint8Array, height?: number): Promise<QueryResult>
  /** Latest durable block when `height` is absent. Undefined when unknown or pruned. Height 0 is genesis, not a block. */
  block(height?: number): Promise<CosmosBlock | undefined>
  blockByHash(hash: Uint8Array): Promise<CosmosBlock | undefined>
  /** The commit of a block: in the next block's `lastCommit`, or the same made for the latest one. */
  commitOf(block: CosmosBlock): CometCommit
  tx(hash: Uint8Array): Promise<TxRecord | undefined>
  /** All conditions must hold. An empty list finds every transaction of the history kept. */
  searchTxs(conditions: readonly SearchCondition[], page?: SearchPage): Promise<TxSearch>
  /** Conditions on `block.height` only, and on block events. */
  searchBlocks(conditions: readonly SearchCondition[], page?: SearchPage): Promise<BlockSearch>
  /** Called in height order, once per block, after it is durable. Returns the unsubscribe function. */
  onBlock(listener: (block: CosmosBlock) => void): () => void
  /** Forgets blocks above `height` (LEDGER rewind), the mempool and every cached verdict. */
  rewind(height: number): Promise<void>
}
