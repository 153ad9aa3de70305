import { type Outcome, PegZoneError, type Rejection } from '@pegzone/outcome'
import type { Archive } from './archive.ts'
import { auditHead, auditTables } from './audit.ts'
import { noBytes, rootHeadSize, rootOf, SealedBlock, type Step } from './block.ts'
import { ByteWriter, sizedAt } from './bytes.ts'
import { writeTableDelta } from './delta.ts'
import { exportTables } from './export.ts'
import { LiveState } from './live-state.ts'
import { Overlays, PastView } from './past-view.ts'
import { ledgerCatalogue } from './rejections.ts'
import type { Row, RowTable } from './row.ts'
import { sortRows } from './sort-rows.ts'
import type { Tables } from './tables.ts'
import type {
  BlockHeader,
  BlockRecords,
  BlockRef,
  Ledger,
  LedgerExport,
  State,
  StoredBlock,
  View,
  Violation,
} from './types.ts'

/** Views of the past kept for the next who asks. */
const viewsKept = 16

/** Where a machine starts: an empty ledger, an import, or what was found on disk. */
export interface Origin {
  readonly tables: Tables
  /** Where the chain of blocks begins: the state before genesis, or an imported one. */
  readonly base: BlockRef
  /** The newest blocks, as far as they are in memory, oldest first; the last one is the head. None: the base is. */
  readonly blocks: readonly SealedBlock[]
  /** Oldest height whose state can be had. */
  readonly oldest: number
}

/** The block machine. Knows state and the newest blocks; durability is the archive's. */
export class Machine implements Ledger {
  readonly latest: View
  readonly #archive: Archive
  readonly #tables: Tables
  readonly #state: LiveState
  readonly #history: number
  readonly #writer = new ByteWriter()
  /** The newest blocks by height; the base too, as long as it is as new. */
  readonly #steps = new Map<number, Step>()
  readonly #views = new Map<number, PastView>()
  readonly #base: BlockRef
  #head: BlockRef
  #oldest: number
  /** Steps that ended in the state of the head: the next one is chained to all of them. */
  #tails: Step[] = []
  #rewinding: Promise<unknown> = Promise.resolve()

  constructor({ tables, base, blocks, oldest }: Origin, archive: Archive, history: number) {
    this.#tables = tables
    this.#archive = archive
    this.#history = history
    this.#base = base
    this.#head = base
    this.#oldest = oldest
    if (blocks.length === 0) this.#link({ ...base, deltaBytes: noBytes, next: undefined })
    for (const block of blocks) this.#link(block)
    archive.prune(oldest)
    this.#state = new LiveState(tables, this.#head.height + 1)
    const state = this.#state
    const machine = this
    this.latest = {
      get height() {
        return machine.#head.height
      },
      read: (def) => state.read(def),
    }
  }

  get head(): BlockRef {
    return this.#head
  }

  get durable(): BlockRef {
    const height = this.#archive.durable
    return height === this.#head.height ? this.#head : refOf(this.#steps.get(height)!)
  }

  get oldest(): number {
    return this.#oldest
  }

  apply<T, R extends Rejection>(message: (state: State) => Outcome<T, R>): Outcome<T, R> {
    const { journal } = this.#tables
    if (journal.depth > 0) throw new Error('apply inside a message; use state.attempt')
    this.#assertRunning()
    journal.begin()
    const outcome = this.#state.attempt(message)
    journal.keep()
    return outcome
  }

  probe<T>(run: (state: State) => T): T {
    const { journal } = this.#tables
    if (journal.depth > 0) return this.#state.probe(run)
    journal.begin()
    return this.#state.probe(run)
  }

  seal(header: BlockHeader, body: Uint8Array, records: BlockRecords = {}): SealedBlock {
    const { journal } = this.#tables
    if (journal.depth > 0) throw new Error('seal inside a message')
    this.#assertRunning()
    const { height, timeNs } = header
    if (height !== this.#head.height + 1) throw new RangeError(`block ${height} cannot follow ${this.#head.height}`)
    if (timeNs <= this.#head.timeNs || timeNs < 0n)
      throw new RangeError(`the time of block ${height}, ${timeNs}, is not after ${this.#head.timeNs}`)

    const out = this.#writer
    out.size = rootHeadSize
    const { touched } = journal
    const changed = this.#writeDelta(touched, out)
    const root = rootOf(this.#head.root, header, body, out)
    const delta = out.copy(rootHeadSize)
    const block = new SealedBlock({ header, root, previousRoot: this.#head.root, body, delta, records })

    this.#settle(touched)
    journal.next()
    this.#link(block)
    this.#state.height = height + 1
    this.#archive.append(block, changed)
    this.#forgetOld()
    return block
  }

  flushed(height = this.#head.height): Promise<void> {
    return this.#archive.flushed(height)
  }

  onDurable: Ledger['onDurable'] = (listener) => this.#archive.onDurable(listener)

  async at(height: number): Promise<View> {
    this.#assertKept(height)
    const kept = this.#views.get(height)
    if (kept !== undefined) {
      this.#views.delete(height)
      this.#views.set(height, kept)
      return kept
    }
    const { from, blocks } = await this.#chainFrom(height)
    const overlays = new Overlays()
    for (const block of blocks) overlays.add(block.deltaBytes)
    const view = new PastView(height, blocks.at(-1) ?? from, overlays, this.#tables.open)
    if (this.#steps.get(height) === from || this.#head.height > height) this.#keepView(view)
    return view
  }

  async block(height: number): Promise<StoredBlock | undefined> {
    if (height < this.#oldest || height > this.#head.height) return undefined
    const step = this.#steps.get(height)
    return step instanceof SealedBlock ? step : await this.#archive.load(height)
  }

  find(key: string): Promise<Uint8Array | undefined> {
    return this.#archive.find(key)
  }

  search: Ledger['search'] = (prefix, options) => this.#archive.search(prefix, options)

  rewind(height: number): Promise<readonly SealedBlock[]> {
    const rewound = this.#rewinding.then(() => this.#rewind(height))
    this.#rewinding = rewound.catch(() => undefined)
    return rewound
  }

  export(): LedgerExport {
    const { height, timeNs, root } = this.#head
    return {
      format: 'pegzone-ledger',
      version: 1,
      head: { height, timeNs: timeNs.toString(), root },
      tables: exportTables(this.#tables),
    }
  }

  audit(): readonly Violation[] {
    const head = this.#steps.get(this.#head.height)
    return [...auditTables(this.#tables), ...(head instanceof SealedBlock ? auditHead(this.#tables, head) : [])]
  }

  async close(): Promise<void> {
    await this.#rewinding
    await this.#archive.close()
  }

  /** Appends the delta of the open block; returns the rows in it. */
  #writeDelta(touched: Row[], out: ByteWriter): Row[] {
    const byTable = rowsByTable(touched)
    const tables = [...byTable.keys()].sort((a, b) => (a.name < b.name ? -1 : 1))
    const changed: Row[] = []
    for (const table of tables) {
      const rows = writeTableDelta(table, sortRows(byTable.get(table)!), out)
      if (tables.length === 1) return rows
      for (const row of rows) changed.push(row)
    }
    return changed
  }

  #settle(touched: readonly Row[]): void {
    for (const row of touched) {
      row.before = undefined
      if (row.value === undefined) row.table.drop(row)
    }
  }

  /** Chains the step to the states it follows, keeps it and makes it the head. */
  #link(step: Step): void {
    for (const tail of this.#tails) tail.next = step
    this.#tails = [step]
    this.#steps.set(step.height, step)
    this.#head = refOf(step)
  }

  #forgetOld(): void {
    const { height } = this.#head
    this.#oldest = Math.max(this.#oldest, height - this.#history)
    this.#archive.prune(this.#oldest)
    const keep = Math.min(this.#archive.durable, Math.max(this.#oldest, height - this.#archive.window))
    for (const old of this.#steps.keys()) {
      if (old >= keep) break
      this.#steps.delete(old)
    }
  }

  #keepView(view: PastView): void {
    this.#views.set(view.height, view)
    for (const oldest of this.#views.keys()) {
      if (this.#views.size <= viewsKept) break
      this.#views.delete(oldest)
    }
  }

  #assertRunning(): void {
    if (this.#archive.failure !== undefined) throw this.#archive.failure
  }

  #assertKept(height: number): void {
    if (height > this.#head.height)
      throw new PegZoneError(ledgerCatalogue, { code: 'LEDGER_HEIGHT_UNKNOWN', height, head: this.#head.height })
    if (height < this.#oldest)
      throw new PegZoneError(ledgerCatalogue, { code: 'LEDGER_PRUNED', height, oldest: this.#oldest })
  }

  /** The step into `height` and all blocks above it, as they were at one instant. */
  async #chainFrom(height: number): Promise<{ from: Step; blocks: readonly SealedBlock[] }> {
    for (let tries = 0; tries < 3; tries++) {
      this.#assertKept(height)
      const stored: Step[] = []
      let next = height
      for (; !this.#steps.has(next); next++) {
        const block = next === this.#base.height ? this.#baseStep() : await this.#archive.load(next)
        if (block !== undefined) stored.push(block)
      }
      // From here on synchronous. A rewind while the disk was read shows as a broken chain.
      for (; next <= this.#head.height; next++) stored.push(this.#steps.get(next)!)
      const [from, ...blocks] = stored
      if (from?.height === height && isChain(from, blocks) && (blocks.at(-1) ?? from).root === this.#head.root)
        return { from, blocks }
    }
    throw new PegZoneError(ledgerCatalogue, {
      code: 'LEDGER_CORRUPT',
      where: 'the block store',
      detail: `the blocks above ${height} are not one chain`,
    })
  }

  #baseStep(): Step {
    return { ...this.#base, deltaBytes: noBytes, next: undefined }
  }

  async #rewind(height: number): Promise<readonly SealedBlock[]> {
    let chain = await this.#chainFrom(height)
    while ((chain.blocks.at(-1) ?? chain.from).root !== this.#head.root) chain = await this.#chainFrom(height)
    this.#assertRunning()
    const { journal } = this.#tables
    if (journal.depth > 0) throw new Error('rewind inside a message')
    journal.discard()
    const dropped = [...chain.blocks].reverse()
    if (dropped.length === 0) return dropped

    const { changed, delta } = this.#putBack(chain.blocks)
    for (const block of dropped) {
      this.#steps.delete(block.height)
      this.#views.delete(block.height)
    }
    const back: Step = { ...refOf(chain.from), deltaBytes: delta, next: undefined }
    for (const tail of this.#tails) tail.next = back
    this.#tails = [chain.from, back]
    chain.from.next = undefined
    this.#steps.set(height, chain.from)
    this.#head = refOf(chain.from)
    this.#state.height = height + 1
    const written = this.#archive.rewind(height, dropped, changed)
    this.#settle(changed)
    await written
    return dropped
  }

  /** Sets every row the blocks changed to what it was before them. */
  #putBack(blocks: readonly SealedBlock[]): { changed: Row[]; delta: Uint8Array } {
    const overlays = new Overlays()
    for (const block of blocks) overlays.add(block.deltaBytes)
    const out = this.#writer
    out.size = 0
    const changed: Row[] = []
    for (const [name, overlay] of overlays.entries()) {
      const table = this.#tables.named(name)
      const steps = [...overlay].map(([key, past]) => {
        const bytes = sizedAt(past.in, past.at)
        const row = table.row(key)
        return { key, row, before: row.value, value: bytes === undefined ? undefined : table.decode(bytes) }
      })
      steps.sort((a, b) => (a.key < b.key ? -1 : 1))
      for (const { row, value } of writeTableDelta(table, steps, out)) {
        row.value = value
        changed.push(row)
      }
    }
    return { changed, delta: out.copy() }
  }
}

/** Most blocks touch one table or few, in runs. */
function rowsByTable(touched: Row[]): Map<RowTable, Row[]> {
  const first = touched[0]?.table
  if (first === undefined) return new Map()
  if (touched.every((row) => row.table === first)) return new Map([[first, touched]])
  const byTable = new Map<RowTable, Row[]>()
  for (const row of touched) {
    const rows = byTable.get(row.table)
    if (rows === undefined) byTable.set(row.table, [row])
    else rows.push(row)
  }
  return byTable
}

function refOf({ height, timeNs, root }: BlockRef): BlockRef {
  return { height, timeNs, root }
}

function isChain(from: Step, blocks: readonly Step[]): blocks is readonly SealedBlock[] {
  let { height, root } = from
  for (const block of blocks) {
    if (!(block instanceof SealedBlock) || block.height !== ++height || block.previousRoot !== root) return false
    root = block.root
  }
  return true
}
