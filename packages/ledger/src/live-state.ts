import type { Outcome, Rejection } from '@pegzone/outcome'
import type { Tables } from './tables.ts'
import type { LedgerEvent, ReadTable, State, Table, TableDef } from './types.ts'

/** The open block as keepers see it. There is one; running a message sets the marks. */
export class LiveState implements State {
  readonly #tables: Tables
  /** Of the open block. */
  height: number

  constructor(tables: Tables, height: number) {
    this.#tables = tables
    this.height = height
  }

  get events(): readonly LedgerEvent[] {
    return this.#tables.journal.events
  }

  read<K, V>(def: TableDef<K, V>): ReadTable<K, V> {
    return this.#tables.open(def) as unknown as ReadTable<K, V> // the declaration is what ties name to types
  }

  open<K, V>(def: TableDef<K, V>): Table<K, V> {
    return this.#tables.open(def) as unknown as Table<K, V> // as above
  }

  emit(event: LedgerEvent): void {
    const { journal } = this.#tables
    if (journal.depth === 0) throw new Error('an event was emitted outside of a message')
    journal.emit(event)
  }

  attempt<T, R extends Rejection>(run: (state: State) => Outcome<T, R>): Outcome<T, R> {
    const { journal } = this.#tables
    const mark = journal.mark()
    let kept = false
    journal.depth++
    try {
      const outcome = run(this)
      kept = outcome.ok
      return outcome
    } finally {
      journal.depth--
      if (!kept) journal.undo(mark)
    }
  }

  probe<T>(run: (state: State) => T): T {
    const { journal } = this.#tables
    const mark = journal.mark()
    journal.depth++
    try {
      return run(this)
    } finally {
      journal.depth--
      journal.undo(mark)
    }
  }
}
