import { writeSync } from 'node:fs'
import { openLedger } from '../src/index.ts'
import { openLevelDatabase } from '../src/level/index.ts'
import { busyBlock } from './busy-block.ts'
import { allTables } from './harness.ts'

/** A process to be killed: seals blocks as fast as it may and prints each that is announced. */
const [directory = ''] = process.argv.slice(2)
const database = await openLevelDatabase(directory)
const ledger = await openLedger({ store: database.keyspace('test'), tables: allTables, pagePortion: 1 << 12 })
ledger.onDurable(({ height, root }) => writeSync(1, `${height} ${root}\n`))
for (;;) {
  for (let i = 0; i < 3; i++) busyBlock(ledger)
  await new Promise((resolve) => setImmediate(resolve))
  await ledger.flushed(ledger.head.height - 20)
}
