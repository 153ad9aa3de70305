// npm run build, and before npm pack: compiles every package, bundles the command, and lays the declarations of all
// packages beside the bundle, so that TypeScript users of the one published package have its types.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle } from './bundle.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const compiled = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', 'packages/cli'], {
  cwd: root,
  stdio: 'inherit',
})
if (compiled.status !== 0) process.exit(compiled.status ?? 1)
await bundle()

const types = join(root, 'packages/cli/dist/types')
for (const name of readdirSync(join(root, 'packages'))) {
  const out = name === 'cli' ? join(root, '.tsbuild/cli') : join(root, 'packages', name, 'dist')
  if (!existsSync(out)) continue
  for (const file of readdirSync(out, { recursive: true }).map(String)) {
    if (!file.endsWith('.d.ts')) continue
    const target = join(types, name, file)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, localised(readFileSync(join(out, file), 'utf8'), dirname(target)))
  }
}

/** Workspace packages are not published: their names become paths beside each other; source maps stay behind. */
function localised(text, folder) {
  return text
    .replace(/'@pegzone\/([a-z]+)(?:\/([a-z]+))?'|"@pegzone\/([a-z]+)(?:\/([a-z]+))?"/g, (_, a, aSub, b, bSub) => {
      const path = join(types, a ?? b, aSub ?? bSub ?? '', 'index.js')
      const local = relative(folder, path)
      return `'${local.startsWith('.') ? local : `./${local}`}'`
    })
    .replace(/((?:from|import\()\s*['"]\.[^'"]*)\.ts(['"])/g, '$1.js$2')
    .replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n')
}
