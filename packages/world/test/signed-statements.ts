import type { Keyspace } from '@pegzone/ledger'

/** What solo machines signed, read off their journal as it is written, whatever becomes of the entries later. */
export class SignedStatements {
  readonly #bySequence = new Map<string, Set<string>>()

  /** The same keyspace, listened to. */
  watch(keyspace: Keyspace): Keyspace {
    return {
      ...keyspace,
      write: async (ops, options) => {
        await keyspace.write(ops, options)
        // What could not be stored never left.
        for (const op of ops) if (op.type === 'put' && op.key.includes('solo/')) this.#note(op.key, op.value)
      },
    }
  }

  get sequences(): number {
    return this.#bySequence.size
  }

  /** Sequences that carry two packet statements. */
  equivocations(): readonly string[] {
    return [...this.#bySequence].filter(([, statements]) => statements.size > 1).map(([key]) => key)
  }

  #note(key: string, entry: Uint8Array): void {
    const [kind, , , , , signed] = JSON.parse(Buffer.from(entry).toString()) as string[]
    if (kind !== 'packet') return
    const known = this.#bySequence.get(key) ?? new Set()
    this.#bySequence.set(key, known.add(signed as string))
  }
}
