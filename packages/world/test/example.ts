import { createMapDatabase } from '@pegzone/ledger'
import { createWorld, deriveAccounts, presetGenesis, WorldClock } from '@pegzone/world'

const mnemonic = 'test test test test test test test test test test test junk'

/** A world in memory, a minute after its genesis. It does nothing until somebody drives its clock. */
export async function openWorld() {
  const startMs = Date.UTC(2026, 0, 1)
  const accounts = deriveAccounts(mnemonic, 'ixo')
  const genesis = presetGenesis({
    name: 'example',
    mnemonic,
    accounts,
    prefix: 'ixo',
    timeNs: BigInt(startMs) * 1_000_000n,
    ethereumChainId: 31_337,
    cosmosChainId: 'pegzone-1',
  })
  const clock = new WorldClock(startMs + 60_000)
  const world = await createWorld({
    clock,
    database: createMapDatabase(),
    genesis,
    accounts,
    finality: { name: 'instant', depth: 0 },
    blocks: { ethereum: { type: 'auto' }, cosmos: { type: 'auto' } },
    history: 1_000,
  })
  await world.start()
  await clock.runUntil(clock.now() + 60_000) // or: new Pacer(clock), along the wall clock
  return world
}
