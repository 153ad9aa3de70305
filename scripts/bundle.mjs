// Bundles the command and the library into packages/cli/dist: one start file, lazily loaded chunks, natives outside.
import { chmodSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const cli = join(root, 'packages/cli')
const entry = join(cli, 'dist/main.mjs')

/** Packages that bring a binary or load one: dependencies of the published command. Everything else is bundled. */
const external = ['level', 'secp256k1', 'tiny-secp256k1']

export async function bundle() {
  const { build } = await import('esbuild')
  rmSync(join(cli, 'dist'), { recursive: true, force: true })
  await build({
    entryPoints: { main: join(cli, 'src/main.ts'), index: join(cli, 'src/index.ts') },
    outdir: join(cli, 'dist'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['pegzone-source'],
    external,
    // Its `node` condition names the CommonJS build, of which nothing can be left out.
    alias: { rxjs: join(root, 'node_modules/rxjs/dist/esm/index.js') },
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'warning',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  })
  chmodSync(entry, 0o755)
  return entry
}

/** True when a source file, a manifest or the lockfile is newer than the bundle. */
export function isStale() {
  const built = mtime(entry)
  if (built === undefined) return true
  const inputs = [join(root, 'package-lock.json'), fileURLToPath(import.meta.url)]
  for (const name of readdirSync(join(root, 'packages'))) {
    inputs.push(join(root, 'packages', name, 'package.json'))
    for (const file of readdirSync(join(root, 'packages', name, 'src'), { recursive: true })) {
      inputs.push(join(root, 'packages', name, 'src', String(file)))
    }
  }
  return inputs.some((file) => (mtime(file) ?? 0) > built)
}

export function entryUrl() {
  return pathToFileURL(entry).href
}

function mtime(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bundle()
}
