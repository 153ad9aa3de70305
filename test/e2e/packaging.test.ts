import { execFile } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Comet38Client } from '@cosmjs/tendermint-rpc'
import { JsonRpcProvider } from 'ethers'
import { expect, it } from 'vitest'
import { cli, holdingBundle, root } from './bundled.ts'
import { type Folder, startPegzone, temporaryFolder } from './harness.ts'

const run = promisify(execFile)

/** Without the settings that `npm test` hands down to what it starts: they name this checkout. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^npm_(?!config_registry)|^INIT_CWD$/i.test(name)),
)

async function packed(folder: Folder): Promise<string> {
  const pack = ['pack', '--json', '--pack-destination', folder.path]
  const { stdout } = await holdingBundle(() => run('npm', pack, { cwd: cli, env, maxBuffer: 10_000_000 }))
  const [tarball] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }]
  const paths = tarball.files.map(({ path }) => path)
  expect(paths).toEqual(
    expect.arrayContaining(['package.json', 'README.md', 'LICENSE', 'dist/main.mjs', 'dist/index.mjs']),
  )
  expect(paths.filter((path) => /^(src|test|bench)\/|\.(tsbuildinfo|map)$/.test(path))).toEqual([])
  return folder.at(tarball.filename)
}

it('npm pack, install into an empty folder, npx pegzone up', { timeout: 120_000 }, async () => {
  await using folder = await temporaryFolder()
  const tarball = await packed(folder)
  await writeFile(folder.at('package.json'), '{ "name": "empty", "private": true }')
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball], { cwd: folder.path, env })

  const manifest = JSON.parse(await readFile(join(cli, 'package.json'), 'utf8')) as { version: string }
  const version = await run('npx', ['--no-install', 'pegzone', '--version'], { cwd: folder.path, env })
  expect(version.stdout.trim()).toBe(manifest.version)
  // Nothing of the workspace comes along.
  expect(await readdir(folder.at('node_modules'))).not.toContain('@pegzone')

  const command = [process.execPath, folder.at('node_modules/pegzone/dist/main.mjs')]
  await using emulator = await startPegzone({ folder, command, args: ['--data-dir', folder.at('data')] })
  const { ethereum, cosmos, crypto } = emulator.status
  expect(crypto.secp256k1).not.toBe('js')
  const provider = new JsonRpcProvider(ethereum.rpc)
  const comet = await Comet38Client.connect(cosmos.rpc)
  try {
    expect(await provider.send('eth_chainId', [])).toBe('0x7a69')
    expect((await comet.status()).nodeInfo.network).toBe('pegzone-1')
  } finally {
    provider.destroy()
    comet.disconnect()
  }
  expect(await emulator.stop()).toMatchObject({ code: 0, stderr: '' })

  // The library of the same package: typed, and from plain JavaScript.
  await writeFile(
    folder.at('typed.mts'),
    `import { createPegzone, type Pegzone } from 'pegzone'
const zone: Pegzone = await createPegzone({ ports: false })
const chainId: number = zone.status.ethereum.chainId
zone.packets$.subscribe(({ id, state }) => console.log(id, state, chainId))
// @ts-expect-error: there is no such option
await createPegzone({ port: 1 })
`,
  )
  const tsc = [
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--module',
    'nodenext',
    '--lib',
    'es2023,esnext.disposable,dom',
    '--types',
    '',
  ]
  await run(join(root, 'node_modules/.bin/tsc'), [...tsc, 'typed.mts'], { cwd: folder.path, env })
  await writeFile(
    folder.at('library.mjs'),
    `import { createPegzone } from 'pegzone'
const zone = await createPegzone({ ports: false })
try {
  console.log(await zone.ethereum.provider.request({ method: 'eth_chainId' }))
} finally {
  await zone.close()
}
`,
  )
  const library = await run(process.execPath, ['library.mjs'], { cwd: folder.path, env })
  expect(library).toEqual({ stdout: '0x7a69\n', stderr: '' })
})
