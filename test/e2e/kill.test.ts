import { describe, expect, it } from 'vitest'
import { steps } from '../../examples/working-example/steps.mjs'
import { type Emulator, type Folder, startPegzone, temporaryFolder } from './harness.ts'
import { adminOf, expectFinalBooks, tell } from './story.ts'

const start = (folder: Folder, ...args: string[]): Promise<Emulator> =>
  startPegzone({ folder, args: ['--data-dir', folder.at('data'), ...args] })

/** Steps after which a packet may be under way: the mirror to Cosmos, the mirror back. */
const mirrored = steps.findIndex(({ name }) => name.startsWith('mirror 50'))
const mirroredBack = steps.findIndex(({ name }) => name.startsWith('bob mirrors'))

interface Crash {
  readonly name: string
  /** Killed as soon as this step has its receipts. */
  readonly after: number
  /** Options of the process that is killed. */
  readonly args: readonly string[]
  /** Its packets under way just before, where the options make that certain. */
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
    if (after > 0) {
      await using emulator = await start(folder)
      await tell(emulator, 0, after)
      await emulator.stop()
    }
    {
      await using emulator = await start(folder, ...args)
      await tell(emulator, after, after + 1)
      if (pending !== undefined) {
        const list = await adminOf(emulator).packets({ pending: true })
        expect(list.map(({ id }) => id as string).sort()).toEqual(pending)
      }
      expect(await emulator.stop('SIGKILL')).toMatchObject({ code: null, signal: 'SIGKILL' })
    }
    await using emulator = await start(folder)
    await tell(emulator, after + 1, steps.length)
    await expectFinalBooks(emulator)
    expect(emulator.written.stderr).toBe('')
  })

  it('is exact with one after every step', async () => {
    await using folder = await temporaryFolder()
    for (const index of steps.keys()) {
      await using emulator = await start(folder)
      await tell(emulator, index, index + 1)
      await emulator.stop('SIGKILL')
    }
    await using emulator = await start(folder)
    await expectFinalBooks(emulator)
  })
})
