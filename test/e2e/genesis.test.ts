import { readFile, writeFile } from 'node:fs/promises'
import { createAdminClient } from '@pegzone/api'
import { describe, expect, it } from 'vitest'
import { connect } from '../../examples/working-example/chains.mjs'
import { steps } from '../../examples/working-example/steps.mjs'
import { freePorts, runPegzone, startPegzone, temporaryFolder } from './harness.ts'

/** A genesis file as `pegzone genesis` prints it. */
async function printed(...args: readonly string[]): Promise<string> {
  const exit = await runPegzone(['genesis', ...args])
  expect(exit).toMatchObject({ code: 0, stderr: '' })
  return exit.stdout
}

describe('a genesis file', () => {
  it('with other chain ids, prefix and denoms carries the whole working example', async () => {
    await using folder = await temporaryFolder()
    const file = folder.at('genesis.json')
    const text = (await printed('--preset', 'example', '--prefix', 'cosmos'))
      .replace('"chainId": 31337', '"chainId": 4242')
      .replace('"pegzone-1"', '"other-7"')
      .replaceAll('"acdai"', '"wdai"')
      .replaceAll('"acixo"', '"wixo"')
      .replaceAll('"acixos"', '"wixos"')
      .replace('"name": "example"', '"name": "mine"')
    await writeFile(file, text)
    await using emulator = await startPegzone({ folder, args: ['--ephemeral', '--genesis', file] })
    expect(emulator.status).toMatchObject({
      preset: 'mine',
      ethereum: { chainId: 4242 },
      cosmos: { chainId: 'other-7', prefix: 'cosmos', denoms: { cDAI: 'wdai', cIXO: 'wixo', cIXOS: 'wixos' } },
    })
    expect(emulator.status.accounts[0]?.cosmos).toMatch(/^cosmos1/)
    const alice = await connect(emulator.status, 'alice')
    const bob = await connect(emulator.status, 'bob')
    try {
      for (const step of steps) await step.run({ alice, bob, log: () => {} })
    } finally {
      alice.close()
      bob.close()
    }
    const { lanes } = await createAdminClient({ url: emulator.status.admin }).books()
    for (const lane of lanes) expect(lane).toMatchObject({ balanced: true, unbackedSupply: '0' })
    expect(await emulator.stop()).toMatchObject({ code: 0, stderr: '' })
  })

  it('is what a kept world goes on from, and another one is refused', async () => {
    await using folder = await temporaryFolder()
    const [file, other] = [folder.at('genesis.json'), folder.at('other.json')]
    const text = await printed('--preset', 'seed')
    await writeFile(file, text)
    await writeFile(other, text.replace('"exitTaxBps": "0"', '"exitTaxBps": "1"'))
    const args = ['--data-dir', folder.at('data'), '--genesis']
    for (const _ of ['made', 'resumed']) {
      await using emulator = await startPegzone({ folder, args: [...args, file] })
      expect(emulator.status.preset).toBe('seed')
      expect(await emulator.stop()).toMatchObject({ code: 0, stderr: '' })
    }
    const refused = await runPegzone(['up', ...freePorts, ...args, other])
    expect(refused.code).toBe(3)
    expect(refused.stderr).toMatch(/^✖ EMULATOR_GENESIS_DIFFERS /)
  })

  it('that breaks a law is refused, and leaves nothing behind', async () => {
    await using folder = await temporaryFolder()
    const file = folder.at('genesis.json')
    const good = await printed()
    const broken: readonly (readonly [from: RegExp, to: string, says: RegExp])[] = [
      // One base unit more on Cosmos than is in escrow.
      [/("denom": "acdai",\s+"amount": "1\d+)\d"/, '$11"', /dai/i],
      // The bridge counts more than it holds.
      [/"escrowed": "1/, '"escrowed": "2', /DAI/],
      [/"reserve": "2/, '"reserve": "3', /DAI/],
      [/"kappa": "1"/, '"kappa": "0"', /kappa/i],
      [/"wei": "1/, '"wei": "-1', /wei/],
    ]
    for (const [from, to, says] of broken) {
      const text = good.replace(from, to)
      expect(text).not.toBe(good)
      await writeFile(file, text)
      const refused = await runPegzone(['up', ...freePorts, '--data-dir', folder.at('data'), '--genesis', file])
      expect(refused.code, refused.stderr).toBe(3)
      expect(refused.stderr).toMatch(/^✖ [A-Z]+_GENESIS_[A-Z_]+ /)
      expect(refused.stderr).toMatch(says)
    }
    await writeFile(file, good)
    await using emulator = await startPegzone({
      folder,
      args: ['--data-dir', folder.at('data'), '--genesis', file],
    })
    expect(JSON.parse(await readFile(emulator.readyFile, 'utf8'))).toMatchObject({ preset: 'example' })
  })
})

describe('the presets', () => {
  it.each(['example', 'seed', 'seed-daily', 'spreadsheet', 'late', 'empty'])(
    '%s starts with balanced books',
    async (name) => {
      await using folder = await temporaryFolder()
      await using emulator = await startPegzone({ folder, args: ['--ephemeral', '--preset', name] })
      expect(emulator.status.preset).toBe(name)
      const { lanes } = await createAdminClient({ url: emulator.status.admin }).books()
      expect(lanes.map(({ lane }) => lane)).toEqual(['dai', 'ixo', 'ixos'])
      for (const lane of lanes)
        expect(lane).toMatchObject({ balanced: true, unbackedSupply: '0', escrow: lane.vouchers })
      expect(await emulator.stop()).toMatchObject({ code: 0, stderr: '' })
    },
  )
})
