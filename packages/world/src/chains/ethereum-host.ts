import type { Hex } from '@pegzone/encoding'
import type { EthereumBlock, EthereumChain, MinedTx, TxRejection } from '@pegzone/ethereum'
import type { Ledger } from '@pegzone/ledger'
import { type Outcome, refuse } from '@pegzone/outcome'
import { type Observable, Subject } from 'rxjs'
import type { WorldClock } from '../clock/world-clock.ts'
import { type BlockMode, BlockProducer } from './block-producer.ts'
import { Inclusion } from './inclusion.ts'

export interface EthereumHostOptions {
  readonly chain: EthereumChain
  readonly ledger: Ledger
  readonly clock: WorldClock
  readonly mode: BlockMode
  readonly onFailure: (error: unknown) => void
}

/** The Ethereum-side chain in a world: it makes blocks by the world's clock and answers when they are durable. */
export class EthereumHost {
  readonly chain: EthereumChain
  readonly ledger: Ledger
  readonly producer: BlockProducer
  readonly #clock: WorldClock
  readonly #blocks = new Subject<EthereumBlock>()
  readonly #inclusion = new Inclusion()
  /** Transactions whose sender waits, and why those that were taken from the pool unfit got no receipt. */
  readonly #waiting = new Map<Hex, TxRejection | undefined>()
  readonly #unsubscribe: () => void

  constructor({ chain, ledger, clock, mode, onFailure }: EthereumHostOptions) {
    this.chain = chain
    this.ledger = ledger
    this.#clock = clock
    this.producer = new BlockProducer({
      clock,
      mode,
      granularityNs: 1_000_000_000n,
      hasWork: () => chain.hasWork(),
      produce: (timeNs) => {
        const block = chain.produce(timeNs)
        for (const { hash, rejection } of block.dropped) if (this.#waiting.has(hash)) this.#waiting.set(hash, rejection)
        this.#inclusion.settle(block.dropped.map(({ hash }) => hash))
      },
      head: () => ledger.head,
      onFailure,
    })
    this.#unsubscribe = chain.onBlock((block) => {
      this.#inclusion.settle(block.transactions.map(({ hash }) => hash))
      this.#blocks.next(block)
    })
  }

  /** Hot. One value per durable block, in height order. Completes when the world stops; never errors; replays nothing. */
  get block$(): Observable<EthereumBlock> {
    return this.#blocks.asObservable()
  }

  /** Takes a signed transaction. In auto mode resolves when the block that holds it is durable. */
  async send(raw: Uint8Array): Promise<Outcome<Hex, TxRejection>> {
    const submitted = this.chain.submit(raw)
    if (!submitted.ok) return submitted
    const hash = submitted.value
    this.#waiting.set(hash, undefined)
    try {
      await this.producer.poke()
      await this.#clock.during(this.ledger.flushed())
      const dropped = this.#waiting.get(hash)
      return dropped === undefined ? submitted : refuse(dropped)
    } finally {
      this.#waiting.delete(hash)
    }
  }

  /** A transaction that was sent, once its block is durable; undefined when it will not be in one. */
  async included(hash: Hex): Promise<MinedTx | undefined> {
    const now = await this.#clock.during(this.chain.transaction(hash))
    if (now !== undefined || this.chain.pooled(hash) === undefined) return now?.mined
    await this.#inclusion.wait(hash)
    return (await this.#clock.during(this.chain.transaction(hash)))?.mined
  }

  stop(): void {
    this.producer.stop()
    this.#inclusion.stop()
    this.#unsubscribe()
    this.#blocks.complete()
  }
}
