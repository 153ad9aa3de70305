import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMapDatabase, type Database } from '@pegzone/ledger'
import { PegZoneError } from '@pegzone/outcome'
import { emulatorCatalogue } from '../catalogue.ts'

/** Where one run keeps things. */
export interface Home {
  readonly database: Database
  /** Of the run file and its token. A private temporary folder for an ephemeral world. */
  readonly directory: string
  readonly ephemeral: boolean
  close(): Promise<void>
}

/** Opens the data directory, or memory and a private folder when there is none. */
export async function openHome(dataDir: string | undefined, reset: boolean): Promise<Home> {
  if (dataDir === undefined) {
    const directory = await mkdtemp(join(tmpdir(), 'pegzone-'))
    const database = createMapDatabase()
    return {
      database,
      directory,
      ephemeral: true,
      async close() {
        await database.close()
        await rm(directory, { recursive: true, force: true })
      },
    }
  }
  const { openLevelDatabase } = await import('@pegzone/ledger/level')
  const location = join(dataDir, 'db')
  try {
    await mkdir(location, { recursive: true, mode: 0o700 })
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause)
    const rejection = { code: 'EMULATOR_DIRECTORY_UNUSABLE', directory: dataDir, detail } as const
    throw new PegZoneError(emulatorCatalogue, rejection, { cause })
  }
  if (reset) await emptied(openLevelDatabase, location)
  const database = await openLevelDatabase(location)
  return { database, directory: dataDir, ephemeral: false, close: () => database.close() }
}

/** Deletes the database, but only while no other process has it open. */
async function emptied(open: (location: string) => Promise<Database>, location: string): Promise<void> {
  try {
    await (await open(location)).close()
  } catch (error) {
    // What cannot be read is what a reset is for; what another process uses is not.
    if (!(error instanceof PegZoneError) || error.code === 'LEDGER_LOCKED') throw error
  }
  await rm(location, { recursive: true, force: true })
  await mkdir(location, { recursive: true, mode: 0o700 })
}
