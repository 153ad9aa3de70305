import { createLedger } from '../src/index.ts'
import { addresses, fund, report, transferBlocks } from './transfers.ts'

/** Over 100k blocks, CPU per transfer and heap stay where they were. */
const accounts = addresses(1000)
const ledger = createLedger({ history: 100 })
fund(ledger, accounts, 'bank')
const blocks = transferBlocks(ledger, accounts, 'bank')
blocks(5_000, 10)
const collect = (globalThis as { gc?: () => void }).gc ?? (() => {})

function measure(): { cpu: number; heap: number } {
  const before = process.cpuUsage()
  blocks(9_500, 10)
  const { user, system } = process.cpuUsage(before)
  collect()
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return { cpu: (user + system) / 95_000, heap: (heapUsed + arrayBuffers) / 2 ** 20 }
}

const parts = Array.from({ length: 10 }, measure)
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const ratio = (of: (part: { cpu: number; heap: number }) => number) =>
  Number((mean(parts.slice(-3).map(of)) / mean(parts.slice(0, 3).map(of))).toFixed(3))
const shown = (of: (part: { cpu: number; heap: number }) => number, digits: number) =>
  parts.map((part) => of(part).toFixed(digits)).join(' ')
report(
  'ledger/steady/cpu',
  ratio((part) => part.cpu),
  'last/first',
  `us per transfer: ${shown((part) => part.cpu, 2)}`,
)
report(
  'ledger/steady/heap',
  ratio((part) => part.heap),
  'last/first',
  `MiB after collection: ${shown((part) => part.heap, 1)}`,
)
