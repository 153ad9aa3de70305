import { bytesToKey } from '@pegzone/encoding'
import type { DecodedTx } from '../tx/decode.ts'
import type { MempoolView } from './block-types.ts'

/** CometBFT's defaults. */
export interface MempoolLimits {
  readonly maxTxs: number
  readonly maxBytes: number
  /** Hashes remembered, of waiting and of delivered transactions. */
  readonly cacheSize: number
}

export const defaultMempoolLimits: MempoolLimits = { maxTxs: 5000, maxBytes: 64 * 1024 * 1024, cacheSize: 10_000 }

/** Admitted transactions in order of arrival. The order never changes: sequences of one account depend on it. */
export class Mempool implements MempoolView {
  #waiting: DecodedTx[] = []
  #bytes = 0
  /** Hashes in order of arrival, oldest first: the first to be forgotten. */
  readonly #seen = new Set<string>()
  readonly #limits: MempoolLimits

  constructor(limits: MempoolLimits) {
    this.#limits = limits
  }

  get size(): number {
    return this.#waiting.length
  }

  get bytes(): number {
    return this.#bytes
  }

  txs(limit: number): readonly Uint8Array[] {
    return this.#waiting.slice(0, limit).map(({ raw }) => raw)
  }

  seen(hash: Uint8Array): boolean {
    return this.#seen.has(bytesToKey(hash))
  }

  /** Why there is no room for so many bytes more, in CometBFT's words; undefined: there is. */
  full(bytes: number): string | undefined {
    const { maxTxs, maxBytes } = this.#limits
    if (this.#waiting.length < maxTxs && this.#bytes + bytes <= maxBytes) return undefined
    return `number of txs ${this.#waiting.length} (max: ${maxTxs}), total txs bytes ${this.#bytes} (max: ${maxBytes})`
  }

  add(tx: DecodedTx): void {
    this.#waiting.push(tx)
    this.#bytes += tx.raw.length
    this.#seen.add(bytesToKey(tx.hash))
    if (this.#seen.size <= this.#limits.cacheSize) return
    for (const oldest of this.#seen) {
      this.#seen.delete(oldest)
      break
    }
  }

  /** Takes the transactions of the next block: the longest run from the front that fits. */
  take(maxBytes: number): readonly DecodedTx[] {
    let bytes = 0
    let count = 0
    for (const { raw } of this.#waiting) {
      if (count > 0 && bytes + raw.length > maxBytes) break
      bytes += raw.length
      count++
    }
    const taken = this.#waiting.slice(0, count)
    this.#waiting = this.#waiting.slice(count)
    this.#bytes -= bytes
    return taken
  }

  /** Keeps the waiting transactions that still pass; the others are forgotten and may be sent again. */
  recheck(passes: (tx: DecodedTx) => boolean): void {
    if (this.#waiting.length === 0) return
    this.#waiting = this.#waiting.filter((tx) => {
      if (passes(tx)) return true
      this.#bytes -= tx.raw.length
      this.#seen.delete(bytesToKey(tx.hash))
      return false
    })
  }

  /** Forgets everything, as after a rewind. */
  clear(): void {
    this.#waiting = []
    this.#bytes = 0
    this.#seen.clear()
  }
}
