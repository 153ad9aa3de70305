import type { WriteOp } from './database.ts'
import type { Journal } from './journal.ts'
import { encodePage, keys } from './layout.ts'
import type { Page, Row } from './row.ts'

/** Rows that are stored together. */
const pageRows = 256

/** Turns a page into a change of the store. */
export interface PageOps {
  put(key: string, value: Uint8Array): WriteOp
  del(key: string): WriteOp
}

/** Which page holds which row, and which pages are to be written. */
export class Pages {
  readonly #journal: Journal
  readonly #byTable = new Map<string, { count: number; roomy: StoredPage[] }>()
  /** Dirty pages in the order they became so; some are clean again. */
  #dirty: StoredPage[] = []
  #dirtyAt = 0
  /** Pages that are on disk once all changes handed out are. */
  stored = 0

  constructor(journal: Journal) {
    this.#journal = journal
  }

  /** A page found on disk. Its rows are put in by the caller. */
  restore(table: string, number: number): Page {
    const page = new StoredPage(table, number)
    page.stored = true
    this.stored++
    const pages = this.#of(table)
    pages.count = Math.max(pages.count, number + 1)
    return page
  }

  /** After its rows are in. */
  restored(page: Page): void {
    this.#offerRoom(page as StoredPage)
  }

  /** A sealed block changed the row. */
  touch(row: Row, height: number): void {
    let page = row.page
    if (page === undefined) {
      if (row.value === undefined) return
      page = this.#pageWithRoom(row.table.name)
      page.rows.push(row)
      row.page = page
    }
    if (page.dirtySince !== undefined) return
    page.dirtySince = height
    this.#dirty.push(page as StoredPage)
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
    const touched = rows.flatMap((row) => (row.page === undefined ? [] : [row.page as StoredPage]))
    for (const page of new Set([...later, ...touched])) this.#writePage(page, ops, into)
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
    const values: unknown[] = []
    page.rows = page.rows.filter((row) => {
      const value = this.#journal.sealed(row)
      if (value !== undefined) return values.push(value)
      row.page = undefined
      if (!this.#journal.touches(row)) row.table.drop(row)
      return false
    })
    this.#offerRoom(page)
    const key = keys.page(page)
    const [first] = page.rows
    if (first === undefined) {
      if (page.stored) {
        this.stored--
        into.push(ops.del(key))
      }
      page.stored = false
      return key.length
    }
    if (!page.stored) this.stored++
    page.stored = true
    const { write } = first.table
    const bytes = encodePage(page.rows, (i, out) => write(values[i], out))
    into.push(ops.put(key, bytes))
    return bytes.length
  }

  #pageWithRoom(table: string): StoredPage {
    const pages = this.#of(table)
    for (let page = pages.roomy.at(-1); page !== undefined; page = pages.roomy.at(-1)) {
      if (page.rows.length < pageRows) return page
      page.roomy = false
      pages.roomy.pop()
    }
    const page = new StoredPage(table, pages.count++)
    this.#offerRoom(page)
    return page
  }

  #offerRoom(page: StoredPage): void {
    if (page.roomy || page.rows.length > pageRows / 2) return
    page.roomy = true
    this.#of(page.table).roomy.push(page)
  }

  #of(table: string) {
    let pages = this.#byTable.get(table)
    if (pages === undefined) {
      pages = { count: 0, roomy: [] }
      this.#byTable.set(table, pages)
    }
    return pages
  }
}

class StoredPage implements Page {
  readonly table: string
  readonly number: number
  rows: Row[] = []
  dirtySince: number | undefined = undefined
  /** Whether the table's list of pages with room has it. */
  roomy = false
  /** Whether the store has it. */
  stored = false

  constructor(table: string, number: number) {
    this.table = table
    this.number = number
  }
}
