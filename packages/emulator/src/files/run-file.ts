import { chmod, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** How commands on this machine reach the emulator that runs on a data directory. */
export interface RunFile {
  readonly pid: number
  /** Admin API. */
  readonly url: string
  /** Allows mutating calls, for this run only. */
  readonly token: string
}

const name = 'run.json'

/** Readable by the owner only: whoever has the token may stop the emulator. */
export async function writeRunFile(directory: string, run: RunFile): Promise<void> {
  const path = join(directory, name)
  // A file that a killed process left may have any mode: it is replaced, not reused.
  await rm(path, { force: true })
  await writeFile(path, `${JSON.stringify(run)}\n`, { mode: 0o600 })
  await chmod(path, 0o600)
}

/** Undefined when no emulator runs on the directory. A killed one leaves its file: the call to its URL then fails. */
export async function readRunFile(directory: string): Promise<RunFile | undefined> {
  try {
    return JSON.parse(await readFile(join(directory, name), 'utf8')) as RunFile
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      return undefined
    }
    throw error
  }
}

export async function removeRunFile(directory: string): Promise<void> {
  await rm(join(directory, name), { force: true })
}
