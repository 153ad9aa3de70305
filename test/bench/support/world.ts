import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEV_MNEMONIC } from '@pegzone/encoding'
import { createMapDatabase, type Database } from '@pegzone/ledger'
import { openLevelDatabase } from '@pegzone/ledger/level'
import {
  createWorld,
  deriveAccounts,
  Pacer,
  presetGenesis,
  type World,
  type WorldAccounts,
  WorldClock,
  type WorldGenesis,
} from '@pegzone/world'

/** Where a world keeps its state: LevelDB in a temporary directory, or plain maps. */
export type Keeping = 'level' | 'memory'

export interface RunningWorld {
  readonly world: World
  readonly accounts: WorldAccounts
  stop(): Promise<void>
}

export const accounts = deriveAccounts(DEV_MNEMONIC, 'ixo')

/** The seed of the `example` preset. */
export function exampleGenesis(): WorldGenesis {
  return presetGenesis({
    name: 'example',
    mnemonic: DEV_MNEMONIC,
    accounts,
    prefix: 'ixo',
    timeNs: BigInt(Math.floor(Date.now() / 1000)) * 1_000_000_000n,
    ethereumChainId: 31_337,
    cosmosChainId: 'pegzone-1',
  })
}

/** A world on a paced clock, not yet relaying, as the emulator runs it but without ports. */
export async function openWorld(
  database: Database,
  genesis: WorldGenesis,
  options: { readonly history: number; readonly batch?: number },
): Promise<RunningWorld> {
  const clock = new WorldClock(Date.now())
  const world = await createWorld({
    clock,
    database,
    genesis,
    accounts,
    finality: { name: 'instant', depth: 0 },
    blocks: { ethereum: { type: 'auto' }, cosmos: { type: 'auto' } },
    ...options,
  })
  const pacer = new Pacer(clock)
  world.failure$.subscribe((error) => {
    throw error
  })
  return {
    world,
    accounts,
    async stop() {
      await world.stop()
      pacer.stop()
    },
  }
}

/** Runs on a database that is gone afterwards. */
export async function withDatabase<T>(keeping: Keeping, run: (database: Database) => Promise<T>): Promise<T> {
  if (keeping === 'memory') return run(createMapDatabase())
  const folder = await mkdtemp(join(tmpdir(), 'pegzone-bench-'))
  const database = await openLevelDatabase(folder)
  try {
    return await run(database)
  } finally {
    await database.close()
    await rm(folder, { recursive: true, force: true })
  }
}
