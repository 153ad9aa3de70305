import { sizedAt } from './bytes.ts'
import type { WriteOp } from './database.ts'
import type { Journal } from './journal.ts'
import { decodePage, encodePage, keys } from './layout.ts'
import type { ColdRows, Page, Row, RowTable } from './row.ts'

/** A page with more rows is split when it is written. */
const mostRows = 384
/** Hash bits a page may be told apart by. */
const mostDepth = 24

/** Makes changes of the store. */
export interface PageOps {
  put(key: string, value: Uint8Array): WriteOp
  del(key: string): WriteOp
}

/**
 * The pages of all tables. A row's page follows from its key's hash; a page holds all keys whose lowest `depth` bits are
 * `bits`, and is split by the next bit when it has grown. After a start pages are bytes, and become rows when one of
 * theirs is asked for.
 */
export class Pages {
  readonly #journal: Journal
  readonly #byTable = new Map<string, TablePages>()
  /** Dirty pages in the order they became so; some are clean again. */
  #dirty: StoredPage[] = []
  #dirtyAt = 0
  /** Pages that are on disk once all changes handed out are. */
  stored = 0

  constructor(journal: Journal) {
    this.#journal = journal
  }

  /** A page found on disk. */
  restore(table: RowTable, depth: number, bits: number, bytes: Uint8Array): void {
    this.#of(table).restore(depth, bits, bytes)
    this.stored++
  }

  /** Whether every key of every table has its page, once all are restored. */
  get complete(): boolean {
    return [...this.#byTable.values()].every((pages) => pages.complete)
  }

  /** A change that a stored block made after the page was written. */
  replay(table: RowTable, change: StoredChange, height: number): void {
    const page = this.#of(table).locate(change.key)
    page.replay(change)
    this.#markDirty(page, height)
  }

  /** A sealed block, or a rewind, changed the row. */
  touch(row: Row, height: number): void {
    let page = row.page as StoredPage | undefined
    if (page === undefined) {
      page = this.#of(row.table).locate(row.key)
      page.rows.push(row)
      row.page = page
    }
    this.#markDirty(page, height)
  }

  get dirty(): boolean {
    return this.#oldestDirty() !== undefined
  }

  /** The first block that must be replayed on top of the pages; `next` if none. */
  replayFrom(next: number): number {
    return this.#oldestDirty()?.dirtySince ?? next
  }

  /** Writes the longest dirty pages, at least one and until `bytes` are spent. Returns what was spent. */
  write(bytes: number, ops: PageOps, into: WriteOp[]): number {
    let spent = 0
    for (let page = this.#oldestDirty(); page !== undefined && spent < bytes; page = this.#oldestDirty())
      spent += this.#writePage(page, ops, into)
    return spent
  }

  /** Writes the pages of these rows, and all that became dirty above `height`. */
  writeBack(rows: readonly Row[], height: number, ops: PageOps, into: WriteOp[]): void {
    for (const row of rows) this.touch(row, height + 1)
    const later = this.#dirty.slice(this.#dirtyAt).filter((page) => (page.dirtySince ?? -1) > height)
    for (const page of new Set([...later, ...rows.map((row) => row.page as StoredPage)]))
      this.#writePage(page, ops, into)
  }

  #markDirty(page: StoredPage, height: number): void {
    if (page.dirtySince !== undefined) return
    page.dirtySince = height
    this.#dirty.push(page)
  }

  #oldestDirty(): StoredPage | undefined {
    while (this.#dirtyAt < this.#dirty.length) {
      const page = this.#dirty[this.#dirtyAt]!
      if (page.dirtySince !== undefined) return page
      this.#dirtyAt++
    }
    this.#dirty = []
    this.#dirtyAt = 0
    return undefined
  }

  #writePage(page: StoredPage, ops: PageOps, into: WriteOp[]): number {
    page.dirtySince = undefined
    page.warm()
    page.rows = page.rows.filter((row) => this.#journal.sealed(row) !== undefined)
    if (page.rows.length > mostRows && page.depth < mostDepth) return this.#splitPage(page, ops, into)
    if (!page.stored) this.stored++
    page.stored = true
    const { rows, of } = page
    const bytes = encodePage(rows, (i, out) => of.table.write(this.#journal.sealed(rows[i]!), out))
    into.push(ops.put(keys.page(of.table.name, page), bytes))
    return bytes.length
  }

  /** The halves take its place in one batch. */
  #splitPage(page: StoredPage, ops: PageOps, into: WriteOp[]): number {
    if (page.stored) {
      this.stored--
      into.push(ops.del(keys.page(page.of.table.name, page)))
    }
    let spent = 0
    for (const half of page.of.split(page)) spent += this.#writePage(half, ops, into)
    return spent
  }

  #of(table: RowTable): TablePages {
    let pages = this.#byTable.get(table.name)
    if (pages === undefined) {
      pages = new TablePages(table)
      this.#byTable.set(table.name, pages)
    }
    return pages
  }
}

/** The value of a row after a stored block, by where it is: see `sizedAt`. */
export interface StoredChange {
  readonly key: string
  readonly in: Uint8Array
  readonly at: number
}

/** The pages of one table, found by the lowest bits of a key's hash. */
class TablePages implements ColdRows {
  readonly table: RowTable
  /** 2^n entries; a page of less depth than n has several. */
  #directory: (StoredPage | undefined)[] = [undefined]
  #cold = 0

  constructor(table: RowTable) {
    this.table = table
  }

  get complete(): boolean {
    return this.#directory.every((page) => page !== undefined)
  }

  locate(key: string): StoredPage {
    let page = this.#directory[hashOf(key) & (this.#directory.length - 1)]
    // Only the first page of a new table is made here: a start without all pages does not get so far.
    if (page === undefined) {
      page = new StoredPage(this, 0, 0)
      this.#enter(page)
    }
    return page
  }

  restore(depth: number, bits: number, bytes: Uint8Array): void {
    const page = new StoredPage(this, depth, bits)
    page.stored = true
    this.#enter(page)
    page.chill(bytes)
  }

  warm(key: string): void {
    this.locate(key).warm()
  }

  warmAll(): void {
    for (const page of this.#directory) page?.warm()
  }

  chilled(): void {
    this.#cold++
    this.table.cold = this
  }

  warmed(): void {
    if (--this.#cold === 0) this.table.cold = undefined
  }

  split(page: StoredPage): StoredPage[] {
    const bit = 1 << page.depth
    const halves = [page.bits, page.bits | bit].map((bits) => new StoredPage(this, page.depth + 1, bits))
    for (const row of page.rows) {
      const half = halves[(hashOf(row.key) & bit) === 0 ? 0 : 1]!
      half.rows.push(row)
      row.page = half
    }
    for (const half of halves) this.#enter(half)
    return halves
  }

  #enter(page: StoredPage): void {
    const step = 1 << page.depth
    while (this.#directory.length < step) this.#directory = [...this.#directory, ...this.#directory]
    for (let at = page.bits; at < this.#directory.length; at += step) this.#directory[at] = page
  }
}

class StoredPage implements Page {
  readonly of: TablePages
  readonly depth: number
  readonly bits: number
  /** Rows that are gone may still be among them. */
  rows: Row[] = []
  dirtySince: number | undefined = undefined
  /** Whether the store has it. */
  stored = false
  /** Not read yet: its bytes, and what replayed blocks changed since. */
  #cold: { readonly bytes: Uint8Array; readonly changes: StoredChange[] } | undefined

  constructor(of: TablePages, depth: number, bits: number) {
    this.of = of
    this.depth = depth
    this.bits = bits
  }

  /** Takes the rows as bytes; there must be none yet. */
  chill(bytes: Uint8Array): void {
    this.#cold = { bytes, changes: [] }
    this.of.chilled()
  }

  replay(change: StoredChange): void {
    if (this.#cold === undefined) this.chill(emptyPage)
    this.#cold!.changes.push(change)
  }

  warm(): void {
    const cold = this.#cold
    if (cold === undefined) return
    this.#cold = undefined
    const { table } = this.of
    const changes = new Map(cold.changes.map((change) => [change.key, change]))
    const add = (key: string, value: Uint8Array | undefined) => {
      if (value === undefined) return
      const row = table.put(key)
      row.value = table.decode(value)
      row.page = this
      this.rows.push(row)
    }
    decodePage(cold.bytes, table.name, (key, value) => {
      if (changes.size === 0 || !changes.has(key)) add(key, value)
    })
    for (const { key, in: bytes, at } of changes.values()) add(key, sizedAt(bytes, at))
    this.of.warmed()
  }
}

const emptyPage = encodePage([], () => {})

/** Part of the layout: FNV-1a, then mixed so that the low bits depend on all. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
