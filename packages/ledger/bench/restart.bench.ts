import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ok } from '@pegzone/outcome'
import { hexAddressKey, type Ledger, openLedger, table, u64Codec } from '../src/index.ts'
import { openLevelDatabase } from '../src/level/index.ts'
import { addresses, bank, noBody, report, transferBlocks } from './transfers.ts'

/** From a directory with 100k accounts, a nonce and three balances each, to a ledger that can seal. */
const nonces = table({ name: 'auth/nonces', key: hexAddressKey, value: u64Codec })
const tables = [bank, nonces]
const denoms = ['acdai', 'acixo', 'acixos']
const accounts = addresses(100_000)
const directory = mkdtempSync(join(tmpdir(), 'ledger-bench-'))

async function open(): Promise<{ ledger: Ledger; close: (ledgerToo: boolean) => Promise<void>; ms: number }> {
  const start = process.hrtime.bigint()
  const database = await openLevelDatabase(directory)
  const ledger = await openLedger({ store: database.keyspace('bench'), tables, history: 1000 })
  const ms = Number(process.hrtime.bigint() - start) / 1e6
  const close = async (ledgerToo: boolean) => {
    if (ledgerToo) await ledger.close()
    await database.close()
  }
  return { ledger, close, ms }
}

const first = await open()
for (let from = 0; from < accounts.length; from += 1000) {
  first.ledger.apply((state) => {
    for (const account of accounts.slice(from, from + 1000)) {
      state.open(nonces).set(account, BigInt(from))
      for (const denom of denoms) state.open(bank).set([account, denom], 10n ** 24n + BigInt(from))
    }
    return ok()
  })
  const height = first.ledger.head.height + 1
  first.ledger.seal({ height, timeNs: BigInt(height) }, noBody)
  await first.ledger.flushed()
}
const blocks = transferBlocks(first.ledger, accounts, 'bank')
for (let i = 0; i < 200; i++) {
  blocks(5, 100)
  await first.ledger.flushed()
}
// As after kill -9: no page is written on the way out.
await first.close(false)

async function restarts(name: string, ledgerToo: boolean): Promise<void> {
  const found: number[] = []
  const touched: number[] = []
  for (let i = 0; i < 5; i++) {
    const { ledger, ms, close } = await open()
    found.push(ms)
    // What a start leaves for later: rows are decoded when first asked for.
    const start = process.hrtime.bigint()
    let sum = 0n
    for (const account of accounts) {
      sum += ledger.latest.read(nonces).get(account) ?? 0n
      for (const denom of denoms) sum += ledger.latest.read(bank).get([account, denom]) ?? 0n
    }
    if (sum === 0n) throw new Error('nothing was read')
    touched.push(Number(process.hrtime.bigint() - start) / 1e6)
    await close(ledgerToo)
  }
  touched.sort((a, b) => a - b)
  found.sort((a, b) => a - b)
  const detail = `100000 accounts, nonce and three balances each, ${name}; median ${Math.round(found[2]!)}; reading all 400000 rows once then takes ${Math.round(touched[0]!)} ms`
  report(`ledger/restart/${name.replaceAll(' ', '-')}`, Math.round(found[0]!), 'ms', detail)
}

await restarts('after kill', false)
const again = await open()
await again.close(true)
await restarts('after close', true)
rmSync(directory, { recursive: true })
