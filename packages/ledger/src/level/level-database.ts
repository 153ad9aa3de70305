import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PegZoneError } from '@pegzone/outcome'
import { Level } from 'level'
import {
  type Database,
  databaseOf,
  type RangeOptions,
  type RawStore,
  type WriteOp,
  type WriteOptions,
} from '../database.ts'
import { type LedgerRejection, ledgerCatalogue } from '../rejections.ts'

/** Names the process that holds the directory; LevelDB's own lock decides. */
const pidFile = 'owner.pid'

/** Bytes read ahead by a walk. */
const readAhead = 1 << 18

/** Byte strings as they are. */
const latin1 = {
  name: 'latin1',
  format: 'buffer',
  encode: (text: string) => Buffer.from(text, 'latin1'),
  decode: (bytes: Buffer) => bytes.toString('latin1'),
} as const

type Store = Level<string, Uint8Array>

/**
 * The database of a directory, made if need be; one process at a time. Rejects with LEDGER_LOCKED, LEDGER_CORRUPT, or
 * what the system says of a directory that cannot be used.
 */
export async function openLevelDatabase(directory: string): Promise<Database> {
  await mkdir(directory, { recursive: true })
  const level: Store = new Level(directory, { keyEncoding: latin1, valueEncoding: 'view' })
  try {
    await level.open()
  } catch (error) {
    throw await explained(error, directory)
  }
  const pid = join(directory, pidFile)
  await writeFile(pid, `${process.pid}\n`)
  return databaseOf(new LevelStore(level, directory, () => rm(pid, { force: true })))
}

class LevelStore implements RawStore {
  readonly #level: Store
  readonly #directory: string
  readonly #closed: () => Promise<void>

  constructor(level: Store, directory: string, closed: () => Promise<void>) {
    this.#level = level
    this.#directory = directory
    this.#closed = closed
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    return this.#guard(this.#level.get(key))
  }

  async *range(options: RangeOptions) {
    const iterator = this.#level.iterator({ ...options, highWaterMarkBytes: readAhead })
    try {
      const size = Math.min(options.limit ?? 256, 256)
      for (;;) {
        const entries = await this.#guard(iterator.nextv(size))
        if (entries.length === 0) return
        yield* entries
      }
    } finally {
      await iterator.close()
    }
  }

  write(ops: readonly WriteOp[], options: WriteOptions): Promise<void> {
    const batch = this.#level.batch()
    for (const op of ops) {
      if (op.type === 'put') batch.put(op.key, op.value)
      else batch.del(op.key)
    }
    return batch.write({ sync: options.sync ?? false })
  }

  async close(): Promise<void> {
    await this.#closed()
    await this.#level.close()
  }

  async #guard<T>(reading: Promise<T>): Promise<T> {
    try {
      return await reading
    } catch (error) {
      throw isCorruption(error) ? corrupt(error, this.#directory) : error
    }
  }
}

async function explained(error: unknown, directory: string): Promise<unknown> {
  const { cause } = error as { cause?: { code?: string } }
  if (cause?.code === 'LEVEL_LOCKED') {
    const rejection: LedgerRejection = { code: 'LEDGER_LOCKED', directory, pid: await ownerOf(directory) }
    return new PegZoneError(ledgerCatalogue, rejection, { cause: error })
  }
  return isCorruption(cause) ? corrupt(cause, directory) : (cause ?? error)
}

async function ownerOf(directory: string): Promise<number | undefined> {
  try {
    const pid = Number.parseInt(await readFile(join(directory, pidFile), 'utf8'), 10)
    return Number.isNaN(pid) ? undefined : pid
  } catch (error) {
    // The owner is between taking the lock and writing its number.
    if ((error as { code?: string }).code === 'ENOENT') return undefined
    throw error
  }
}

function isCorruption(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: string; message?: string }
  return code === 'LEVEL_CORRUPTION' || /corrupt|checksum|no such file.*\.(ldb|sst|log)/i.test(message ?? '')
}

function corrupt(cause: unknown, directory: string): PegZoneError {
  const detail = cause instanceof Error ? cause.message : String(cause)
  return new PegZoneError(ledgerCatalogue, { code: 'LEDGER_CORRUPT', where: directory, detail }, { cause })
}
