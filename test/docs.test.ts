import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from 'pegzone'
import { beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (file: string): string => readFileSync(join(root, file), 'utf8')

/** Fenced blocks of one language, in order. */
function blocks(file: string, language: string): string[] {
  return [...read(file).matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    (match) => match[1] ?? '',
  )
}

describe('docs/cli.md', () => {
  const commands = [
    ['--help'],
    ['help', 'up'],
    ['help', 'genesis'],
    ['help', 'status'],
    ['help', 'accounts'],
    ['help', 'packets'],
  ]

  it.each(commands.map((args, index) => ({ args, index })))(
    'shows what pegzone $args says',
    async ({ args, index }) => {
      let out = ''
      const stream = { write: (text: string) => (out += text) }
      await run(args, { stdout: stream, stderr: stream })
      expect(blocks('docs/cli.md', 'text')[index]).toBe(`${out.trimEnd()}\n`)
    },
  )
})

describe('README.md', () => {
  beforeAll(async () => {
    const bundler: { isStale(): boolean; bundle(): Promise<string> } = await import('../scripts/bundle.mjs' as string)
    if (bundler.isStale()) await bundler.bundle()
  })

  it.each(blocks('README.md', 'js').map((code, index) => ({ code, index })))(
    'runs its JavaScript block $index',
    ({ code }) => {
      // Inside the checkout, so that `pegzone` and the clients resolve as they do for a user who installed them.
      const folder = mkdtempSync(join(root, 'node_modules/.cache-readme-'))
      try {
        const file = join(folder, 'example.mjs')
        writeFileSync(file, code)
        const out = execFileSync(process.execPath, [file], { encoding: 'utf8', timeout: 60_000 })
        expect(out.trim()).not.toBe('')
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
  )
})
