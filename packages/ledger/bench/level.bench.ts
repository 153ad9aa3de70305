import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLedger } from '../src/index.ts'
import { openLevelDatabase } from '../src/level/index.ts'
import { addresses, bank, fund, report, token, transferBlocks } from './transfers.ts'

/** Through LevelDB: a block counts when it is durable. At most `ahead` blocks are sealed beyond that. */
async function measure(perBlock: number, slices: number, blocksPerSlice: number, ahead: number, history: number) {
  const directory = mkdtempSync(join(tmpdir(), 'ledger-bench-'))
  const database = await openLevelDatabase(directory)
  const ledger = await openLedger({ store: database.keyspace('bench'), tables: [bank, token], history })
  const accounts = addresses(1000)
  fund(ledger, accounts, 'token')
  const blocks = transferBlocks(ledger, accounts, 'token')
  const found: number[] = []
  for (let slice = 0; slice < slices; slice++) {
    const start = process.hrtime.bigint()
    for (let i = 0; i < blocksPerSlice; i++) {
      blocks(1, perBlock)
      if (i % ahead === ahead - 1) await ledger.flushed(ledger.head.height - ahead)
    }
    await ledger.flushed()
    found.push((blocksPerSlice * perBlock * 1e9) / Number(process.hrtime.bigint() - start))
  }
  found.sort((a, b) => a - b)
  const median = Math.round(found[found.length >> 1]!)
  const detail = `1000 accounts, blocks of ${perBlock}, at most ${ahead * 2} not durable, history ${history}; median ${median}`
  report(`ledger/level/${perBlock}/ahead-${ahead}`, Math.round(found.at(-1)!), 'transfers/s', detail)
  await ledger.close()
  await database.close()
  rmSync(directory, { recursive: true })
}

await measure(100, 15, 300, 8, 1000)
await measure(1, 15, 4000, 32, 1000)
await measure(1, 15, 2000, 2, 1000)
