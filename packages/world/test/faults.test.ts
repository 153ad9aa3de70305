import type { Head } from '@pegzone/attestor'
import { createMapDatabase, type Keyspace } from '@pegzone/ledger'
import { refuse } from '@pegzone/outcome'
import type { Endpoint, Relayer, RelayReport } from '@pegzone/relayer'
import fc from 'fast-check'
import { from, mergeMap, type Observable } from 'rxjs'
import { afterEach, describe, expect, it } from 'vitest'
import { Harness, type HarnessOptions, token } from './harness.ts'
import { type Faults, relay as startRelayer } from './relay.ts'
import { SignedStatements } from './signed-statements.ts'

const running: Relayer[] = []
const open: Harness[] = []

async function start(options: HarnessOptions = {}): Promise<Harness> {
  const harness = await Harness.open({ relay: false, ...options })
  open.push(harness)
  return harness
}

function relay(zone: Harness, faults: Faults = {}) {
  const started = startRelayer(zone, faults)
  running.push(started.relayer)
  return started
}

afterEach(async () => {
  for (const relayer of running.splice(0)) await relayer.stop()
  for (const harness of open.splice(0)) await harness.stop()
})

/** Sends `count` packets of one DAI from alice to bob on Cosmos. */
async function send(zone: Harness, count: number, timeoutMs?: number): Promise<void> {
  const to = zone.account('bob').cosmos.address
  for (let i = 0; i < count; i++) await zone.mirror(zone.account('alice'), 'DAI', token, to, timeoutMs)
}

async function sendBack(zone: Harness, count: number): Promise<void> {
  const [bob, alice] = [zone.account('bob'), zone.account('alice')]
  for (let i = 0; i < count; i++) await zone.mirrorBack(bob, 'acdai', token, alice.ethereum.address)
}

/** Whole DAI that bob has more than at the start. */
function received(zone: Harness): bigint {
  return zone.vouchers('acdai', zone.account('bob').cosmos.address) / token - 1_000_000n
}

function refused(reason: string): Awaited<ReturnType<Endpoint['submit']>> {
  return refuse({ code: 'RELAYER_SUBMIT_REFUSED', chainId: 'pegzone-1', reason })
}

/** Refuses every batch with one of these sequences in it, so many times. */
function picky(sequences: readonly bigint[], times = Number.POSITIVE_INFINITY) {
  const sizes: number[] = []
  let left = times
  const decorate = (endpoint: Endpoint): Endpoint => ({
    ...endpoint,
    submit(messages) {
      const packets = messages.flatMap((message) => (message.type === 'recv' ? [message.packet.sequence] : []))
      if (packets.length > 0) sizes.push(packets.length)
      if (!packets.some((sequence) => sequences.includes(sequence)) || left-- <= 0) return endpoint.submit(messages)
      return Promise.resolve(refused('not this one'))
    },
  })
  return { sizes, decorate }
}

function ofType<T extends RelayReport['type']>(reports: readonly RelayReport[], type: T) {
  return reports.filter((report): report is Extract<RelayReport, { type: T }> => report.type === type)
}

describe('events', () => {
  it('may be lost, doubled, late and out of order: one look at the end finds what is left', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 3 }), { minLength: 7, maxLength: 11 }), async (dice) => {
        let at = 0
        const roll = () => dice[at++ % dice.length] as number
        const kept: Head[] = []
        /** 0: lost, 1: as it is, 2: twice, 3: held back until the next, which then comes first. */
        const shuffled = (head$: Observable<Head>): Observable<Head> =>
          head$.pipe(
            mergeMap((head) => {
              const fate = roll()
              if (fate === 3) kept.push(head)
              return from(fate === 0 || fate === 3 ? [] : [...Array(fate).fill(head), ...kept.splice(0)])
            }),
          )
        const decorate = (endpoint: Endpoint): Endpoint => ({ ...endpoint, head$: shuffled(endpoint.head$) })
        const zone = await start()
        const { relayer, reports } = relay(zone, { ethereum: decorate, cosmos: decorate })
        await send(zone, 4)
        await sendBack(zone, 3)
        await send(zone, 2)
        await zone.run()
        // Each side is told once more what it may have missed: receipts, then acknowledgements.
        for (let looks = 0; looks < 3; looks++) {
          relayer.clear()
          await zone.run()
        }
        expect(received(zone)).toBe(3n)
        expect(zone.inFlight()).toBe(0n)
        expect(ofType(reports, 'refused')).toEqual([])
        expect(zone.clock.nextDue).toBeUndefined()
      }),
      { seed: 601, numRuns: 8 },
    )
  })
})

describe('a chain that cannot be told', () => {
  it.each([1, 3, 8])('is told again %i times, later each time', async (failures) => {
    const zone = await start()
    const triedAt: number[] = []
    const unsteady = (endpoint: Endpoint): Endpoint => ({
      ...endpoint,
      submit(messages) {
        triedAt.push(zone.clock.now())
        return triedAt.length <= failures ? Promise.reject(new Error('no route')) : endpoint.submit(messages)
      },
    })
    await send(zone, 2)
    const { reports } = relay(zone, { cosmos: unsteady })
    await zone.run(120_000)
    expect(received(zone)).toBe(2n)
    const waits = triedAt.slice(1, failures + 1).map((time, index) => time - (triedAt[index] as number))
    expect(waits).toEqual([200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600].slice(0, failures))
    expect(ofType(reports, 'failed').map(({ chainId, givenUp }) => [chainId, givenUp])).toEqual(
      Array(failures).fill(['pegzone-1', false]),
    )
    expect(zone.clock.nextDue).toBeUndefined()
  })

  it('is given up until something happens, or somebody asks', async () => {
    const zone = await start()
    let up = false
    let tried = 0
    const down = (endpoint: Endpoint): Endpoint => ({
      ...endpoint,
      submit(messages) {
        tried += 1
        return up ? endpoint.submit(messages) : Promise.reject(new Error('no route'))
      },
    })
    await send(zone, 1)
    const { relayer, reports } = relay(zone, { cosmos: down, retries: 3 })
    await zone.run(300_000)
    expect(tried).toBe(4)
    expect(ofType(reports, 'failed').map(({ givenUp }) => givenUp)).toEqual([false, false, false, true])
    // Only the packet's timeout is due: nothing polls.
    const timeout = zone.world.packets.list()[0]?.timeoutTimestamp ?? 0n
    expect(zone.clock.nextDue ?? 0).toBeGreaterThanOrEqual(Number(timeout / 1_000_000n))

    // A block wakes it: the same again.
    zone.world.ethereum.producer.mine()
    await zone.run(60_000)
    expect(tried).toBe(8)

    up = true
    relayer.clear()
    await zone.run()
    expect(received(zone)).toBe(1n)
    expect(zone.inFlight()).toBe(0n)
    expect(zone.clock.nextDue).toBeUndefined()
  })

  it('is asked at once when somebody clears while a failed pass waits', async () => {
    const zone = await start()
    let up = false
    const down = (endpoint: Endpoint): Endpoint => ({
      ...endpoint,
      submit: (messages) => (up ? endpoint.submit(messages) : Promise.reject(new Error('no route'))),
    })
    await send(zone, 1)
    const { relayer } = relay(zone, { cosmos: down })
    await zone.run(20_000)
    up = true
    await zone.run()
    expect(received(zone)).toBe(0n)
    relayer.clear()
    await zone.run()
    expect(received(zone)).toBe(1n)
  })

  it('that refuses everything is not asked for every packet at once', async () => {
    const zone = await start()
    await send(zone, 40)
    let refusing = true
    let tried = 0
    const closed = (endpoint: Endpoint): Endpoint => ({
      ...endpoint,
      submit(messages) {
        tried += 1
        return refusing ? Promise.resolve(refused('out of service')) : endpoint.submit(messages)
      },
    })
    const { relayer, reports } = relay(zone, { cosmos: closed })
    await zone.run()
    // Four packets on their own, five batches each, and then it waits.
    expect(tried).toBe(20)
    expect(ofType(reports, 'set-aside')).toHaveLength(4)
    expect(ofType(reports, 'failed')).toHaveLength(1)
    refusing = false
    relayer.clear()
    await zone.run(60_000)
    expect(received(zone)).toBe(40n)
    expect(zone.inFlight()).toBe(0n)
  })
})

describe('a packet that a chain refuses', () => {
  it.each([1n, 2n, 16n, 30n])('is found by halving (%i of 30), and the other 29 arrive at once', async (poison) => {
    const zone = await start()
    await send(zone, 30)
    const { sizes, decorate } = picky([poison])
    const { reports } = relay(zone, { cosmos: decorate })
    await zone.run()
    expect(received(zone)).toBe(29n)
    expect(ofType(reports, 'set-aside')).toMatchObject([{ packet: `31337/channel-0/${poison}`, attempts: 1 }])
    expect(Math.max(...sizes)).toBe(30)
    expect(sizes.length).toBeLessThanOrEqual(20)
    const [aside] = ofType(reports, 'set-aside')
    expect(aside?.retryAtMs).toBe(zone.clock.now() + 200)
    expect(zone.clock.nextDue).toBe(aside?.retryAtMs)
  })

  it('is tried again, later each time, until it gets in', async () => {
    const zone = await start()
    await send(zone, 1)
    const { reports } = relay(zone, { cosmos: picky([1n], 3).decorate })
    const began = zone.clock.now()
    await zone.run(60_000)
    const waits = ofType(reports, 'set-aside').map(({ retryAtMs = 0 }) => retryAtMs - began)
    expect(waits).toEqual([200, 600, 1_400])
    expect(received(zone)).toBe(1n)
    expect(zone.inFlight()).toBe(0n)
    expect(zone.clock.nextDue).toBeUndefined()
  })

  it('does not make another one wait that falls due after it', async () => {
    const zone = await start()
    await send(zone, 3)
    // The first gets in at its first retry; the other is due later and nothing else happens meanwhile.
    let first = 0
    let third = 0
    const decorate = (endpoint: Endpoint): Endpoint => ({
      ...endpoint,
      submit(messages) {
        const has = (sequence: bigint) =>
          messages.some((message) => message.type === 'recv' && message.packet.sequence === sequence)
        const spoilt = (has(1n) && first < 3) || (has(3n) && third < 6)
        if (has(1n)) first += 1
        if (has(3n)) third += 1
        return spoilt ? Promise.resolve(refused('not now')) : endpoint.submit(messages)
      },
    })
    relay(zone, { cosmos: decorate })
    await zone.run(60_000)
    expect(received(zone)).toBe(3n)
    expect(zone.inFlight()).toBe(0n)
    expect(zone.clock.nextDue).toBeUndefined()
  })

  it('is refunded at its timeout when it never gets in', async () => {
    const zone = await start()
    const before = zone.balance('DAI', zone.account('alice').ethereum.address)
    await send(zone, 2, 30_000)
    relay(zone, { cosmos: picky([1n]).decorate })
    await zone.run(60_000)
    expect(received(zone)).toBe(1n)
    expect(zone.balance('DAI', zone.account('alice').ethereum.address)).toBe(before - token)
    expect(zone.inFlight()).toBe(0n)
    expect(zone.balanced()).toBe(true)
    await zone.run(60_000)
    expect(zone.clock.nextDue).toBeUndefined()
  })

  it('by the attestors does not hold up those behind it', async () => {
    const zone = await start()
    zone.world.cosmos.producer.mine()
    await zone.run()
    // Three too near their timeout to be signed, then one that is not; two to a batch.
    await send(zone, 3, 900)
    await send(zone, 1)
    const { reports } = relay(zone, { batch: 2 })
    await zone.run()
    expect(received(zone)).toBe(1n)
    expect(ofType(reports, 'declined').flatMap(({ declined }) => declined.map(({ reason }) => reason))).toContain(
      'too-late',
    )
    await zone.run(10_000)
    expect(received(zone)).toBe(1n)
    expect(zone.inFlight()).toBe(0n)
    expect(zone.clock.nextDue).toBeUndefined()
  })
})

const methods = ['head', 'header', 'read', 'pendingSends', 'unreceived', 'acknowledgements', 'submit', 'want'] as const

describe('an endpoint that throws', () => {
  it.each(methods.flatMap((method) => (['ethereum', 'cosmos'] as const).map((side) => ({ method, side }))))(
    'in $method of $side now and then, costs time only',
    async ({ method, side }) => {
      const zone = await start()
      let calls = 0
      const broken = (endpoint: Endpoint): Endpoint => ({
        ...endpoint,
        [method]: (...args: never[]) => {
          calls += 1
          if (Number.isInteger(Math.log2(calls))) throw new Error('connection reset')
          return (endpoint[method] as (...args: never[]) => unknown)(...args)
        },
      })
      const { reports } = relay(zone, { [side]: broken, attestorsToo: true })
      await send(zone, 3)
      await sendBack(zone, 2)
      await zone.run(120_000)
      expect(received(zone)).toBe(1n)
      expect(zone.inFlight()).toBe(0n)
      if (calls > 0) expect(ofType(reports, 'failed').length).toBeGreaterThan(0)
      expect(zone.clock.nextDue).toBeUndefined()
      calls = 1 // the next call, of stop, is well
    },
  )
})

describe('stop', () => {
  it('waits for the batch in flight, and tells nothing after it', async () => {
    const zone = await start()
    await send(zone, 35)
    let arrived: () => void = () => undefined
    const slow = new Promise<void>((resolve) => {
      arrived = resolve
    })
    let submits = 0
    const patient = (endpoint: Endpoint): Endpoint => ({
      ...endpoint,
      async submit(messages) {
        submits += 1
        await slow
        return endpoint.submit(messages)
      },
    })
    const { relayer, reports } = relay(zone, { cosmos: patient })
    await zone.run()
    let stopped = false
    const stopping = relayer.stop().then(() => {
      stopped = true
    })
    await zone.run(1_000)
    expect([submits, stopped, received(zone)]).toEqual([1, false, 0n])
    arrived()
    await zone.run()
    await stopping
    expect([submits, received(zone)]).toEqual([1, 30n])
    expect(ofType(reports, 'relayed')).toHaveLength(1)
    await zone.run(60_000)
    expect(received(zone)).toBe(30n)
    expect(zone.clock.nextDue).toBeUndefined()
  })

  it('leaves nothing scheduled, whatever was due, and the next relayer goes on', async () => {
    const zone = await start()
    await send(zone, 3)
    const first = relay(zone, { cosmos: picky([2n]).decorate })
    await zone.run(500)
    expect(zone.clock.nextDue).toBeDefined()
    await first.relayer.stop()
    expect(zone.clock.nextDue).toBeUndefined()
    expect(received(zone)).toBe(2n)
    relay(zone)
    await zone.run()
    expect(received(zone)).toBe(3n)
    expect(zone.inFlight()).toBe(0n)
  })
})

describe('batches', () => {
  it.each([1, 7, 30])('hold at most %i packets', async (batch) => {
    const zone = await start()
    await send(zone, 20)
    await sendBack(zone, 10)
    const { reports } = relay(zone, { batch })
    await zone.run()
    const sizes = ofType(reports, 'relayed').map(({ messages }) => messages.length)
    expect(Math.max(...sizes)).toBe(Math.min(batch, 20))
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(60)
    expect(received(zone)).toBe(10n)
  })
})

describe('two relayers', () => {
  async function relayTwice(journals: readonly [Keyspace, Keyspace]): Promise<void> {
    const zone = await start()
    const one = relay(zone, { journal: journals[0], batch: 4 })
    const other = relay(zone, { journal: journals[1], payer: 'operator', batch: 7 })
    await send(zone, 20)
    await sendBack(zone, 8)
    await zone.run(120_000)
    expect(received(zone)).toBe(12n)
    expect(zone.inFlight()).toBe(0n)
    expect(zone.balanced()).toBe(true)
    expect(zone.world.packets.list({ limit: 100 }).map(({ state }) => state)).toEqual(Array(28).fill('acknowledged'))
    for (const { reports } of [one, other]) expect(ofType(reports, 'relayed').length).toBeGreaterThan(0)
    expect(zone.clock.nextDue).toBeUndefined()
  }

  it('deliver everything once, and on one journal no sequence carries two statements', async () => {
    const signed = new SignedStatements()
    const journal = signed.watch(createMapDatabase().keyspace('journal'))
    await relayTwice([journal, journal])
    expect(signed.sequences).toBeGreaterThanOrEqual(28)
    expect(signed.equivocations()).toEqual([])
  })

  it('deliver everything once even with a journal each: the client lets one statement in per sequence', async () => {
    // Not a way to run it: the two sign against each other, which is an equivocation of the solo machine.
    await relayTwice([createMapDatabase().keyspace('one'), createMapDatabase().keyspace('other')])
  })
})
