import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StatusData } from '@pegzone/api'
import { afterAll } from 'vitest'
import { bundledCommand } from './bundled.ts'
import { until } from './until.ts'

/** How a process ended and everything it wrote. */
export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface Folder extends AsyncDisposable {
  readonly path: string
  /** A path inside. */
  at(name: string): string
}

/** A folder of its own under the system's temporary one; gone when disposed. */
export async function temporaryFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'pegzone-test-'))
  return {
    path,
    at: (name) => join(path, name),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  }
}

export const freePorts = ['--eth-port', '0', '--cosmos-port', '0', '--rest-port', '0', '--admin-port', '0'] as const

/** Whatever a failing test leaves behind ends with its file. */
const children = new Set<ChildProcess>()
const killAll = (): void => {
  for (const child of children) child.kill('SIGKILL')
}
afterAll(killAll)
process.once('exit', killAll)

interface Running {
  readonly child: ChildProcess
  /** What was written so far. */
  readonly written: { stdout: string; stderr: string }
  readonly exited: Promise<Exit>
}

async function launch(args: readonly string[], cwd: string, command?: readonly string[]): Promise<Running> {
  const [program, ...before] = command ?? [process.execPath, await bundledCommand()]
  const child = spawn(program as string, [...before, ...args], { cwd, env: plainEnvironment(cwd), stdio: 'pipe' })
  children.add(child)
  child.stdin.end()
  const written = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    written.stderr += text
  })
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      children.delete(child)
      resolve({ code, signal, ...written })
    })
  })
  return { child, written, exited }
}

/**
 * No setting of the caller's reaches the command: neither its options nor those of the test runner. Its temporary
 * folders are made in the working directory, so that they go with it when the process was killed.
 */
function plainEnvironment(cwd: string): NodeJS.ProcessEnv {
  const wanted = Object.entries(process.env).filter(
    ([name]) => !/^(PEGZONE_|NODE_OPTIONS$|VITEST|FORCE_COLOR$)/.test(name),
  )
  return { ...Object.fromEntries(wanted), NO_COLOR: '1', TMPDIR: cwd }
}

/** Runs the command to its end. One that is still running after a minute is killed: its exit then has no code. */
export async function runPegzone(args: readonly string[], cwd: string = tmpdir()): Promise<Exit> {
  const { child, exited } = await launch(args, cwd)
  const limit = setTimeout(() => child.kill('SIGKILL'), 60_000)
  try {
    return await exited
  } finally {
    clearTimeout(limit)
  }
}

export interface Emulator extends AsyncDisposable {
  readonly status: StatusData
  readonly pid: number
  readonly readyFile: string
  /** Written so far. */
  readonly written: { readonly stdout: string; readonly stderr: string }
  readonly exited: Promise<Exit>
  /** Sends the signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Exit>
}

export interface StartOptions {
  /** Arguments after `up`, the ports and the ready file. */
  readonly args: readonly string[]
  /** Working directory and place of the ready file. */
  readonly folder: Folder
  /** Program and first arguments instead of the bundle of this checkout. */
  readonly command?: readonly string[]
}

/** Starts `pegzone up` on free ports and answers when its ready file is there. Disposing kills it if it still runs. */
export async function startPegzone({ args, folder, command }: StartOptions): Promise<Emulator> {
  const readyFile = folder.at('ready.json')
  // A killed emulator leaves its file, and the next one must not be taken for ready because of it.
  await rm(readyFile, { force: true })
  const running = await launch(['up', ...freePorts, '--ready-file', readyFile, ...args], folder.path, command)
  const { child, written, exited } = running
  let ended: Exit | undefined
  void exited.then((exit) => {
    ended = exit
  })
  const end = async (signal: NodeJS.Signals): Promise<Exit> => {
    if (ended === undefined) child.kill(signal)
    return exited
  }
  try {
    await until('the ready file', () => {
      if (ended !== undefined) throw new Error(`pegzone up ended with ${ended.code}:\n${ended.stdout}${ended.stderr}`)
      return existsSync(readyFile)
    })
  } catch (error) {
    await end('SIGKILL')
    throw error
  }
  return {
    status: JSON.parse(await readFile(readyFile, 'utf8')) as StatusData,
    pid: child.pid as number,
    readyFile,
    written,
    exited,
    stop: (signal = 'SIGTERM') => end(signal),
    async [Symbol.asyncDispose]() {
      await end('SIGKILL')
    },
  }
}
