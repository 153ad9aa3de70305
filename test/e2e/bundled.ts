import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle, isStale } from '../../scripts/bundle.mjs'
import { until } from './until.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const cli = join(root, 'packages/cli')

const lock = join(root, 'node_modules/.cache/pegzone-bundle.lock')
let entry: Promise<string> | undefined

/** The bundled command, made first if a source is newer: once, whichever of the test processes comes first. */
export function bundledCommand(): Promise<string> {
  entry ??= make()
  return entry
}

async function make(): Promise<string> {
  const path = join(cli, 'dist/main.mjs')
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true })
  await until('the bundle lock', () => taken())
  try {
    if (isStale()) await bundle()
  } finally {
    rmSync(lock, { force: true })
  }
  return path
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
