import { readFile, stat } from 'node:fs/promises'
import { createAdminClient, loadSchemas, packetStates, type StatusData } from '@pegzone/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../examples/working-example/chains.mjs'
import { steps } from '../../examples/working-example/steps.mjs'
import { type Emulator, type Folder, runPegzone, startPegzone, temporaryFolder } from './harness.ts'

const schemas = await loadSchemas()
const { z } = await import('zod')

let folder: Folder
let emulator: Emulator
/** A world in which two packets went to Cosmos and one came back. */
beforeAll(async () => {
  folder = await temporaryFolder()
  emulator = await startPegzone({ folder, args: ['--data-dir', folder.at('data'), '--json'] })
  const alice = await connect(emulator.status, 'alice')
  const bob = await connect(emulator.status, 'bob')
  try {
    for (const step of steps) await step.run({ alice, bob, log: () => {} })
  } finally {
    alice.close()
    bob.close()
  }
})
afterAll(async () => {
  await emulator?.[Symbol.asyncDispose]()
  await folder?.[Symbol.asyncDispose]()
})

/** Data of a command that must succeed, after a check against its published schema. */
async function dataOf(args: readonly string[], schema: Parameters<typeof schemas.envelopeSchema>[0]): Promise<unknown> {
  const exit = await runPegzone([...args, '--data-dir', folder.at('data'), '--json'])
  expect(exit).toMatchObject({ code: 0, stderr: '' })
  expect(exit.stdout.trimEnd()).not.toContain('\n')
  const envelope: unknown = JSON.parse(exit.stdout)
  expect(schemas.envelopeSchema(schema).safeParse(envelope).error).toBeUndefined()
  expect(envelope).toMatchObject({ ok: true, meta: { version: expect.stringMatching(/^\d+\.\d+\.\d+/) } })
  return (envelope as { readonly data: unknown }).data
}

describe('status --json', () => {
  it('is the published shape, the ready file, and what up said', async () => {
    const data = await dataOf(['status'], schemas.statusSchema)
    expect(data).toEqual(JSON.parse(await readFile(emulator.readyFile, 'utf8')))
    expect(JSON.parse(emulator.written.stdout)).toMatchObject({ ok: true, data })
    expect(emulator.written.stderr).toBe('')
  })

  it('names what the issue promises, field by field', () => {
    const { status } = emulator
    expect(Object.keys(status)).toEqual(
      expect.arrayContaining([
        'schemaVersion',
        'pid',
        'preset',
        'crypto',
        'ethereum',
        'cosmos',
        'admin',
        'mnemonic',
        'accounts',
      ]),
    )
    expect(status).toMatchObject({
      schemaVersion: 1,
      pid: emulator.pid,
      preset: 'example',
      ethereum: { chainId: 31337 },
      cosmos: {
        chainId: 'pegzone-1',
        prefix: 'ixo',
        channel: 'channel-0',
        denoms: { cDAI: 'acdai', cIXO: 'acixo', cIXOS: 'acixos' },
      },
      mnemonic: 'test test test test test test test test test test test junk',
    } satisfies Partial<Record<keyof StatusData, unknown>>)
    expect(Object.keys(status.ethereum.contracts).sort()).toEqual(
      ['DAI', 'IXO', 'IXOS', 'MarketMaker', 'Brokerage', 'PegBridge'].sort(),
    )
    expect(status.ethereum.rpc).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(status.ethereum.ws).toMatch(/^ws:\/\/127\.0\.0\.1:\d+/)
    expect(status.cosmos.ws).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/websocket$/)
    expect(status.accounts).toHaveLength(10)
    expect(status.accounts[0]).toEqual({
      name: 'alice',
      ethereum: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
      cosmos: expect.stringMatching(/^ixo1[a-z0-9]{38}$/),
    })
  })
})

describe('accounts --json', () => {
  it('is the accounts of status', async () => {
    expect(await dataOf(['accounts'], schemas.statusSchema.shape.accounts)).toEqual(emulator.status.accounts)
  })
})

describe('packets --json', () => {
  const list = z.array(schemas.packetSchema)

  it('lists every packet with its steps, newest first', async () => {
    const all = (await dataOf(['packets'], list)) as { id: string; state: string; steps: { state: string }[] }[]
    expect(all.map(({ id }) => id).sort()).toEqual([
      'cosmos/channel-0/1',
      'ethereum/channel-0/1',
      'ethereum/channel-0/2',
    ])
    expect(all[0]?.id).toBe('cosmos/channel-0/1')
    for (const { state, steps } of all) {
      expect(state).toBe('acknowledged')
      expect(steps.map(({ state }) => state)).toEqual(['sent', 'received', 'acknowledged'])
      for (const step of steps) expect(packetStates).toContain(step.state)
    }
  })

  it('filters by state, source, pending and limit', async () => {
    const count = async (...args: string[]) => ((await dataOf(['packets', ...args], list)) as unknown[]).length
    expect(await count('--source', 'ethereum')).toBe(2)
    expect(await count('--source', 'cosmos')).toBe(1)
    expect(await count('--pending')).toBe(0)
    expect(await count('--state', 'refunded')).toBe(0)
    expect(await count('--state', 'acknowledged', '--limit', '2')).toBe(2)
  })
})

describe('for people', () => {
  const human = async (...args: string[]): Promise<string> => {
    const exit = await runPegzone([...args, '--data-dir', folder.at('data')])
    expect(exit).toMatchObject({ code: 0, stderr: '' })
    // Plain text: no colour where nobody looks.
    expect(exit.stdout).not.toContain('\u001b')
    return exit.stdout
  }

  it('status, accounts and packets are tables', async () => {
    const { ethereum, cosmos, accounts } = emulator.status
    expect(await human('status')).toContain(ethereum.rpc)
    expect(await human('status')).toContain(cosmos.rpc)
    const people = (await human('accounts')).trimEnd().split('\n')
    expect(people).toHaveLength(11)
    expect(people[1]).toContain(accounts[0]?.cosmos)
    expect(await human('packets')).toMatch(/^ethereum\/channel-0\/2 +acknowledged +50 +ixo /m)
  })

  it('--admin wins over the data directory', async () => {
    const exit = await runPegzone([
      'status',
      '--admin',
      emulator.status.admin,
      '--data-dir',
      folder.at('elsewhere'),
      '--json',
    ])
    expect(JSON.parse(exit.stdout)).toMatchObject({ ok: true, data: { pid: emulator.pid } })
  })
})

describe('the files of a run', () => {
  it('the run file is for its owner only, and so is what it opens', async () => {
    const file = folder.at('data/run.json')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const run = JSON.parse(await readFile(file, 'utf8')) as { url: string; token: string }
    expect(run.url).toBe(emulator.status.admin)
    expect(run.token).toMatch(/^[0-9a-f]{64}$/)
    expect(JSON.stringify(emulator.status) + emulator.written.stdout).not.toContain(run.token)
    expect(await createAdminClient(run).act('relayer-clear')).toEqual({ pending: 0 })
  })
})
