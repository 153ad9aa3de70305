import { Journal } from './journal.ts'
import { LiveTable } from './live-table.ts'
import type { AnyTableDef } from './table.ts'

/** The live tables of one ledger, by name. */
export class Tables {
  readonly journal = new Journal()
  readonly #strict: boolean
  readonly #byName = new Map<string, LiveTable>()
  readonly #byDef = new Map<AnyTableDef, LiveTable>()

  constructor(defs: readonly AnyTableDef[], strict: boolean) {
    this.#strict = strict
    for (const def of defs) this.open(def)
  }

  /** The table of a declaration. Two declarations may not share a name. */
  readonly open = (def: AnyTableDef): LiveTable => {
    let table = this.#byDef.get(def)
    if (table === undefined) {
      table = this.named(def.name)
      table.bind(def)
      this.#byDef.set(def, table)
    }
    return table
  }

  /** The table of a name, perhaps before its declaration is known. */
  named(name: string): LiveTable {
    let table = this.#byName.get(name)
    if (table === undefined) {
      table = new LiveTable(name, this.journal, this.#strict)
      this.#byName.set(name, table)
    }
    return table
  }

  /** In the order of the root. */
  sorted(): LiveTable[] {
    return [...this.#byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  }
}
