import { readdirSync } from 'node:fs'
import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

const conditions = ['pegzone-source', ...defaultServerConditions]
const shared = { resolve: { conditions }, ssr: { resolve: { conditions } } }
const packages = readdirSync(new URL('./packages', import.meta.url))

/** One project per package, plus `integration` for the two-chain and end-to-end tests in `test/`. */
export default defineConfig({
  test: {
    projects: [
      ...packages.map((name) => ({
        ...shared,
        test: { name, root: `packages/${name}`, include: ['test/**/*.test.ts'], testTimeout: 30_000 },
      })),
      {
        ...shared,
        test: {
          name: 'integration',
          root: 'test',
          include: ['**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
