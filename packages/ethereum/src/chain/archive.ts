import type { EthAddress, Hex } from '@pegzone/encoding'
import type { Ledger } from '@pegzone/ledger'
import type { EthereumBlock, MinedTx } from './block.ts'
import { type FoundLog, type LogFilter, logsOf, mayMatch } from './logs.ts'
import {
  blockHashKey,
  decodeBlock,
  decodeHeight,
  decodePlace,
  heightOfLogKey,
  logKey,
  logPrefix,
  type TxPlace,
  txHashKey,
} from './records.ts'

/** Blocks kept decoded, fewer when they are large, but always what is sealed and not yet on disk: its index cannot be searched. */
const MAX_BLOCKS = 128
const MAX_TRANSACTIONS = 5_000
const MIN_BLOCKS = 8
const SEARCH_PAGE = 512

export interface LogQuery extends LogFilter {
  /** First and last height, both inclusive. */
  readonly from: number
  readonly to: number
  /** Stop after this many logs, at the end of a block. Default: no limit. */
  readonly limit?: number
}

/** Blocks, transactions and logs by hash and height: a window in memory, the rest from the ledger's records. */
export class Archive {
  readonly #ledger: Ledger
  readonly #recent = new Map<number, EthereumBlock>()
  readonly #heights = new Map<Hex, number>()
  readonly #places = new Map<Hex, TxPlace>()
  #transactions = 0

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  /** Takes the next block, or the head again after a restart. */
  remember(block: EthereumBlock): void {
    const { height } = block
    this.#recent.set(height, block)
    this.#heights.set(block.hash, height)
    for (const { hash, index } of block.transactions) this.#places.set(hash, { height, index })
    this.#transactions += block.transactions.length
    for (const oldest of this.#recent.keys()) {
      const { size } = this.#recent
      if (size <= MIN_BLOCKS || (size <= MAX_BLOCKS && this.#transactions <= MAX_TRANSACTIONS)) break
      this.#forget(oldest)
    }
  }

  forgetAbove(height: number): void {
    for (const known of [...this.#recent.keys()]) if (known > height) this.#forget(known)
  }

  #forget(height: number): void {
    const block = this.#recent.get(height)
    if (block === undefined) return
    this.#recent.delete(height)
    this.#heights.delete(block.hash)
    this.#transactions -= block.transactions.length
    for (const { hash } of block.transactions) {
      if (this.#places.get(hash)?.height === height) this.#places.delete(hash)
    }
  }

  recent(height: number): EthereumBlock | undefined {
    return this.#recent.get(height)
  }

  /** Undefined when beyond the head or pruned. */
  async block(height: number): Promise<EthereumBlock | undefined> {
    const recent = this.#recent.get(height)
    if (recent !== undefined) return recent
    const stored = await this.#ledger.block(height)
    return stored === undefined || stored.extra.length === 0 ? undefined : decodeBlock(stored)
  }

  async blockByHash(hash: Hex): Promise<EthereumBlock | undefined> {
    const recent = this.#heights.get(hash)
    if (recent !== undefined) return this.#recent.get(recent)
    const entry = await this.#ledger.find(blockHashKey(hash))
    const block = entry === undefined ? undefined : await this.block(decodeHeight(entry))
    return block?.hash === hash ? block : undefined
  }

  async transaction(hash: Hex): Promise<{ readonly block: EthereumBlock; readonly mined: MinedTx } | undefined> {
    const place = this.#places.get(hash) ?? (await this.#findPlace(hash))
    if (place === undefined) return undefined
    const block = await this.block(place.height)
    const mined = block?.transactions[place.index]
    return block === undefined || mined?.hash !== hash ? undefined : { block, mined }
  }

  async #findPlace(hash: Hex): Promise<TxPlace | undefined> {
    const entry = await this.#ledger.find(txHashKey(hash))
    return entry === undefined ? undefined : decodePlace(entry)
  }

  /** In block order. `addresses` may be left out only by naming all that ever log: pass every built-in. */
  async logs(query: LogQuery & { readonly addresses: readonly EthAddress[] }): Promise<readonly FoundLog[]> {
    const found: FoundLog[] = []
    for (const height of await this.#candidates(query)) {
      const block = await this.block(height)
      if (block !== undefined) found.push(...logsOf(block, query))
      if (query.limit !== undefined && found.length >= query.limit) break
    }
    return found
  }

  /** Heights whose bloom may match, ascending: from the index up to the window, then the window itself. */
  async #candidates(query: LogQuery & { readonly addresses: readonly EthAddress[] }): Promise<readonly number[]> {
    const heights = new Set<number>()
    let windowStart = query.to + 1
    while (windowStart > query.from && this.#recent.has(windowStart - 1)) heights.add(--windowStart)
    if (windowStart > query.from) {
      for (const address of query.addresses) await this.#searchIndex(address, query, windowStart - 1, heights)
    }
    return [...heights].sort((a, b) => a - b)
  }

  async #searchIndex(address: EthAddress, query: LogQuery, to: number, heights: Set<number>): Promise<void> {
    const prefix = logPrefix(address)
    const filter = { ...(query.topics === undefined ? {} : { topics: query.topics }) }
    let after = query.from === 0 ? undefined : logKey(address, query.from - 1)
    for (;;) {
      const page = await this.#ledger.search(prefix, {
        limit: SEARCH_PAGE,
        ...(after === undefined ? {} : { after }),
      })
      for (const [key, bloom] of page) {
        const height = heightOfLogKey(key)
        if (height > to) return
        if (mayMatch(bloom, filter)) heights.add(height)
      }
      if (page.length < SEARCH_PAGE) return
      after = page.at(-1)![0]
    }
  }
}
