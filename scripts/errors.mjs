// Writes docs/errors.md from the catalogues of all packages: `node scripts/errors.mjs`. A test compares the two.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const outfile = `${root}node_modules/.cache/pegzone-errors.mjs`
await build({
  stdin: { contents: "export { errorsPage } from './test/errors-page.ts'", resolveDir: root, loader: 'ts' },
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  conditions: ['pegzone-source'],
  packages: 'external',
  logLevel: 'warning',
  plugins: [
    {
      // Workspace packages are bundled from source; everything else stays outside.
      name: 'workspace',
      setup(builder) {
        builder.onResolve({ filter: /^@pegzone\// }, ({ path }) => {
          const [, name, sub] = /^@pegzone\/([a-z]+)(?:\/([a-z]+))?$/.exec(path)
          return { path: `${root}packages/${name}/src/${sub === undefined ? '' : `${sub}/`}index.ts` }
        })
        builder.onResolve({ filter: /^pegzone$/ }, () => ({ path: `${root}packages/cli/src/index.ts` }))
      },
    },
  ],
})
const { errorsPage } = await import(outfile)
writeFileSync(`${root}docs/errors.md`, errorsPage())
