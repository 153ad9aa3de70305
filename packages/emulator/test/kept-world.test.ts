import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { filter, firstValueFrom, take, toArray } from 'rxjs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPegzone, readRunFile } from '../src/index.ts'
import { openZone, packetIn, token } from './support.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pegzone-test-'))
})
afterEach(async () => {
  await rm(dataDir, { recursive: true, force: true })
})

describe('a data directory', () => {
  it('keeps the world: balances, heads, packets, books', async () => {
    const first = await openZone({ dataDir })
    expect(first.zone.resumed).toBe(false)
    const alice = await first.person(0)
    const settled = packetIn(first.zone, 'ethereum', 'acknowledged')
    await alice.toCosmos(2n * token, alice.cosmos)
    await settled
    const [packets, books] = [first.zone.packets(), first.zone.books()]
    const block = await first.provider.getBlock('latest')
    await first[Symbol.asyncDispose]()

    await using second = await openZone({ dataDir })
    expect(second.zone.resumed).toBe(true)
    expect(second.zone.packets()).toEqual(packets)
    expect(second.zone.books()).toEqual(books)
    expect((await second.provider.getBlock('latest'))?.hash).toBe(block?.hash)
    const again = await second.person(0)
    expect(await again.held()).toEqual([999_998n * token, 1_000_002n * token])
    // And it goes on.
    const back = packetIn(second.zone, 'cosmos', 'acknowledged')
    await again.toEthereum(2n * token, again.ethereum)
    await back
    expect(await again.held()).toEqual([1_000_000n * token, 1_000_000n * token])
  })

  it('keeps the order of its packets: newest first', async () => {
    const first = await openZone({ dataDir })
    const alice = await first.person(0)
    const all = firstValueFrom(
      first.zone.packets$.pipe(
        filter(({ state }) => state === 'acknowledged'),
        take(12),
        toArray(),
      ),
    )
    for (let count = 0; count < 11; count++) await alice.toCosmos(1n, alice.cosmos)
    await alice.toEthereum(1n, alice.ethereum)
    await all
    const ids = first.zone.packets().map(({ id }) => id)
    expect([ids[0], ids[1], ids[2], ids[11]]).toEqual([
      'cosmos/channel-0/1',
      'ethereum/channel-0/11',
      'ethereum/channel-0/10',
      'ethereum/channel-0/1',
    ])
    await first[Symbol.asyncDispose]()
    await using second = await openZone({ dataDir })
    expect(second.zone.packets().map(({ id }) => id)).toEqual(ids)
  })

  it('is used by one emulator at a time', async () => {
    await using first = await openZone({ dataDir })
    await expect(createPegzone({ ports: false, dataDir })).rejects.toMatchObject({ code: 'LEDGER_LOCKED' })
    expect(await first.provider.getBlockNumber()).toBe(0)
  })

  it('keeps its preset, mnemonic and prefix', async () => {
    await (await createPegzone({ ports: false, dataDir, prefix: 'cosmos' })).close()
    for (const wish of [{ preset: 'seed' }, { prefix: 'ixo' }, { mnemonic: `${'abandon '.repeat(11)}about` }]) {
      await expect(createPegzone({ ports: false, dataDir, ...wish })).rejects.toMatchObject({
        code: 'EMULATOR_GENESIS_DIFFERS',
      })
    }
    await using kept = await openZone({ dataDir })
    expect(kept.zone.status.cosmos.prefix).toBe('cosmos')
    expect(kept.zone.status.accounts[0]?.cosmos).toMatch(/^cosmos1/)
  })

  it('is emptied by reset, and only then', async () => {
    const first = await openZone({ dataDir })
    const alice = await first.person(0)
    await (await alice.dai.getFunction('transfer').send(alice.ethereum, 1n)).wait()
    await first[Symbol.asyncDispose]()
    await using second = await openZone({ dataDir, reset: true })
    expect(second.zone.resumed).toBe(false)
    expect(await second.provider.getBlockNumber()).toBe(0)
  })
})

describe('the run file', () => {
  it('exists while ports are open, for its owner only', async () => {
    // A killed process may have left one with any mode.
    await writeFile(join(dataDir, 'run.json'), '{}', { mode: 0o666 })
    const zone = await createPegzone({ dataDir, ports: {} })
    expect(await readRunFile(dataDir)).toEqual({ pid: process.pid, url: zone.status.admin, token: zone.token })
    expect((await stat(join(dataDir, 'run.json'))).mode & 0o777).toBe(0o600)
    await zone.close()
    expect(await readRunFile(dataDir)).toBeUndefined()
  })
})

describe('what cannot be had', () => {
  it.each([
    [{ finality: 'never' }, 'EMULATOR_FINALITY_INVALID'],
    [{ preset: 'none' }, 'EMULATOR_PRESET_UNKNOWN'],
    [{ mnemonic: 'zoo zoo zoo' }, 'EMULATOR_MNEMONIC_INVALID'],
    [{ prefix: '1x' }, 'EMULATOR_PREFIX_INVALID'],
    [{ genesis: { path: 'g.json', text: '{' } }, 'EMULATOR_GENESIS_NO_JSON'],
    [{ genesis: { path: 'g.json', text: '[]' } }, 'WORLD_GENESIS_INVALID'],
  ])('%o is refused with %s and leaves nothing open', async (options, code) => {
    await expect(createPegzone({ ports: false, dataDir, ...options })).rejects.toMatchObject({ code })
    await (await createPegzone({ ports: false, dataDir })).close()
  })
})
