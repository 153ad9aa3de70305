import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLedger, type Ledger, openLedger } from '../src/index.ts'
import { openLevelDatabase } from '../src/level/index.ts'
import { addresses, fund, report, transferBlocks } from './transfers.ts'

/** Over 100k blocks of 10, CPU per transfer and heap stay where they were. */
const accounts = addresses(1000)
const parts = 10
const blocksPerPart = 9_500
const collect = (globalThis as { gc?: () => void }).gc ?? (() => {})

async function measure(name: string, ledger: Ledger): Promise<void> {
  fund(ledger, accounts, 'bank')
  const seal = transferBlocks(ledger, accounts, 'bank')
  const blocks = async (count: number) => {
    for (let i = 0; i < count; i += 10) {
      seal(10, 10)
      await ledger.flushed(ledger.head.height - 100)
    }
  }
  await blocks(5_000)
  const cpu: number[] = []
  const heap: number[] = []
  for (let part = 0; part < parts; part++) {
    const before = process.cpuUsage()
    await blocks(blocksPerPart)
    const { user, system } = process.cpuUsage(before)
    await ledger.flushed()
    collect()
    collect()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    cpu.push((user + system) / (blocksPerPart * 10))
    heap.push((heapUsed + arrayBuffers) / 2 ** 20)
  }
  await ledger.close()
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const ratio = (values: number[]) => Number((mean(values.slice(-3)) / mean(values.slice(0, 3))).toFixed(3))
  const shown = (values: number[], digits: number) => values.map((value) => value.toFixed(digits)).join(' ')
  const of = '100k blocks of 10 transfers, 1000 accounts, history 100'
  report(`ledger/steady/${name}/cpu`, ratio(cpu), 'last/first', `${of}; us per transfer: ${shown(cpu, 2)}`)
  report(`ledger/steady/${name}/heap`, ratio(heap), 'last/first', `${of}; MiB after collection: ${shown(heap, 1)}`)
}

await measure('memory', createLedger({ history: 100 }))
const directory = mkdtempSync(join(tmpdir(), 'ledger-bench-'))
const database = await openLevelDatabase(directory)
await measure('level', await openLedger({ store: database.keyspace('bench'), history: 100 }))
await database.close()
rmSync(directory, { recursive: true })
