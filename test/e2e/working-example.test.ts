import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { steps } from '../../examples/working-example/steps.mjs'
import { holdingBundle, root } from './bundled.ts'
import { startPegzone, temporaryFolder } from './harness.ts'
import { expectFinalBooks, tell } from './story.ts'

const run = promisify(execFile)

describe('the working example over real ports', () => {
  it('is exact in one go', async () => {
    await using folder = await temporaryFolder()
    await using emulator = await startPegzone({ folder, args: ['--ephemeral'] })
    await tell(emulator, 0, steps.length)
    await expectFinalBooks(emulator)
    expect(emulator.written.stderr).toBe('')
  })

  it('is what npm run example starts', async () => {
    const script = join(root, 'scripts/example.mjs')
    const { stdout } = await holdingBundle(() => run(process.execPath, [script, 'working-example']))
    expect(stdout.match(/^\d+\. .*/gm)).toEqual(steps.map(({ name }, index) => `${index + 1}. ${name}`))
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('every balance is exact, and escrow equals vouchers on every lane')
  })

  it('is exact with a clean restart after every step', async () => {
    await using folder = await temporaryFolder()
    const args = ['--data-dir', folder.at('data')]
    for (const index of steps.keys()) {
      await using emulator = await startPegzone({ folder, args })
      await tell(emulator, index, index + 1)
      expect(await emulator.stop()).toMatchObject({ code: 0, signal: null, stderr: '' })
    }
    await using emulator = await startPegzone({ folder, args })
    await expectFinalBooks(emulator)
  })
})
