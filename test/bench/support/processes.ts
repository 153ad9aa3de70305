import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Connection, request } from './connection.ts'

/** A server in a process of its own. */
export interface Running {
  readonly pid: number
  /** Stops it and removes what it kept. */
  stop(): Promise<void>
}

export interface RunningEmulator extends Running {
  readonly status: EmulatorStatus
}

export interface RunningAnvil extends Running {
  readonly port: number
}

/** What of the ready file the benches use. */
export interface EmulatorStatus {
  readonly ethereum: { readonly rpc: string; readonly chainId: number; readonly contracts: { readonly DAI: string } }
  readonly cosmos: { readonly rpc: string; readonly rest: string; readonly chainId: string; readonly prefix: string }
  readonly mnemonic: string
}

const bundle = 'packages/cli/dist/main.mjs'

/** Bundles the command if a source is newer, as `npm start` does. The working directory is the repository. */
export function ensureBundle(): string {
  const built = spawnSync(process.execPath, ['scripts/start.mjs', '--version'], { encoding: 'utf8' })
  if (built.status !== 0) throw new Error(`the bundle cannot be had: ${built.stderr}`)
  return bundle
}

/** Spawns `up` on free ports; `kept`: on LevelDB in a temporary directory, else in memory. Resolves when it is ready. */
export async function startEmulator(options: { readonly kept: boolean }): Promise<RunningEmulator> {
  const entry = ensureBundle()
  const folder = await mkdtemp(join(tmpdir(), 'pegzone-bench-'))
  const readyFile = join(folder, 'ready.json')
  const where = options.kept ? ['--data-dir', join(folder, 'data')] : ['--ephemeral']
  const child = spawn(process.execPath, [entry, 'up', ...where, '--ready-file', readyFile, ...freePorts], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await until('the emulator to be ready', child, () => existsSync(readyFile))
  return {
    pid: child.pid as number,
    status: JSON.parse(readFileSync(readyFile, 'utf8')) as EmulatorStatus,
    stop: () => stop(child, folder),
  }
}

export const freePorts = ['--eth-port', '0', '--cosmos-port', '0', '--rest-port', '0', '--admin-port', '0']

/** Spawns anvil with its accounts from `mnemonic`; undefined where its package brings no binary for this machine. */
export async function startAnvil(mnemonic: string): Promise<RunningAnvil | undefined> {
  const binary = anvilBinary()
  if (binary === undefined) return undefined
  // Anvil keeps old states below the home directory: it gets one that goes away.
  const folder = await mkdtemp(join(tmpdir(), 'anvil-bench-'))
  const port = await freePort()
  const flags = [
    '--port',
    String(port),
    '--host',
    '127.0.0.1',
    '--mnemonic',
    mnemonic,
    '--prune-history',
    '8',
    '--silent',
  ]
  const child = spawn(binary, flags, { stdio: 'ignore', env: { ...process.env, HOME: folder } })
  await until('anvil to answer', child, async () => {
    const connection = await Connection.open(port).catch(() => undefined)
    await connection?.post(request('eth_chainId', []))
    connection?.close()
    return connection !== undefined
  })
  return { pid: child.pid as number, port, stop: () => stop(child, folder) }
}

function anvilBinary(): string | undefined {
  const platform = process.platform === 'win32' ? 'win32' : process.platform
  const cpu = process.arch === 'x64' ? 'amd64' : process.arch
  try {
    const name = `@foundry-rs/anvil-${platform}-${cpu}/package.json`
    const folder = createRequire(import.meta.url).resolve(name)
    return join(folder, '..', 'bin', 'anvil')
  } catch {
    return undefined
  }
}

/** Milliseconds of processor that a process has used, in steps of 10; undefined where the system does not tell. */
export function processorMs(pid: number): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return undefined
  }
}

async function until(what: string, child: ChildProcess, ready: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000
  while (!(await ready())) {
    if (child.exitCode !== null) throw new Error(`waited for ${what}; it exited with ${child.exitCode}`)
    if (performance.now() > deadline) throw new Error(`waited 20 s for ${what}`)
    await sleep(5)
  }
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    const killed = setTimeout(() => child.kill('SIGKILL'), 5_000)
    await ended
    clearTimeout(killed)
  }
  await rm(folder, { recursive: true, force: true })
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
