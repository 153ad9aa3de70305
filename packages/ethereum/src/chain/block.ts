import type { EthAddress, Hex } from '@pegzone/encoding'
import type { LedgerEvent } from '@pegzone/ledger'
import { type ChainTx, fromBody } from './chain-tx.ts'
import type { EthereumHeader } from './header.ts'
import type { TxReceipt } from './receipt.ts'
import type { TxRejection } from './rejection.ts'

export interface EthereumBlock {
  readonly height: number
  readonly hash: Hex
  readonly timeNs: bigint
  readonly header: EthereumHeader
  readonly transactions: readonly MinedTx[]
}

/** A block as it was just made: also what the ledger and the pool learned from it. */
export interface ProducedBlock extends EthereumBlock {
  /** Taken from the pool, found unfit and left out: no receipt will ever come. */
  readonly dropped: readonly { readonly hash: Hex; readonly rejection: TxRejection }[]
}

/** One transaction of a block. The body is decoded (and the sender recovered) again only when `tx` is asked for. */
export class MinedTx {
  readonly hash: Hex
  readonly from: EthAddress
  /** Position in the block. */
  readonly index: number
  readonly receipt: TxReceipt
  /** Everything it emitted, logs included. Empty when the block came back from disk: events are not stored, logs are. */
  readonly events: readonly LedgerEvent[]
  readonly raw: Uint8Array
  #tx: ChainTx | undefined

  constructor(fields: MinedFields) {
    this.hash = fields.hash
    this.from = fields.from
    this.index = fields.index
    this.receipt = fields.receipt
    this.raw = fields.raw
    this.events = fields.events ?? []
    this.#tx = fields.tx
  }

  get tx(): ChainTx {
    this.#tx ??= fromBody(this.raw)
    return this.#tx
  }
}

export interface MinedFields {
  readonly hash: Hex
  readonly from: EthAddress
  readonly index: number
  readonly receipt: TxReceipt
  readonly raw: Uint8Array
  readonly events?: readonly LedgerEvent[]
  readonly tx?: ChainTx
}
