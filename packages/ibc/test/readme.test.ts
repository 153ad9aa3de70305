import { readFileSync } from 'node:fs'
import { expect, it, vi } from 'vitest'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

it('the example of the README is the one that runs, and prints what its comments say', async () => {
  expect(read('../README.md')).toContain(`\`\`\`ts\n${read('./readme/example.ts')}\`\`\``)
  const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  await import('./readme/example.ts')
  expect(print.mock.calls.flat()).toEqual(['mint 50 acixo ixo1bob', 'success', 'IBC_PROOF_SIGNATURE_INVALID'])
  print.mockRestore()
})
