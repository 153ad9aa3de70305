import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tokens } from '@pegzone/ethereum'
import { nextSequences } from '@pegzone/ibc'
import { createMapDatabase, type Database } from '@pegzone/ledger'
import { openLevelDatabase } from '@pegzone/ledger/level'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BlockMode, developerNames, type PacketRecord, type Side } from '../src/index.ts'
import { Harness, startMs, token } from './harness.ts'
import { MortalDatabase } from './mortal-database.ts'
import { SignedStatements } from './signed-statements.ts'

const names = ['alice', 'bob', 'carol'] as const
type Name = (typeof names)[number]

type Command =
  | {
      readonly do: 'send'
      readonly side: Side
      readonly from: Name
      readonly to: Name | 'nobody'
      readonly amount: bigint
      readonly timeoutMs: number
    }
  | { readonly do: 'mode'; readonly side: Side; readonly mode: BlockMode }
  | { readonly do: 'mine'; readonly side: Side }
  | { readonly do: 'run'; readonly ms: number }
  | { readonly do: 'clear' }
  | { readonly do: 'restart' }
  /** The process dies when so many more writes have got through. */
  | { readonly do: 'kill'; readonly writes: number }

const side = fc.constantFrom<Side>('ethereum', 'cosmos')
const mode: fc.Arbitrary<BlockMode> = fc.oneof(
  fc.constant({ type: 'auto' } as const),
  fc.constant({ type: 'manual' } as const),
  fc.record({ type: fc.constant('interval' as const), ms: fc.constantFrom(700, 3_000, 12_000) }),
)
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      side,
      from: fc.constantFrom(...names),
      to: fc.constantFrom(...names, 'nobody' as const),
      amount: fc.bigInt({ min: 1n, max: 5n * token }),
      timeoutMs: fc.constantFrom(900, 5_000, 20_000, 600_000, 600_000, 600_000),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('mode' as const), side, mode }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('mine' as const), side }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('run' as const), ms: fc.constantFrom(0, 1, 900, 6_000, 30_000) }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'clear' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('kill' as const), writes: fc.nat({ max: 12 }) }) },
)

const setup = fc.record({
  finality: fc.constantFrom('instant', 'instant', 'confirmations:1', 'confirmations:3'),
  batch: fc.constantFrom(1, 3, 30),
  commands: fc.array(command, { minLength: 8, maxLength: 30 }),
})
type Setup = typeof setup extends fc.Arbitrary<infer S> ? S : never

/** A world that is used, stopped and killed; the disk is all that lives through it. */
class Life {
  readonly signed = new SignedStatements()
  /** What made a living process stop. */
  readonly failures: unknown[] = []
  /** Of DAI at genesis. */
  supply: bigint | undefined
  readonly #setup: Setup
  readonly #disk: Database
  #mortal: MortalDatabase
  #zone: Harness | undefined
  #nowMs = startMs + 60_000

  constructor(setup: Setup, disk: Database) {
    this.#setup = setup
    this.#disk = disk
    this.#mortal = new MortalDatabase(disk)
  }

  get zone(): Harness {
    if (this.#zone === undefined) throw new Error('not open')
    return this.#zone
  }

  async open(): Promise<void> {
    const mortal = new MortalDatabase(this.#disk)
    this.#mortal = mortal
    const database: Database = {
      write: mortal.write,
      close: () => mortal.close(),
      keyspace: (name) => (name === 'journal' ? this.signed.watch(mortal.keyspace(name)) : mortal.keyspace(name)),
    }
    const { finality, batch } = this.#setup
    const zone = await Harness.open({ database, finality, batch, startMs: this.#nowMs })
    this.#zone = zone
    this.supply ??= zone.world.ethereum.ledger.latest.read(tokens.supplyTable).get('DAI')
    zone.world.failure$.subscribe((failure) => {
      if (!mortal.dead) this.failures.push(failure)
    })
  }

  async take(command: Command): Promise<void> {
    const { zone } = this
    const { world } = zone
    switch (command.do) {
      case 'send':
        return this.#send(command)
      case 'mode':
        world[command.side].producer.setMode(command.mode)
        return
      case 'mine':
        world[command.side].producer.mine()
        return
      case 'run':
        return zone.run(command.ms)
      case 'clear':
        world.relayer.clear()
        return
      case 'restart':
        await zone.stop()
        return this.#again()
      case 'kill':
        this.#mortal.dieAfter(command.writes)
        await zone.run(6_000)
        this.#mortal.die()
        return this.#again()
    }
  }

  /** Automine, and time enough for every timeout. */
  async settle(): Promise<void> {
    for (const side of ['ethereum', 'cosmos'] as const) this.zone.world[side].producer.setMode({ type: 'auto' })
    await this.zone.run()
    await this.zone.run(3_600_000)
  }

  async #again(): Promise<void> {
    this.#nowMs = this.zone.clock.now() + 1_000
    await this.open()
  }

  /** A send that its own chain refuses is none; what became of the others the chains tell. */
  async #send({ side, from, to, amount, timeoutMs }: Extract<Command, { do: 'send' }>): Promise<void> {
    const { zone } = this
    const sender = zone.account(from)
    const sending =
      side === 'ethereum'
        ? zone.mirrorUnmined(sender, 'DAI', amount, to === 'nobody' ? to : zone.account(to).cosmos.address, timeoutMs)
        : zone.mirrorBack(sender, 'acdai', amount, to === 'nobody' ? to : zone.account(to).ethereum.address, timeoutMs)
    await sending.catch((error: Error) => {
      // One transaction of this account waits already and its sequence is not known from the state.
      if (!error.message.includes('sequence')) throw error
    })
  }
}

/** What every account must hold, by the outcome of each packet alone. */
function expectedBalances(zone: Harness, packets: readonly PacketRecord[]): ReadonlyMap<string, bigint> {
  const balances = new Map<string, bigint>()
  for (const name of developerNames) {
    const { ethereum, cosmos } = zone.account(name)
    for (const { address } of [ethereum, cosmos]) balances.set(address, 1_000_000n * token)
  }
  const move = (address: string, amount: bigint) => balances.set(address, (balances.get(address) ?? 0n) + amount)
  for (const { state, sender, receiver, amount } of packets) {
    if (state !== 'acknowledged') continue
    move(sender.toLowerCase(), -amount)
    move(receiver.toLowerCase(), amount)
  }
  return balances
}

function check(life: Life): void {
  const { zone, signed } = life
  const { ethereum, cosmos } = zone.world
  const packets = zone.world.packets.list({ limit: 1_000 })
  const views = { ethereum: ethereum.ledger.latest, cosmos: cosmos.chain.ledger.latest }

  // Every packet that was sent is known, and met one end.
  for (const side of ['ethereum', 'cosmos'] as const) {
    const next = nextSequences(views[side], { portId: 'transfer', channelId: 'channel-0' })
    const sequences = packets.filter(({ source }) => source === side).map(({ sequence }) => sequence)
    expect(new Set(sequences).size).toBe(sequences.length)
    expect(BigInt(sequences.length)).toBe((next?.send ?? 0n) - 1n)
  }
  for (const { steps, state } of packets) {
    const ends = steps.filter((step) => ['acknowledged', 'refunded', 'timed-out'].includes(step.state))
    expect(ends.map((end) => end.state)).toEqual([state])
    expect(steps.filter((step) => step.state === 'received')).toHaveLength(state === 'timed-out' ? 0 : 1)
  }

  // Nobody has a unit more or less, and nothing is under way.
  for (const [address, amount] of expectedBalances(zone, packets)) {
    const held = address.startsWith('0x')
      ? zone.balance('DAI', address as `0x${string}`)
      : zone.vouchers('acdai', address)
    expect([address, held]).toEqual([address, amount])
  }
  expect(zone.inFlight()).toBe(0n)
  expect(zone.balanced()).toBe(true)
  const dai = zone.world.books().lanes.find(({ lane }) => lane === 'dai')
  expect(dai?.escrow).toBe(dai?.vouchers)
  expect(views.ethereum.read(tokens.supplyTable).get('DAI')).toBe(life.supply)
  expect(signed.equivocations()).toEqual([])
  expect(life.failures).toEqual([])
  for (const ledger of [ethereum.ledger, cosmos.chain.ledger]) expect(ledger.audit()).toEqual([])
  expect(zone.clock.nextDue).toBeUndefined()
}

describe('a world under any use', () => {
  const states = new Map<string, number>()

  async function live(setup: Setup, disk: Database): Promise<void> {
    const life = new Life(setup, disk)
    await life.open()
    for (const command of setup.commands) await life.take(command)
    await life.settle()
    check(life)
    for (const { state } of life.zone.world.packets.list({ limit: 1_000 }))
      states.set(state, (states.get(state) ?? 0) + 1)
    await life.zone.stop()
  }

  it('settles every packet once, and keeps the books', async () => {
    await fc.assert(
      fc.asyncProperty(setup, (setup) => live(setup, createMapDatabase())),
      { seed: 701, numRuns: 60 },
    )
    // The schedules reached every end that there is.
    for (const state of ['acknowledged', 'refunded', 'timed-out']) expect(states.get(state) ?? 0).toBeGreaterThan(20)
  })

  it('on LevelDB, too', async () => {
    await fc.assert(
      fc.asyncProperty(setup, async (setup) => {
        const directory = await mkdtemp(join(tmpdir(), 'pegzone-model-'))
        const disk = await openLevelDatabase(directory)
        try {
          await live(setup, disk)
        } finally {
          await disk.close()
          await rm(directory, { recursive: true })
        }
      }),
      { seed: 702, numRuns: 8 },
    )
  })
})
