import { readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { type ApiError, createAdminClient, type Envelope, loadSchemas } from '@pegzone/api'
import { describe, expect, it } from 'vitest'
import { root } from './bundled.ts'
import { type Exit, type Folder, freePorts, runPegzone, startPegzone, temporaryFolder } from './harness.ts'

const docs = await readFile(join(root, 'docs/errors.md'), 'utf8')
const { envelopeSchema, statusSchema } = await loadSchemas()

interface Failure {
  readonly code: string
  readonly exit: number
  /** In the message for people. */
  readonly says: RegExp
}

/** Runs a command line that must fail in both forms, and checks all that is promised of an error. */
async function expectFailure(args: readonly string[], { code, exit, says }: Failure): Promise<ApiError> {
  const human = await runPegzone(args)
  expect(human.code, human.stderr).toBe(exit)
  expect(human.stdout).toBe('')
  const lines = human.stderr.trimEnd().split('\n')
  expect(lines[0]).toMatch(new RegExp(`^✖ ${code}  .`))
  expect(lines.filter((line) => /^ {2}(why|fix|docs) +\S/.test(line))).toHaveLength(3)
  expect(human.stderr).toMatch(says)
  // One error, in whole sentences: no stack, no second message.
  expect(human.stderr).not.toMatch(/\n\s+at /)
  expect(human.stderr.match(/✖/g)).toHaveLength(1)

  const json = await runPegzone([...args, '--json'])
  expect(json.code).toBe(exit)
  expect(json.stderr).toBe('')
  const error = errorOf(json)
  expect(error.code).toBe(code)
  expect(error.docs).toBe(`docs/errors.md#${code.toLowerCase()}`)
  expect(docs).toContain(`\n## ${code}\n`)
  return error
}

function errorOf({ stdout }: Exit): ApiError {
  const envelope = JSON.parse(stdout) as Envelope<unknown>
  expect(envelopeSchema(statusSchema).safeParse(envelope).error).toBeUndefined()
  if (envelope.ok) throw new Error(`expected an error, got ${stdout}`)
  return envelope.error
}

const up = (folder: Folder, ...args: string[]) => ['up', ...freePorts, '--data-dir', folder.at('data'), ...args]
const ephemeral = (...args: string[]) => ['up', '--ephemeral', ...freePorts, ...args]

async function busyPort(): Promise<{ readonly port: number; readonly server: Server } & AsyncDisposable> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    server,
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Makes a world in the folder and answers its height, so that a later look can tell that nothing was lost. */
async function madeWorld(folder: Folder): Promise<string> {
  await using emulator = await startPegzone({ folder, args: ['--data-dir', folder.at('data')] })
  const heads = await createAdminClient({ url: emulator.status.admin }).heads()
  expect(await emulator.stop()).toMatchObject({ code: 0 })
  return JSON.stringify(heads)
}

const expectWorld = async (folder: Folder, heads: string): Promise<void> => {
  expect(await madeWorld(folder)).toBe(heads)
}

describe('a wrong command line', () => {
  const wrong: readonly (readonly [name: string, args: string[], failure: Failure])[] = [
    ['port', ['--eth-port', '99999'], { code: 'CLI_PORT_INVALID', exit: 2, says: /--eth-port is 99999/ }],
    ['block time', ['--cosmos-block-time', '0'], { code: 'CLI_OPTION_INVALID', exit: 2, says: /--cosmos-block-time/ }],
    ['history', ['--history', '-1'], { code: 'CLI_OPTION_INVALID', exit: 2, says: /--history is -1/ }],
    [
      'short history',
      ['--history', '27', '--finality', 'confirmations:12'],
      { code: 'EMULATOR_HISTORY_SHORT', exit: 3, says: /at least 28 blocks/ },
    ],
    ['finality', ['--finality', 'soon'], { code: 'EMULATOR_FINALITY_INVALID', exit: 3, says: /"soon"/ }],
    ['preset', ['--preset', 'nothing'], { code: 'EMULATOR_PRESET_UNKNOWN', exit: 3, says: /example/ }],
    ['mnemonic', ['--mnemonic', 'one two three'], { code: 'EMULATOR_MNEMONIC_INVALID', exit: 3, says: /12, 15/ }],
    ['prefix', ['--prefix', 'Ixo!'], { code: 'EMULATOR_PREFIX_INVALID', exit: 3, says: /"Ixo!"/ }],
    ['genesis path', ['--genesis', 'no-such-file'], { code: 'CLI_GENESIS_UNREADABLE', exit: 3, says: /no-such-file/ }],
  ]

  it.each(wrong)('%s ends before anything starts', async (_, args, failure) => {
    await expectFailure(ephemeral(...args), failure)
  })

  it('options that contradict each other are named', async () => {
    await using folder = await temporaryFolder()
    await expectFailure(ephemeral('--reset'), {
      code: 'CLI_OPTIONS_CONFLICT',
      exit: 2,
      says: /--ephemeral and --reset/,
    })
    await expectFailure(up(folder, '--preset', 'example', '--genesis', 'x'), {
      code: 'CLI_OPTIONS_CONFLICT',
      exit: 2,
      says: /--genesis and --preset/,
    })
  })

  const misread: readonly (readonly [args: string[], says: RegExp])[] = [
    [['up', '--efemeral'], /unknown option '--efemeral'[\s\S]*Did you mean --ephemeral\?/],
    [['packet'], /unknown command 'packet'[\s\S]*Did you mean packets\?/],
    [['accounts', 'extra'], /too many arguments/],
  ]
  it.each(misread)('%j is refused in both forms', async (args, says) => {
    await expectFailure(args, { code: 'CLI_USAGE', exit: 2, says })
  })

  it('an unknown option or command suggests the nearest one', async () => {
    const option = await runPegzone(['up', '--efemeral'])
    expect(option.code).toBe(2)
    expect(option.stderr).toMatch(/unknown option '--efemeral'[\s\S]*--ephemeral/)
    const command = await runPegzone(['packet'])
    expect(command.code).toBe(2)
    expect(command.stderr).toMatch(/unknown command 'packet'[\s\S]*packets/)
  })
})

describe('a bad genesis file', () => {
  it('that is no JSON, no genesis, or breaks a law names the place', async () => {
    await using folder = await temporaryFolder()
    const file = folder.at('genesis.json')
    await writeFile(file, '{"format": ')
    await expectFailure(ephemeral('--genesis', file), {
      code: 'EMULATOR_GENESIS_NO_JSON',
      exit: 3,
      says: /genesis\.json/,
    })
    await writeFile(file, '{"format": "pegzone-genesis", "version": 2}')
    await expectFailure(ephemeral('--genesis', file), {
      code: 'WORLD_GENESIS_INVALID',
      exit: 3,
      says: /field version is 2/,
    })
  })
})

describe('a port that is taken', () => {
  it.each(['eth', 'cosmos', 'rest', 'admin'])('--%s-port is named, and nothing is lost', async (name) => {
    await using folder = await temporaryFolder()
    await using busy = await busyPort()
    const args = up(folder, `--${name}-port`, String(busy.port))
    await expectFailure(args, { code: 'RPC_PORT_IN_USE', exit: 4, says: new RegExp(`Port ${busy.port}`) })
    // What was opened before the port failed is free again.
    await madeWorld(folder)
  })
})

describe('a data directory', () => {
  it('that another emulator uses names its process, which goes on', async () => {
    await using folder = await temporaryFolder()
    await using emulator = await startPegzone({ folder, args: ['--data-dir', folder.at('data')] })
    const failure = { code: 'LEDGER_LOCKED', exit: 4, says: new RegExp(`process ${emulator.pid}\\b`) }
    await expectFailure(up(folder), failure)
    await expectFailure(up(folder, '--reset'), failure)
    const client = createAdminClient({ url: emulator.status.admin })
    expect((await client.status()).pid).toBe(emulator.pid)
    // The run file is still that of the one that runs.
    const status = await runPegzone(['status', '--data-dir', folder.at('data'), '--json'])
    expect(JSON.parse(status.stdout)).toMatchObject({ ok: true, data: { pid: emulator.pid } })
    expect(await emulator.stop()).toMatchObject({ code: 0 })
  })

  it('of another preset, mnemonic or prefix is refused, never changed', async () => {
    await using folder = await temporaryFolder()
    const heads = await madeWorld(folder)
    const differs = { code: 'EMULATOR_GENESIS_DIFFERS', exit: 3, says: /--reset/ }
    await expectFailure(up(folder, '--preset', 'seed'), { ...differs, says: /preset is example; seed/ })
    await expectFailure(up(folder, '--prefix', 'cosmos'), differs)
    const words = `${'legal winner thank year wave sausage worth useful legal winner thank'} yellow`
    await expectFailure(up(folder, '--mnemonic', words), differs)
    await expectWorld(folder, heads)
  })

  it('that is no directory says so', async () => {
    await using folder = await temporaryFolder()
    await writeFile(folder.at('data'), 'a file')
    await expectFailure(up(folder), { code: 'EMULATOR_DIRECTORY_UNUSABLE', exit: 4, says: /data/ })
    expect(await readFile(folder.at('data'), 'utf8')).toBe('a file')
  })

  it('that is damaged says so, stays as it is, and --reset starts anew', async () => {
    await using folder = await temporaryFolder()
    await madeWorld(folder)
    const db = folder.at('data/db')
    const before = (await readdir(db)).find((name) => name.startsWith('MANIFEST'))
    await truncate(join(db, before as string), 8)
    await expectFailure(up(folder), { code: 'LEDGER_CORRUPT', exit: 8, says: /delete it and start anew/ })
    expect(await readdir(db)).toContain(before)
    await using again = await startPegzone({ folder, args: ['--data-dir', folder.at('data'), '--reset'] })
    expect(again.status.preset).toBe('example')
    expect(await again.stop()).toMatchObject({ code: 0 })
  })
})

describe('commands that need an emulator', () => {
  it.each(['status', 'accounts', 'packets'])('%s says where it looked when none runs', async (command) => {
    await using folder = await temporaryFolder()
    await using closed = await busyPort()
    await closed[Symbol.asyncDispose]()
    const admin = `http://127.0.0.1:${closed.port}`
    await expectFailure([command, '--admin', admin, '--data-dir', folder.path], {
      code: 'API_UNREACHABLE',
      exit: 5,
      says: new RegExp(admin),
    })
  })

  it('a killed emulator leaves a run file that leads nowhere, not to a wrong answer', async () => {
    await using folder = await temporaryFolder()
    await using emulator = await startPegzone({ folder, args: ['--data-dir', folder.at('data')] })
    await emulator.stop('SIGKILL')
    await expectFailure(['status', '--data-dir', folder.at('data')], {
      code: 'API_UNREACHABLE',
      exit: 5,
      says: new RegExp(emulator.status.admin),
    })
    await madeWorld(folder)
  })

  it('a wrong filter of packets is refused before any call', async () => {
    await expectFailure(['packets', '--state', 'lost'], {
      code: 'CLI_OPTION_INVALID',
      exit: 2,
      says: /--state is lost/,
    })
    await expectFailure(['packets', '--limit', '0'], { code: 'CLI_OPTION_INVALID', exit: 2, says: /1 to 1000/ })
  })
})
