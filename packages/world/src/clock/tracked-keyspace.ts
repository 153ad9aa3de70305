import type { Keyspace } from '@pegzone/ledger'
import type { WorldClock } from './world-clock.ts'

/** The same keyspace, whose reads and writes take no virtual time. */
export function trackedKeyspace(keyspace: Keyspace, clock: WorldClock): Keyspace {
  return {
    name: keyspace.name,
    get: (key) => clock.during(keyspace.get(key)),
    put: (key, value) => keyspace.put(key, value),
    del: (key) => keyspace.del(key),
    write: (ops, options) => clock.during(keyspace.write(ops, options)),
    async *range(options) {
      const rows = keyspace.range(options)[Symbol.asyncIterator]()
      try {
        for (;;) {
          const next = await clock.during(rows.next())
          if (next.done === true) return
          yield next.value
        }
      } finally {
        await rows.return?.()
      }
    },
  }
}
