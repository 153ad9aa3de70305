import { createLedger } from '../src/index.ts'
import { addresses, fund, rates, report, type Shape, transferBlocks } from './transfers.ts'

/** In memory, with journal, events, delta and root. */
function measure(shape: Shape, accountCount: number, perBlock: number, perSlice: number): void {
  const ledger = createLedger({ history: 0 })
  const accounts = addresses(accountCount)
  fund(ledger, accounts, shape)
  const blocks = transferBlocks(ledger, accounts, shape)
  const slice = () => blocks(perSlice / perBlock, perBlock)
  rates(5, perSlice, slice)
  const { best, median } = rates(25, perSlice, slice)
  const detail = `${shape} table, ${accountCount} accounts, blocks of ${perBlock}, one message each; median ${median}`
  report(`ledger/memory/${shape}/${accountCount}/${perBlock}`, best, 'transfers/s', detail)
}

for (const shape of ['token', 'bank'] as const) {
  measure(shape, 1_000, 1_000, 50_000)
  measure(shape, 1_000, 1, 10_000)
  measure(shape, 100_000, 100, 30_000)
}
