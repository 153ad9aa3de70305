import { bytesToUtf8, utf8ToBytes } from '@pegzone/encoding'
import type { Database } from '@pegzone/ledger'
import type { WorldGenesis } from './world-genesis.ts'

const keyspace = 'world'
const key = 'genesis'

/** The genesis of the world that a database holds; undefined for an empty one. */
export async function keptGenesis(database: Database): Promise<WorldGenesis | undefined> {
  const stored = await database.keyspace(keyspace).get(key)
  return stored === undefined ? undefined : (JSON.parse(bytesToUtf8(stored)) as WorldGenesis)
}

/** Written before the ledgers get theirs. */
export async function keepGenesis(database: Database, genesis: WorldGenesis): Promise<void> {
  const world = database.keyspace(keyspace)
  await world.write([world.put(key, utf8ToBytes(JSON.stringify(genesis)))], { sync: true })
}
