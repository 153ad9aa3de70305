import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMapDatabase, type Database, type Keyspace } from '@pegzone/ledger'
import { openLevelDatabase } from '@pegzone/ledger/level'
import type { Endpoint } from '@pegzone/relayer'
import { describe, expect, it } from 'vitest'
import { Harness, token } from './harness.ts'
import { MortalDatabase } from './mortal-database.ts'
import { relay } from './relay.ts'
import { SignedStatements } from './signed-statements.ts'

/** ibc.md F1: where the relayer dies while it tells a chain something. */
const points = ['before signing', 'after the journal', 'after broadcast', 'after inclusion'] as const
type Point = (typeof points)[number]

interface Crash {
  readonly point: Point
  readonly told: 'ethereum' | 'cosmos'
  /** The how-manieth batch it happens to. */
  readonly batch: number
}

/** What of the relayer's process is decorated so that it dies once, at one point. */
class Fatality {
  happened = false
  #dead = false
  #batches = 0
  readonly #crash: Crash
  readonly #die: () => void

  constructor(crash: Crash, die: () => void) {
    this.#crash = crash
    this.#die = die
  }

  /** Everything of an endpoint fails once the process is dead. */
  endpoint(side: 'ethereum' | 'cosmos', inner: Endpoint): Endpoint {
    const alive =
      <A extends readonly unknown[], T>(call: (...args: A) => Promise<T>) =>
      async (...args: A): Promise<T> => {
        this.#assertAlive()
        return call(...args)
      }
    return {
      ...inner,
      head: alive(inner.head),
      header: alive(inner.header),
      read: alive(inner.read),
      pendingSends: alive(inner.pendingSends),
      unreceived: alive(inner.unreceived),
      acknowledgements: alive(inner.acknowledgements),
      want: (want) => (this.#dead ? undefined : inner.want(want)),
      submit: alive(async (messages) => {
        if (side !== this.#crash.told) return inner.submit(messages)
        this.#batches += 1
        const now = this.#batches === this.#crash.batch
        if (now && this.#crash.point === 'after the journal') this.#kill()
        const submitting = inner.submit(messages)
        if (now && this.#crash.point === 'after broadcast') {
          submitting.catch(() => undefined) // nobody is left to hear of it
          this.#kill()
        }
        const submitted = await submitting
        if (now && this.#crash.point === 'after inclusion') this.#kill()
        return submitted
      }),
    }
  }

  journal(inner: Keyspace): Keyspace {
    return {
      ...inner,
      write: async (ops, options) => {
        this.#assertAlive()
        const mine = ops.some(({ key }) => key.includes(this.#crash.told === 'cosmos' ? 'solo/' : 'attestation/'))
        if (mine && this.#crash.point === 'before signing' && this.#batches === this.#crash.batch - 1) this.#kill()
        return inner.write(ops, options)
      },
    }
  }

  #kill(): never {
    this.happened = true
    this.#dead = true
    this.#die()
    throw new Error('crash')
  }

  #assertAlive(): void {
    if (this.#dead) throw new Error('the process is dead')
  }
}

/** Packets of every kind, both ways, while nobody relays: to be delivered, to be refunded, past their timeout. */
async function sendAll(zone: Harness): Promise<void> {
  const [alice, bob] = [zone.account('alice'), zone.account('bob')]
  await zone.mirror(alice, 'DAI', 100n * token, bob.cosmos.address)
  await zone.mirror(alice, 'DAI', 20n * token, 'nobody')
  await zone.mirror(alice, 'DAI', 3n * token, bob.cosmos.address, 20_000)
  await zone.mirrorBack(bob, 'acdai', 7n * token, alice.ethereum.address)
  await zone.mirrorBack(bob, 'acdai', 50n * token, 'nobody')
  await zone.mirrorBack(bob, 'acdai', 900n * token, alice.ethereum.address, 20_000)
  await zone.run(30_000)
}

/** One outcome per packet, to the base unit, and nothing left to do. */
function expectSettledOnce(zone: Harness): void {
  const [alice, bob] = [zone.account('alice'), zone.account('bob')]
  const states = zone.world.packets.list().map(({ id, state, steps }) => [id, state, steps.length])
  expect(states.sort()).toEqual([
    ['cosmos/channel-0/1', 'acknowledged', 3],
    ['cosmos/channel-0/2', 'refunded', 3],
    ['cosmos/channel-0/3', 'timed-out', 2],
    ['ethereum/channel-0/1', 'acknowledged', 3],
    ['ethereum/channel-0/2', 'refunded', 3],
    ['ethereum/channel-0/3', 'timed-out', 2],
  ])
  expect(zone.balance('DAI', alice.ethereum.address)).toBe((1_000_000n - 100n + 7n) * token)
  expect(zone.vouchers('acdai', bob.cosmos.address)).toBe((1_000_000n + 100n - 7n) * token)
  expect(zone.inFlight()).toBe(0n)
  const dai = zone.world.books().lanes.find(({ lane }) => lane === 'dai')
  expect(dai?.escrow).toBe(dai?.vouchers)
  expect(zone.balanced()).toBe(true)
  expect(zone.clock.nextDue).toBeUndefined()
}

/** The whole process dies, with chains and relayer; the next one has only what was stored. */
async function crashProcess(crash: Crash, disk: Database): Promise<Fatality> {
  const signed = new SignedStatements()
  const database = new MortalDatabase(disk)
  const first = await Harness.open({ database, relay: false })
  await sendAll(first)
  const fatality = new Fatality(crash, () => database.die())
  const dying = relay(first, {
    ethereum: (endpoint) => fatality.endpoint('ethereum', endpoint),
    cosmos: (endpoint) => fatality.endpoint('cosmos', endpoint),
    journal: fatality.journal(signed.watch(database.keyspace('test-journal'))),
    batch: 2,
    retries: 0,
  })
  await first.run()
  await dying.relayer.stop()
  database.die()

  const second = await Harness.open({
    database: new MortalDatabase(disk),
    relay: false,
    startMs: first.clock.now() + 1_000,
  })
  const { relayer } = relay(second, { journal: signed.watch(second.database.keyspace('test-journal')), batch: 2 })
  await second.run(60_000)
  expectSettledOnce(second)
  expect(signed.equivocations()).toEqual([])
  await relayer.stop()
  await second.stop()
  return fatality
}

/** Only the relayer dies. The chains go on, and what it broadcast may still be included. */
async function crashRelayer(crash: Crash): Promise<Fatality> {
  const signed = new SignedStatements()
  const zone = await Harness.open({ relay: false })
  await sendAll(zone)
  const fatality = new Fatality(crash, () => undefined)
  const journal = signed.watch(zone.database.keyspace('test-journal'))
  const dying = relay(zone, {
    ethereum: (endpoint) => fatality.endpoint('ethereum', endpoint),
    cosmos: (endpoint) => fatality.endpoint('cosmos', endpoint),
    journal: fatality.journal(journal),
    batch: 2,
    retries: 0,
  })
  await zone.run()
  await dying.relayer.stop()
  const { relayer } = relay(zone, { journal, batch: 2 })
  await zone.run(60_000)
  expectSettledOnce(zone)
  expect(signed.equivocations()).toEqual([])
  await relayer.stop()
  await zone.stop()
  return fatality
}

const told = ['ethereum', 'cosmos'] as const
const cases = points.flatMap((point) => told.map((side) => ({ point, told: side })))

describe('after a crash every packet has its one effect', () => {
  it.each(cases)('of the process, $point, telling $told', async (crash) => {
    for (const batch of [1, 2, 3]) {
      const { happened } = await crashProcess({ ...crash, batch }, createMapDatabase())
      expect(happened).toBe(true)
    }
  })

  it.each(cases)('of the relayer, $point, telling $told', async (crash) => {
    for (const batch of [1, 2, 3]) {
      const { happened } = await crashRelayer({ ...crash, batch })
      expect(happened).toBe(true)
    }
  })

  it.each(points)('of the process on LevelDB, %s', async (point) => {
    const directory = await mkdtemp(join(tmpdir(), 'pegzone-crash-'))
    const disk = await openLevelDatabase(directory)
    try {
      const { happened } = await crashProcess({ point, told: 'cosmos', batch: 1 }, disk)
      expect(happened).toBe(true)
    } finally {
      await disk.close()
      await rm(directory, { recursive: true })
    }
  })
})
