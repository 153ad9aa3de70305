import { readFile } from 'node:fs/promises'
import { version as emulatorVersion } from '@pegzone/emulator'
import { describe, expect, it } from 'vitest'
import { version } from '../src/version.ts'
import { command } from './command.ts'

describe('help', () => {
  it.each([
    ['pegzone', []],
    ['up', ['up']],
    ['genesis', ['genesis']],
    ['status', ['status']],
    ['accounts', ['accounts']],
    ['packets', ['packets']],
  ])('of %s is what the documentation shows', async (name, args) => {
    const { code, stdout, stderr } = await command('help', ...args)
    expect([code, stderr]).toEqual([0, ''])
    await expect(stdout).toMatchFileSnapshot(`help/${name}.txt`)
    expect(await command(...args, '--help')).toEqual({ code: 0, stdout, stderr: '' })
    expect(stdout.split('\n').length).toBeLessThanOrEqual(60)
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120)
  })

  it('comes with exit code 2 when no command is given', async () => {
    const { code, stdout, stderr } = await command()
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain('pegzone up')
  })
})

describe('the version', () => {
  it('is that of package.json, in the command and in the emulator', async () => {
    const manifest: unknown = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'))
    expect(manifest).toMatchObject({ version })
    expect(emulatorVersion).toBe(version)
    expect(await command('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })
})
