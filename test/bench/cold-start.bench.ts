// From spawning the bundled command until both chains have answered a POST, as a script that starts it would see.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Connection, request } from './support/connection.ts'
import { ensureBundle, freePort } from './support/processes.ts'
import { median, report, spread } from './support/report.ts'

const starts = 7

const bundle = ensureBundle()
const folder = await mkdtemp(join(tmpdir(), 'pegzone-bench-'))
try {
  const kept = join(folder, 'kept')
  await start(['--data-dir', kept])
  const until = 'until both ports answered a POST'
  const kinds: readonly Kind[] = [
    { name: 'node', detail: 'the floor: node with an empty script, until it has ended', run: nothing, times: [] },
    { name: 'ephemeral', detail: `pegzone up --ephemeral, ${until}`, run: () => start(['--ephemeral']), times: [] },
    {
      name: 'new-directory',
      detail: `pegzone up with a new LevelDB directory, ${until}`,
      run: (at) => start(['--data-dir', join(folder, `new-${at}`)]),
      times: [],
    },
    {
      name: 'kept-directory',
      detail: `pegzone up with the directory of an earlier run, ${until}`,
      run: () => start(['--data-dir', kept]),
      times: [],
    },
  ]
  // In turn, so that a neighbour's load falls on all kinds alike.
  for (let at = 0; at < starts; at++) for (const { run, times } of kinds) times.push(await run(at))
  for (const { name, detail, times } of kinds) {
    report(`cold-start/${name}`, median(times), 'ms', `${detail}; bundle, median of ${starts} ${spread(times)}`)
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}

interface Kind {
  readonly name: string
  readonly detail: string
  readonly run: (at: number) => Promise<number>
  readonly times: number[]
}

async function nothing(): Promise<number> {
  const started = performance.now()
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit')
  return performance.now() - started
}

/** Milliseconds until both ports answered. Ends the process. */
async function start(where: readonly string[]): Promise<number> {
  const [ethereum, cosmos] = [await freePort(), await freePort()]
  const ports = ['--eth-port', `${ethereum}`, '--cosmos-port', `${cosmos}`, '--rest-port', '0', '--admin-port', '0']
  const started = performance.now()
  const child = spawn(process.execPath, [bundle, 'up', ...where, ...ports], { stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = once(child, 'exit')
  try {
    const answers = Promise.all([answered(ethereum, 'eth_chainId'), answered(cosmos, 'status')])
    const gone = ended.then(([code]) => Promise.reject(new Error(`the command ended with ${String(code)}`)))
    await Promise.race([answers, gone])
    return performance.now() - started
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

async function answered(port: number, method: string): Promise<void> {
  for (;;) {
    const connection = await Connection.open(port).catch(() => undefined)
    if (connection === undefined) {
      await sleep(3)
      continue
    }
    const answer = await connection.post(request(method, []))
    connection.close()
    if (!answer.includes('"result"')) throw new Error(answer)
    return
  }
}
