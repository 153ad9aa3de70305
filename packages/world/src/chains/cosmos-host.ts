import type { CheckTxResult, CosmosBlock, CosmosChain, TxRecord } from '@pegzone/cosmos'
import { toHex } from '@pegzone/encoding'
import { type Observable, Subject } from 'rxjs'
import type { WorldClock } from '../clock/world-clock.ts'
import { type BlockMode, BlockProducer } from './block-producer.ts'
import { Inclusion } from './inclusion.ts'

export interface CosmosHostOptions {
  readonly chain: CosmosChain
  readonly clock: WorldClock
  readonly mode: BlockMode
  readonly onFailure: (error: unknown) => void
}

/** The Cosmos-side chain in a world: it makes blocks by the world's clock and answers when they are durable. */
export class CosmosHost {
  readonly chain: CosmosChain
  readonly producer: BlockProducer
  readonly #clock: WorldClock
  readonly #blocks = new Subject<CosmosBlock>()
  readonly #inclusion = new Inclusion()
  readonly #unsubscribe: () => void

  constructor({ chain, clock, mode, onFailure }: CosmosHostOptions) {
    this.chain = chain
    this.#clock = clock
    this.producer = new BlockProducer({
      clock,
      mode,
      granularityNs: 1n,
      hasWork: () => chain.hasWork(),
      produce: (timeNs) => {
        const earliest = chain.ledger.head.timeNs + 1n
        chain.produce(timeNs < earliest ? earliest : timeNs)
      },
      head: () => chain.ledger.head,
      onFailure,
    })
    this.#unsubscribe = chain.onBlock((block) => {
      this.#inclusion.settle(block.txHashes.map(toHex))
      this.#blocks.next(block)
    })
  }

  /** Hot. One value per durable block, in height order. Completes when the world stops; never errors; replays nothing. */
  get block$(): Observable<CosmosBlock> {
    return this.#blocks.asObservable()
  }

  /** CheckTx; in auto mode an accepted transaction's block is durable when this resolves. */
  async send(raw: Uint8Array): Promise<CheckTxResult> {
    const checked = this.chain.checkTx(raw)
    if (checked.code !== 0) return checked
    await this.producer.poke()
    await this.#clock.during(this.chain.ledger.flushed())
    return checked
  }

  /** A transaction that CheckTx took, once its block is durable; undefined when the chain stops before. */
  async included(hash: Uint8Array): Promise<TxRecord | undefined> {
    const now = await this.#clock.during(this.chain.tx(hash))
    if (now !== undefined) return now
    await this.#inclusion.wait(toHex(hash))
    return this.#clock.during(this.chain.tx(hash))
  }

  stop(): void {
    this.producer.stop()
    this.#inclusion.stop()
    this.#unsubscribe()
    this.#blocks.complete()
  }
}
