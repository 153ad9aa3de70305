import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLedger } from '../src/index.ts'
import { openLevelDatabase } from '../src/level/index.ts'
import { busyBlock } from './busy-block.ts'
import { allTables, hundredMore, memory, stored } from './harness.ts'
import { dice } from './unsteady-database.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ledger-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

const victim = new URL('../dist/test/victim.mjs', import.meta.url).pathname

async function startVictim(): Promise<ChildProcess> {
  await build({
    entryPoints: [new URL('victim.ts', import.meta.url).pathname],
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['pegzone-source'],
    external: ['level', 'fast-check'],
    outfile: victim,
    logLevel: 'error',
  })
  return spawn(process.execPath, [victim, directory], { stdio: ['ignore', 'pipe', 'inherit'] })
}

/** Lets it announce so many blocks and a little more, then kills it. Returns what it announced. */
async function killAfter(child: ChildProcess, blocks: number, delayMs: number): Promise<Map<number, string>> {
  const announced = new Map<number, string>()
  const lines = createInterface({ input: child.stdout! })
  let killing = false
  for await (const line of lines) {
    const [height, root] = line.split(' ')
    announced.set(Number(height), root!)
    if (announced.size < blocks || killing) continue
    killing = true
    setTimeout(() => child.kill('SIGKILL'), delayMs)
  }
  return announced
}

describe('a database on disk', () => {
  it('survives being killed at any moment', { timeout: 120_000 }, async () => {
    const replay = memory()
    const roots: string[] = []
    const roll = dice(11)
    for (let kill = 0; kill < 6; kill++) {
      const announced = await killAfter(await startVictim(), 1 + roll(300), roll(15))
      const database = await openLevelDatabase(directory)
      const ledger = await openLedger({ store: database.keyspace('test'), tables: allTables })
      const { height, root } = ledger.head
      while (roots.length <= height) roots.push(busyBlock(replay))
      expect(height).toBeGreaterThanOrEqual(Math.max(...announced.keys()))
      expect(root).toBe(roots[height])
      for (const [at, announcedRoot] of announced) expect(announcedRoot).toBe(roots[at])
      expect(ledger.audit()).toEqual([])
      if (height === replay.head.height) expect(ledger.export()).toEqual(replay.export())
      // Leave without closing now and then: what follows must not depend on it.
      if (kill % 2 === 0) await ledger.close()
      else await ledger.flushed()
      await database.close()
    }
    expect(roots.length).toBeGreaterThan(100)
  })

  it('goes on with the same roots after closing, rewinding and reopening', async () => {
    const replay = memory()
    const first = await openLevelDatabase(directory)
    const ledger = await stored(first, { pagePortion: 1 << 12 })
    for (let i = 0; i < 300; i++) expect(busyBlock(ledger)).toBe(busyBlock(replay))
    await ledger.flushed()
    const dropped = await ledger.rewind(99)
    expect(dropped.map((block) => block.root)).toEqual((await replay.rewind(99)).map((block) => block.root))
    expect(ledger.export()).toEqual(replay.export())
    await ledger.close()
    await first.close()
    const second = await openLevelDatabase(directory)
    const again = await stored(second)
    expect(again.export()).toEqual(replay.export())
    expect(hundredMore(again)).toBe(hundredMore(replay))
    await again.flushed()
    expect((await again.at(50)).height).toBe(50)
    await again.close()
    await second.close()
  })

  it('refuses a second process and names the first', async () => {
    const database = await openLevelDatabase(directory)
    await expect(openLevelDatabase(directory)).rejects.toMatchObject({
      code: 'LEDGER_LOCKED',
      rejection: { pid: process.pid, directory },
    })
    await database.close()
    const child = await startVictim()
    await new Promise((resolve) => child.stdout!.once('data', resolve))
    await expect(openLevelDatabase(directory)).rejects.toThrow(`process ${child.pid}`)
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
    const after = await openLevelDatabase(directory)
    await after.close()
    expect(await readdir(directory)).not.toContain('owner.pid')
  })

  it('says what is wrong with damaged data and an unknown layout', async () => {
    const database = await openLevelDatabase(directory)
    const store = database.keyspace('test')
    const ledger = await openLedger({ store, tables: allTables })
    for (let i = 0; i < 5; i++) busyBlock(ledger)
    await ledger.close()
    const meta = (await store.get('m'))!
    await store.write([store.put('m', Uint8Array.from([0, 0, 0, 9]))])
    await expect(openLedger({ store })).rejects.toMatchObject({ code: 'LEDGER_LAYOUT_UNKNOWN' })
    await store.write([store.put('m', meta)])
    for (const damaged of ['p', 'b']) {
      for await (const [key, value] of store.range({ gte: damaged, limit: 1, reverse: false })) {
        const last = damaged === 'b' ? await lastOf(store.range({ gte: 'b', lt: 'c' })) : ([key, value] as const)
        const bytes = Uint8Array.from(last[1])
        bytes[bytes.length >> 1]! ^= 1
        await store.write([store.put(last[0], bytes)])
        await expect(openLedger({ store }), damaged).rejects.toMatchObject({ code: 'LEDGER_CORRUPT' })
        await store.write([store.del(last[0])])
        await expect(openLedger({ store }), damaged).rejects.toMatchObject({ code: 'LEDGER_CORRUPT' })
        await store.write([store.put(last[0], last[1])])
      }
    }
    await (await openLedger({ store })).close()
    await database.close()

    const manifest = (await readdir(directory)).find((name) => name.startsWith('MANIFEST'))!
    const whole = await readFile(join(directory, manifest))
    await truncate(join(directory, manifest), 3)
    await expect(openLevelDatabase(directory)).rejects.toMatchObject({ code: 'LEDGER_CORRUPT' })
    await writeFile(join(directory, manifest), whole)
  })
})

async function lastOf<T>(items: AsyncIterable<T>): Promise<T> {
  let last: T | undefined
  for await (const item of items) last = item
  return last!
}
