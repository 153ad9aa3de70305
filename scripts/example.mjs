// npm run example -- NAME: starts a fresh ephemeral emulator on free ports, waits until it answers, runs the example against it.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const name = process.argv[2]
const examples = readdirSync(join(root, 'examples')).filter((folder) =>
  existsSync(join(root, 'examples', folder, 'index.mjs')),
)
if (name === undefined || !examples.includes(name)) {
  process.stderr.write(`usage: npm run example -- NAME\n  NAME is one of: ${examples.join(', ')}\n`)
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), 'pegzone-example-'))
const readyFile = join(folder, 'ready.json')
const free = ['--eth-port', '0', '--cosmos-port', '0', '--rest-port', '0', '--admin-port', '0']
const emulator = spawn(
  process.execPath,
  [join(root, 'scripts/start.mjs'), 'up', '--ephemeral', '--ready-file', readyFile, ...free],
  { stdio: ['ignore', 'ignore', 'inherit'] },
)
const exited = new Promise((resolve) => emulator.once('exit', resolve))
try {
  await ready()
  const script = spawn(process.execPath, [join(root, 'examples', name, 'index.mjs'), readyFile], { stdio: 'inherit' })
  process.exitCode = (await new Promise((resolve) => script.once('exit', resolve))) ?? 1
} finally {
  emulator.kill('SIGTERM')
  await exited
  rmSync(folder, { recursive: true, force: true })
}

/** The ready file appears, whole, when both ports answer. */
async function ready() {
  while (!existsSync(readyFile)) {
    if (emulator.exitCode !== null) throw new Error(`the emulator stopped with exit code ${emulator.exitCode}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
