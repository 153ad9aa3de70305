// npm run bench [-- FILTER]: bundles each packages/*/bench/*.bench.ts and test/bench/*.bench.ts and runs it in a process of its own.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { cpus } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const out = join(root, 'node_modules/.cache/pegzone-bench')
const filter = process.argv[2] ?? ''
mkdirSync(out, { recursive: true })

const folders = [...readdirSync(join(root, 'packages')).map((name) => `packages/${name}/bench`), 'test/bench']
const files = folders
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) => readdirSync(join(root, folder)).map((file) => `${folder}/${file}`))
  .filter((file) => file.endsWith('.bench.ts') && file.includes(filter))

const external = ['level', 'secp256k1', 'tiny-secp256k1']
process.stdout.write(`machine: ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, node ${process.version}\n`)
let failed = 0
for (const file of files) {
  process.stdout.write(`\n${file}\n`)
  const outfile = join(out, `${basename(file, '.ts')}.mjs`)
  await build({
    entryPoints: [join(root, file)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['pegzone-source'],
    external: [...external, 'esbuild', 'ethers', '@cosmjs/*', '@foundry-rs/*', 'viem'],
    logLevel: 'warning',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  })
  const run = spawnSync(process.execPath, ['--expose-gc', outfile], { stdio: 'inherit', cwd: root })
  if (run.status !== 0) failed += 1
}
process.exitCode = failed === 0 ? 0 : 1
