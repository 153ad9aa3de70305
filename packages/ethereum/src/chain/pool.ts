import type { EthAddress, Hex } from '@pegzone/encoding'
import { type Outcome, ok, refuse } from '@pegzone/outcome'
import type { Account } from './accounts.ts'
import type { ChainTx } from './chain-tx.ts'
import type { TxRejection } from './rejection.ts'

/** Percent by which both fee and tip must rise to replace a transaction (geth's price bump). */
const PRICE_BUMP = 10n

interface Queue {
  /** Nonce of the account at the head of the chain: the only one that can run next. */
  next: bigint
  /** First nonce from `next` on that is not here. */
  tail: bigint
  /** Wei that all of them could cost. */
  cost: bigint
  readonly txs: Map<bigint, Pooled>
}

interface Pooled {
  readonly tx: ChainTx
  /** Order of arrival; a replacement keeps its own. */
  readonly arrival: number
}

/**
 * Transactions that wait for a block. Ready: the sender's next nonce is here. Queued: behind a gap.
 * Knows nothing of state: the chain tells it each sender's account and what became of a transaction.
 */
export class TxPool {
  readonly #limit: number
  readonly #byHash = new Map<Hex, ChainTx>()
  readonly #bySender = new Map<EthAddress, Queue>()
  readonly #ready = new Set<Queue>()
  #arrivals = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  get size(): number {
    return this.#byHash.size
  }

  /** Whether a transaction could run in the next block at this base fee. */
  hasReady(baseFee: bigint): boolean {
    for (const queue of this.#ready) if (queue.txs.get(queue.next)!.tx.feeCap >= baseFee) return true
    return false
  }

  get(hash: Hex): ChainTx | undefined {
    return this.#byHash.get(hash)
  }

  /** The nonce a new transaction of `sender` should take: after all that wait without a gap. */
  nextNonce(sender: EthAddress, accountNonce: bigint): bigint {
    const queue = this.#bySender.get(sender)
    return queue === undefined || queue.tail < accountNonce ? accountNonce : queue.tail
  }

  /** Refuses with NONCE_TOO_LOW, INSUFFICIENT_FUNDS (all waiting of the sender counted), REPLACEMENT_UNDERPRICED, POOL_FULL. */
  add(tx: ChainTx, account: Account): Outcome<void, TxRejection> {
    if (tx.nonce < account.nonce) {
      return refuse({ code: 'ETHEREUM_NONCE_TOO_LOW', sender: tx.from, nonce: tx.nonce, next: account.nonce })
    }
    const queue = this.#bySender.get(tx.from)
    const replaced = queue?.txs.get(tx.nonce)?.tx
    const cost = (queue?.cost ?? 0n) + tx.maxCost - (replaced?.maxCost ?? 0n)
    if (account.balance < cost) {
      return refuse({ code: 'ETHEREUM_INSUFFICIENT_FUNDS', sender: tx.from, have: account.balance, need: cost })
    }
    if (replaced === undefined) {
      if (this.#byHash.size >= this.#limit) return refuse({ code: 'ETHEREUM_POOL_FULL', limit: this.#limit })
    } else if (!outbids(tx, replaced)) {
      return refuse({ code: 'ETHEREUM_REPLACEMENT_UNDERPRICED', replaces: replaced.hash })
    }
    if (replaced !== undefined) this.#byHash.delete(replaced.hash)
    this.#insert(queue ?? this.#openQueue(tx.from, account.nonce), tx, cost)
    return ok()
  }

  #openQueue(sender: EthAddress, next: bigint): Queue {
    const queue: Queue = { next, tail: next, cost: 0n, txs: new Map() }
    this.#bySender.set(sender, queue)
    return queue
  }

  #insert(queue: Queue, tx: ChainTx, cost: bigint): void {
    this.#byHash.set(tx.hash, tx)
    queue.txs.set(tx.nonce, { tx, arrival: this.#arrivals++ })
    queue.cost = cost
    while (queue.txs.has(queue.tail)) queue.tail++
    if (queue.tail > queue.next) this.#ready.add(queue)
  }

  /**
   * Hands out what can run, best effective tip first, then by arrival, each sender in nonce order. `run` says what became
   * of it: 'mined' offers the sender's next; 'dropped' removes it, so what is behind it waits; 'full' ends this sender's turn.
   */
  drain(baseFee: bigint, run: (tx: ChainTx) => 'mined' | 'dropped' | 'full'): void {
    const heads = new Heads(baseFee)
    for (const queue of this.#ready) heads.push(queue, queue.txs.get(queue.next)!)
    for (let best = heads.pop(); best !== undefined; best = heads.pop()) {
      const { queue, pooled } = best
      const fate = run(pooled.tx)
      if (fate === 'full') continue
      this.#remove(queue, pooled.tx)
      if (fate === 'dropped') {
        queue.tail = queue.next
        this.#ready.delete(queue)
      } else {
        queue.next++
        const following = queue.txs.get(queue.next)
        if (following === undefined) this.#ready.delete(queue)
        else heads.push(queue, following)
      }
      if (queue.txs.size === 0) this.#bySender.delete(pooled.tx.from)
    }
  }

  #remove(queue: Queue, tx: ChainTx): void {
    queue.txs.delete(tx.nonce)
    queue.cost -= tx.maxCost
    this.#byHash.delete(tx.hash)
  }

  /** Ready and queued by sender, in nonce order. */
  content(): { readonly pending: readonly ChainTx[]; readonly queued: readonly ChainTx[] } {
    const pending: ChainTx[] = []
    const queued: ChainTx[] = []
    for (const { txs, tail } of this.#bySender.values()) {
      const sorted = [...txs.values()].sort((a, b) => (a.tx.nonce < b.tx.nonce ? -1 : 1))
      for (const { tx } of sorted) (tx.nonce < tail ? pending : queued).push(tx)
    }
    return { pending, queued }
  }

  /** Every waiting transaction, first come first. */
  all(): readonly ChainTx[] {
    const pooled = [...this.#bySender.values()].flatMap(({ txs }) => [...txs.values()])
    return pooled.sort((a, b) => a.arrival - b.arrival).map(({ tx }) => tx)
  }

  clear(): void {
    this.#byHash.clear()
    this.#bySender.clear()
    this.#ready.clear()
  }
}

function outbids(tx: ChainTx, old: ChainTx): boolean {
  return raised(tx.feeCap, old.feeCap) && raised(tx.tipCap, old.tipCap)
}

function raised(fee: bigint, old: bigint): boolean {
  return fee > old && fee * 100n >= old * (100n + PRICE_BUMP)
}

interface Head {
  readonly queue: Queue
  readonly pooled: Pooled
  readonly tip: bigint
}

/** Binary heap of the senders' first transactions. */
class Heads {
  readonly #baseFee: bigint
  readonly #heap: Head[] = []

  constructor(baseFee: bigint) {
    this.#baseFee = baseFee
  }

  push(queue: Queue, pooled: Pooled): void {
    const { feeCap, tipCap } = pooled.tx
    const room = feeCap - this.#baseFee
    const head: Head = { queue, pooled, tip: tipCap < room ? tipCap : room }
    const heap = this.#heap
    let at = heap.length
    heap.push(head)
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!before(head, heap[parent]!)) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = head
  }

  pop(): Head | undefined {
    const heap = this.#heap
    const best = heap[0]
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return best
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++
      if (!before(heap[child]!, last)) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = last
    return best
  }
}

function before(a: Head, b: Head): boolean {
  return a.tip === b.tip ? a.pooled.arrival < b.pooled.arrival : a.tip > b.tip
}
