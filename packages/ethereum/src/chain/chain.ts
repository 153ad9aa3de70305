import { bytesToHex, type EthAddress, type Hex, keccak256 } from '@pegzone/encoding'
import type { Ledger, State, View } from '@pegzone/ledger'
import { type Outcome, ok, refuse } from '@pegzone/outcome'
import { type Account, accountOf, totalsTable } from './accounts.ts'
import { admit } from './admission.ts'
import { Archive, type LogQuery } from './archive.ts'
import type { EthereumBlock, MinedTx, ProducedBlock } from './block.ts'
import type { BuiltIn } from './built-in.ts'
import { type CallRequest, type CallResult, runCall } from './call.ts'
import { type ChainTx, decodeSigned, fromTrusted, type TrustedTx } from './chain-tx.ts'
import type { ExecutionEnv } from './execute.ts'
import { type EthereumGenesis, writeGenesis } from './genesis.ts'
import { ZERO_HASH } from './header.ts'
import type { FoundLog } from './logs.ts'
import { overlay } from './overlay.ts'
import { TxPool } from './pool.ts'
import { produceBlock } from './produce.ts'
import { decodeBlock } from './records.ts'
import type { CallRejection, TxRejection } from './rejection.ts'

export interface EthereumOptions {
  readonly ledger: Ledger
  readonly chainId: bigint
  readonly builtIns: readonly BuiltIn[]
  /** Wei per gas, the same in every block. Default 1 gwei. */
  readonly baseFee?: bigint
  /** Default 30 000 000. */
  readonly gasLimit?: bigint
  /** Receives the tips. Default: the zero address. */
  readonly coinbase?: EthAddress
  /** 'trusted' also takes unsigned transactions that the caller vouches for: simulated worlds. Default 'required'. */
  readonly signatures?: 'required' | 'trusted'
  /**
   * 'full' (default): real roots, block hashes, blooms and index. 'light': the block hash is the ledger's root and blocks
   * can be read back only while they are recent; for simulated worlds that no client looks at.
   */
  readonly blocks?: 'full' | 'light'
  /** Transactions that may wait. Default 50 000. */
  readonly poolLimit?: number
}

const NO_BYTES = new Uint8Array(0)

/** `createEthereum({ ledger, chainId: 31337n, builtIns })`, then `initGenesis` on a fresh ledger or `resume` on an old one. */
export function createEthereum(options: EthereumOptions): EthereumChain {
  return new EthereumChain(options)
}

/**
 * The Ethereum-side chain: pool, execution, blocks, and the reads over them. No timer: the host calls `produce`.
 * Heights are of the sealed head; what may be announced is `durable`.
 */
export class EthereumChain {
  readonly chainId: bigint
  readonly baseFee: bigint
  readonly gasLimit: bigint
  readonly coinbase: EthAddress
  readonly builtIns: ReadonlyMap<EthAddress, BuiltIn>
  readonly #ledger: Ledger
  readonly #full: boolean
  readonly #trusted: boolean
  readonly #pool: TxPool
  readonly #archive: Archive
  readonly #onBlock = new Set<(block: EthereumBlock) => void>()
  readonly #onPending = new Set<(tx: ChainTx) => void>()
  readonly #onReorg = new Set<(dropped: readonly EthereumBlock[]) => void>()
  #headHash: Hex | undefined
  #announced: number

  constructor(options: EthereumOptions) {
    this.#ledger = options.ledger
    this.chainId = options.chainId
    this.baseFee = options.baseFee ?? 1_000_000_000n
    this.gasLimit = options.gasLimit ?? 30_000_000n
    this.coinbase = options.coinbase ?? `0x${'0'.repeat(40)}`
    this.builtIns = new Map(options.builtIns.map((builtIn) => [builtIn.address, builtIn]))
    this.#full = options.blocks !== 'light'
    this.#trusted = options.signatures === 'trusted'
    this.#pool = new TxPool(options.poolLimit ?? 50_000)
    this.#archive = new Archive(options.ledger)
    this.#announced = options.ledger.durable.height
    options.ledger.onDurable(() => this.#announce())
  }

  /** Height sealed in memory. −1 before genesis. */
  get head(): number {
    return this.#ledger.head.height
  }

  /** Height on disk: what clients call latest. */
  get durable(): number {
    return this.#ledger.durable.height
  }

  /** Oldest height that can still be read. */
  get oldest(): number {
    return this.#ledger.oldest
  }

  /** Wei issued, and burnt as base fees. The balances sum up to the difference. */
  get totals(): { readonly issued: bigint; readonly burnt: bigint } {
    const totals = this.#ledger.latest.read(totalsTable)
    return { issued: totals.get('issued') ?? 0n, burnt: totals.get('burnt') ?? 0n }
  }

  /** Seals block 0. `setup` writes what is not accounts (contracts, IBC). Throws if there is a block already. */
  initGenesis(genesis: EthereumGenesis, setup?: (state: State) => void): EthereumBlock {
    if (this.head >= 0) throw new Error('the ledger has a genesis already')
    this.#ledger.apply((state) => {
      writeGenesis(state, genesis)
      setup?.(state)
      return ok()
    })
    this.#headHash = ZERO_HASH
    return this.produce(genesis.timeNs)
  }

  /**
   * Catches up with a ledger that was opened with blocks, or rewound behind the chain's back. Waiting transactions are
   * checked again and stay if they still fit.
   */
  async resume(): Promise<void> {
    const { head } = this
    this.#archive.forgetAbove(head)
    this.#announced = Math.min(this.#announced, this.#ledger.durable.height)
    if (head < 0) return
    this.#headHash = this.#full ? await this.#storedHash(head) : `0x${this.#ledger.head.root}`
    this.#refill([])
  }

  async #storedHash(height: number): Promise<Hex> {
    const block = await this.#archive.block(height)
    if (block === undefined) throw new Error(`the ledger has no block ${height} to go on from`)
    if (this.#archive.recent(height) === undefined) this.#archive.remember(block)
    return block.hash
  }

  /** Drops the blocks above `height` and puts their transactions back into the pool. Returns them newest first. */
  async rewind(height: number): Promise<readonly EthereumBlock[]> {
    const known = new Map<number, EthereumBlock>()
    for (let at = height + 1; at <= this.head; at++) {
      const block = this.#archive.recent(at)
      if (block !== undefined) known.set(at, block)
    }
    const dropped = await this.#ledger.rewind(height)
    const announced = this.#announced
    const blocks = dropped.flatMap((block) => {
      const recent = known.get(block.height)
      if (recent !== undefined) return [recent]
      return block.extra.length === 0 ? [] : [decodeBlock(block)]
    })
    await this.resume()
    const seen = blocks.filter((block) => block.height <= announced)
    for (const listener of this.#onReorg) listener(seen)
    this.#refill(blocks.toReversed().flatMap(({ transactions }) => transactions.map(({ tx }) => tx)))
    return blocks
  }

  /** Empties the pool and takes again what still fits: first the given, then what waited. */
  #refill(first: readonly ChainTx[]): void {
    const waiting = [...first, ...this.#pool.all()]
    this.#pool.clear()
    for (const tx of waiting) this.#pool.add(tx, this.account(tx.from))
  }

  /** Takes a signed transaction into the pool. The bytes must not change afterwards. Answers its hash. */
  submit(raw: Uint8Array): Outcome<Hex, TxRejection> {
    const hash = bytesToHex(keccak256(raw))
    if (this.#pool.get(hash) !== undefined) return refuse({ code: 'ETHEREUM_ALREADY_KNOWN', hash })
    const decoded = decodeSigned(raw)
    return decoded.ok ? this.#admit(decoded.value) : decoded
  }

  /** Takes an unsigned transaction whose sender the caller vouches for. Refuses with SIGNATURE_REQUIRED unless so created. */
  submitTrusted(request: TrustedTx): Outcome<Hex, TxRejection> {
    if (!this.#trusted) return refuse({ code: 'ETHEREUM_SIGNATURE_REQUIRED' })
    const tx = fromTrusted({
      value: 0n,
      data: NO_BYTES,
      tipCap: 0n,
      ...request,
      feeCap: request.feeCap ?? this.baseFee,
      nonce: request.nonce ?? this.pendingNonce(request.from),
    })
    if (this.#pool.get(tx.hash) !== undefined) return refuse({ code: 'ETHEREUM_ALREADY_KNOWN', hash: tx.hash })
    return this.#admit(tx)
  }

  #admit(tx: ChainTx): Outcome<Hex, TxRejection> {
    const fit = admit(tx, this)
    if (!fit.ok) return fit
    const added = this.#pool.add(tx, this.account(tx.from))
    if (!added.ok) return added
    for (const listener of this.#onPending) listener(tx)
    return ok(tx.hash)
  }

  /** Whether a block made now would hold a transaction. */
  hasWork(): boolean {
    return this.#pool.hasReady(this.baseFee)
  }

  /**
   * Makes the next block of what can run, best tip first. Its time is `timeNs` cut to whole seconds, at least one second
   * after its parent.
   */
  produce(timeNs: bigint): ProducedBlock {
    if (this.#headHash === undefined) throw new Error('initGenesis or resume first')
    const block = produceBlock({
      ledger: this.#ledger,
      pool: this.#pool,
      parentHash: this.#headHash,
      timeNs,
      full: this.#full,
      builtIns: this.builtIns,
      chainId: this.chainId,
      baseFee: this.baseFee,
      gasLimit: this.gasLimit,
      coinbase: this.coinbase,
    })
    this.#headHash = block.hash
    this.#archive.remember(block)
    return block
  }

  /** Called in height order, once per block, after it is durable. Returns the unsubscribe function. */
  onBlock(listener: (block: EthereumBlock) => void): () => void {
    return subscribe(this.#onBlock, listener)
  }

  /** Called for every transaction that the pool takes. Returns the unsubscribe function. */
  onPending(listener: (tx: ChainTx) => void): () => void {
    return subscribe(this.#onPending, listener)
  }

  /** Called by `rewind` with the announced blocks it dropped, newest first. Returns the unsubscribe function. */
  onReorg(listener: (dropped: readonly EthereumBlock[]) => void): () => void {
    return subscribe(this.#onReorg, listener)
  }

  #announce(): void {
    for (;;) {
      const next = this.#announced + 1
      const block = next > this.durable ? undefined : this.#archive.recent(next)
      if (block === undefined) return
      this.#announced = next
      for (const listener of this.#onBlock) listener(block)
    }
  }

  /** At the sealed head; see `viewAt` for the past. */
  account(address: EthAddress): Account {
    return accountOf(this.#ledger.latest, address)
  }

  /** Nonce for the next transaction, after all that wait without a gap. */
  pendingNonce(address: EthAddress): bigint {
    return this.#pool.nextNonce(address, this.account(address).nonce)
  }

  pooled(hash: Hex): ChainTx | undefined {
    return this.#pool.get(hash)
  }

  /** Waiting transactions: those without a gap before them, and the others. */
  poolContent(): ReturnType<TxPool['content']> {
    return this.#pool.content()
  }

  /** Drops every waiting transaction. */
  clearPool(): void {
    this.#pool.clear()
  }

  /** The state after block `height`. Undefined when beyond the head or pruned. */
  async viewAt(height: number): Promise<View | undefined> {
    if (height > this.head || height < this.oldest) return undefined
    return height === this.head ? this.#ledger.latest : await this.#ledger.at(height)
  }

  /** Runs a message on the sealed head, synchronously, without a trace. */
  call(request: CallRequest): Outcome<CallResult, CallRejection> {
    const { height, timeNs } = this.#ledger.head
    return this.#ledger.probe((state) => runCall(state, request, this.#envAt(height, timeNs)))
  }

  /** Runs a message on the state after block `height`. Refuses with BLOCK_UNKNOWN beyond the head or before the history. */
  async callAt(request: CallRequest, height: number): Promise<Outcome<CallResult, CallRejection>> {
    if (height === this.head) return this.call(request)
    const view = await this.viewAt(height)
    const block = await this.#ledger.block(height)
    if (view === undefined || block === undefined) return refuse({ code: 'ETHEREUM_BLOCK_UNKNOWN', height })
    return runCall(overlay(view), request, this.#envAt(height, block.timeNs))
  }

  #envAt(height: number, timeNs: bigint): ExecutionEnv {
    const { builtIns, baseFee, chainId } = this
    return { builtIns, baseFee, block: { number: BigInt(height), timeNs, chainId } }
  }

  /** Undefined when beyond the head or pruned. */
  block(height: number): Promise<EthereumBlock | undefined> {
    return this.#archive.block(height)
  }

  blockByHash(hash: Hex): Promise<EthereumBlock | undefined> {
    return this.#archive.blockByHash(hash)
  }

  /** A mined transaction with its block; see `pooled` for those that wait. */
  transaction(hash: Hex): Promise<{ readonly block: EthereumBlock; readonly mined: MinedTx } | undefined> {
    return this.#archive.transaction(hash)
  }

  /** Logs of the blocks from..to that match, in block order. */
  logs(query: LogQuery): Promise<readonly FoundLog[]> {
    const all = [...this.builtIns.keys()]
    return this.#archive.logs({ ...query, addresses: query.addresses ?? all })
  }
}

function subscribe<L>(listeners: Set<L>, listener: L): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
