import { type AdminClient, createAdminClient } from '@pegzone/api'
import { describe, expect, it } from 'vitest'
import { connect } from '../../examples/working-example/chains.mjs'
import { steps } from '../../examples/working-example/steps.mjs'
import { type Emulator, type Folder, startPegzone, temporaryFolder } from './harness.ts'
import { until } from './until.ts'

const token = 10n ** 18n
/** Steps after which a packet may be under way: the mirror to Cosmos, the mirror back. */
const mirrored = steps.findIndex(({ name }) => name.startsWith('mirror 50'))
const mirroredBack = steps.findIndex(({ name }) => name.startsWith('bob mirrors'))

const adminOf = ({ status }: Emulator): AdminClient => createAdminClient({ url: status.admin })

/** The step with clients of its own, as after a restart. */
async function step(index: number, { status }: Emulator): Promise<void> {
  const alice = await connect(status, 'alice')
  const bob = await connect(status, 'bob')
  try {
    await steps[index]?.run({ alice, bob, log: () => {} })
  } finally {
    alice.close()
    bob.close()
  }
}

/** What the story leaves behind, by the admin API: nothing under way, nothing unbacked, escrow to the base unit. */
async function expectFinalBooks(emulator: Emulator): Promise<void> {
  const admin = adminOf(emulator)
  await until('every packet to settle', async () => (await admin.packets({ pending: true })).length === 0)
  const { lanes } = await admin.books()
  const escrow = { dai: 10_000_000n * token, ixo: 0n, ixos: 50n * token }
  expect(
    lanes.map(({ lane, balanced, unbackedSupply, inFlight, escrow, vouchers }) => ({
      lane,
      balanced,
      unbackedSupply,
      inFlight,
      escrow,
      vouchers,
    })),
  ).toEqual(
    Object.entries(escrow).map(([lane, amount]) => ({
      lane,
      balanced: true,
      unbackedSupply: '0',
      inFlight: '0',
      escrow: String(amount),
      vouchers: String(amount),
    })),
  )
  const packets = await admin.packets()
  expect(packets.map(({ id, state, denom, amount }) => [id, state, denom, amount]).sort()).toEqual([
    ['cosmos/channel-0/1', 'acknowledged', 'transfer/channel-0/ixo', String(50n * token)],
    ['ethereum/channel-0/1', 'acknowledged', 'ixos', String(50n * token)],
    ['ethereum/channel-0/2', 'acknowledged', 'ixo', String(50n * token)],
  ])
}

describe('the working example over real ports', () => {
  it('is exact in one go', async () => {
    await using folder = await temporaryFolder()
    await using emulator = await startPegzone({ folder, args: ['--ephemeral'] })
    for (const index of steps.keys()) await step(index, emulator)
    await expectFinalBooks(emulator)
    expect(emulator.written.stderr).toBe('')
  })

  it('is exact with a clean restart after every step', async () => {
    await using folder = await temporaryFolder()
    for (const index of steps.keys()) {
      await using emulator = await start(folder)
      await step(index, emulator)
      expect(await emulator.stop()).toMatchObject({ code: 0, signal: null, stderr: '' })
    }
    await using emulator = await start(folder)
    await expectFinalBooks(emulator)
  })
})

const start = (folder: Folder, ...args: string[]): Promise<Emulator> =>
  startPegzone({ folder, args: ['--data-dir', folder.at('data'), ...args] })

interface Crash {
  readonly name: string
  /** Killed as soon as this step has its receipts. */
  readonly after: number
  /** Options of the process that is killed. */
  readonly args: readonly string[]
  /** State of its pending packets just before, where the options make that certain. */
  readonly pending?: readonly string[]
}

/** A chain that makes its next block in an hour keeps what is sent to it on the way until the process dies. */
const never = '3600'
const crashes: readonly Crash[] = [
  { name: 'as soon as the first receipts are out', after: 0, args: [] },
  { name: 'as soon as the mirror transactions have receipts', after: mirrored, args: [] },
  {
    name: 'while both mirror packets are under way',
    after: mirrored,
    args: ['--cosmos-block-time', never],
    pending: ['ethereum/channel-0/1', 'ethereum/channel-0/2'],
  },
  {
    name: 'while the packet back is under way',
    after: mirroredBack,
    args: ['--eth-block-time', never],
    pending: ['cosmos/channel-0/1'],
  },
]

describe('the working example with kill -9', () => {
  it.each(crashes)('is exact after one $name', async ({ after, args, pending }) => {
    await using folder = await temporaryFolder()
    {
      await using emulator = await start(folder)
      for (let index = 0; index < after; index++) await step(index, emulator)
      await emulator.stop()
    }
    {
      await using emulator = await start(folder, ...args)
      await step(after, emulator)
      if (pending !== undefined) {
        const list = await adminOf(emulator).packets({ pending: true })
        expect(list.map(({ id }) => id as string).sort()).toEqual(pending)
      }
      expect(await emulator.stop('SIGKILL')).toMatchObject({ code: null, signal: 'SIGKILL' })
    }
    await using emulator = await start(folder)
    for (let index = after + 1; index < steps.length; index++) await step(index, emulator)
    await expectFinalBooks(emulator)
    expect(emulator.written.stderr).toBe('')
  })

  it('is exact with one after every step', async () => {
    await using folder = await temporaryFolder()
    for (const index of steps.keys()) {
      await using emulator = await start(folder)
      await step(index, emulator)
      await emulator.stop('SIGKILL')
    }
    await using emulator = await start(folder)
    await expectFinalBooks(emulator)
  })
})
