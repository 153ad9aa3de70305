import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLedger, type Ledger, openLedger } from '@pegzone/ledger'
import { openLevelDatabase } from '@pegzone/ledger/level'
import { type CosmosChain, type CosmosOptions, cosmosTables, createCosmos } from '../src/index.ts'
import { genesis, people, preSigned, report } from './load.ts'

const SECOND = 1_000_000_000n

interface Shape {
  readonly senders: number
  readonly perBlock: number
  readonly blocks: number
}

function start(ledger: Ledger, senders: number, options: Partial<CosmosOptions> = {}): CosmosChain {
  const chain = createCosmos({ ledger, chainId: 'bench-1', prefix: 'ixo', ...options })
  const done = chain.initGenesis(genesis(senders))
  if (!done.ok) throw new Error(done.rejection.code)
  return chain
}

/** CheckTx and delivery of pre-signed sends; `settle` waits for the disk where there is one. */
async function run(chain: CosmosChain, load: readonly Uint8Array[], perBlock: number, settle?: () => Promise<void>) {
  const begin = process.hrtime.bigint()
  for (let at = 0; at < load.length; at += perBlock) {
    for (const raw of load.slice(at, at + perBlock)) {
      const { code, log } = chain.checkTx(raw)
      if (code !== 0) throw new Error(log)
    }
    const { results } = chain.produce(chain.ledger.head.timeNs + SECOND)
    if (results.some(({ code }) => code !== 0)) throw new Error('a transaction failed')
    await settle?.()
  }
  return (load.length * 1e9) / Number(process.hrtime.bigint() - begin)
}

async function inMemory(name: string, { senders, perBlock, blocks }: Shape, options: Partial<CosmosOptions> = {}) {
  const rates: number[] = []
  for (let i = 0; i < 3; i++) {
    const chain = start(createLedger({ history: 10 }), senders, options)
    rates.push(await run(chain, preSigned(senders, perBlock * blocks), perBlock))
  }
  const detail = `${blocks} blocks of ${perBlock}, one MsgSend with fee each, ${senders} senders, memory, best of 3`
  report(`cosmos/${name}/${perBlock}`, Math.round(Math.max(...rates)), 'tx/s', detail)
}

async function onDisk({ senders, perBlock, blocks }: Shape) {
  const directory = mkdtempSync(join(tmpdir(), 'cosmos-bench-'))
  const database = await openLevelDatabase(directory)
  const ledger = await openLedger({ store: database.keyspace('cosmos'), tables: cosmosTables })
  const chain = start(ledger, senders)
  const rate = await run(chain, preSigned(senders, perBlock * blocks), perBlock, () => ledger.flushed())
  const detail = `${blocks} blocks of ${perBlock}, one MsgSend with fee each, ${senders} senders, LevelDB, each block awaited`
  report(`cosmos/level/${perBlock}`, Math.round(rate), 'tx/s', detail)
  await ledger.close()
  await database.close()
  rmSync(directory, { recursive: true })
}

people(64)
await inMemory('signed', { senders: 64, perBlock: 1, blocks: 2000 })
await inMemory('signed', { senders: 64, perBlock: 100, blocks: 40 })
await inMemory('trusted', { senders: 64, perBlock: 1, blocks: 2000 }, { verifySignatures: false, index: false })
await inMemory('trusted', { senders: 64, perBlock: 100, blocks: 40 }, { verifySignatures: false, index: false })
await onDisk({ senders: 64, perBlock: 1, blocks: 2000 })
await onDisk({ senders: 64, perBlock: 100, blocks: 40 })
