import { closeSync, cpSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import { bundle, isStale } from '../../scripts/bundle.mjs'
import { until } from './until.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const cli = join(root, 'packages/cli')

/** Inside node_modules, where the packages that stay outside the bundle are found. */
const copies = join(root, 'node_modules/.cache/pegzone-test')
const lock = join(copies, 'bundle.lock')
let entry: Promise<string> | undefined

/**
 * A copy of the bundled command, made first if a source is newer. One for each test process, so that nobody who builds
 * meanwhile pulls its files away from under a running emulator.
 */
export function bundledCommand(): Promise<string> {
  entry ??= make()
  return entry
}

async function make(): Promise<string> {
  const copy = copyOf(process.pid)
  await holdingBundle(async () => {
    removeOrphans()
    if (isStale()) await bundle()
    cpSync(join(cli, 'dist'), copy, { recursive: true })
  })
  return join(copy, 'main.mjs')
}

/** Runs what reads or makes packages/cli/dist while no other test process does. */
export async function holdingBundle<T>(run: () => Promise<T>): Promise<T> {
  mkdirSync(copies, { recursive: true })
  await until('the bundle lock', () => taken(), 60_000)
  try {
    return await run()
  } finally {
    rmSync(lock, { force: true })
  }
}

afterAll(() => {
  if (entry !== undefined) rmSync(copyOf(process.pid), { recursive: true, force: true })
  entry = undefined
})

const copyOf = (pid: number): string => join(copies, String(pid))

/** Copies of test processes that were killed before they could remove them. */
function removeOrphans(): void {
  for (const name of readdirSync(copies)) {
    if (/^\d+$/.test(name) && !isAlive(Number(name))) rmSync(join(copies, name), { recursive: true, force: true })
  }
}

/** True when the lock is ours now. A lock whose process is gone is removed. */
function taken(): boolean {
  try {
    const file = openSync(lock, 'wx')
    writeSync(file, String(process.pid))
    closeSync(file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    if (!isAlive(ownerOf())) rmSync(lock, { force: true })
    return false
  }
}

function ownerOf(): number | undefined {
  try {
    const pid = Number(readFileSync(lock, 'utf8'))
    return pid > 0 ? pid : undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** A lock without a number yet belongs to someone who is just writing it. */
function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
