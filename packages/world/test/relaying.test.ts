import { createMapDatabase } from '@pegzone/ledger'
import { refuse } from '@pegzone/outcome'
import type { Endpoint, Relayer } from '@pegzone/relayer'
import { NEVER } from 'rxjs'
import { afterEach, describe, expect, it } from 'vitest'
import { Harness, token } from './harness.ts'
import { type Faults, relay as startRelayer } from './relay.ts'

const running: Relayer[] = []
const relay = (zone: Harness, faults: Faults = {}) => {
  const started = startRelayer(zone, faults)
  running.push(started.relayer)
  return started
}
const open: Harness[] = []
async function start(): Promise<Harness> {
  const harness = await Harness.open({ relay: false })
  open.push(harness)
  return harness
}
afterEach(async () => {
  for (const relayer of running.splice(0)) await relayer.stop()
  for (const harness of open.splice(0)) await harness.stop()
})

/** Sends `count` packets of one DAI from alice to bob on Cosmos. */
async function send(zone: Harness, count: number): Promise<void> {
  for (let i = 0; i < count; i++)
    await zone.mirror(zone.account('alice'), 'DAI', token, zone.account('bob').cosmos.address)
}

function received(zone: Harness): bigint {
  return zone.vouchers('acdai', zone.account('bob').cosmos.address) / token - 1_000_000n
}

describe('a relayer', () => {
  it('clears at start what was sent while nobody relayed', async () => {
    const zone = await start()
    await send(zone, 35)
    expect(received(zone)).toBe(0n)
    const { reports } = relay(zone)
    await zone.run()
    expect(received(zone)).toBe(35n)
    expect(zone.inFlight()).toBe(0n)
    // 35 packets to Cosmos and 35 acknowledgements back, at most 30 a batch.
    const sizes = reports.flatMap((report) => (report.type === 'relayed' ? [report.messages.length] : []))
    expect(Math.max(...sizes)).toBe(30)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(70)
  })

  it('needs no event of one side, and none of both when it is asked to clear', async () => {
    const zone = await start()
    const deaf = (endpoint: Endpoint): Endpoint => ({ ...endpoint, head$: NEVER })
    const { relayer } = relay(zone, { ethereum: deaf, cosmos: deaf })
    await zone.run()
    await send(zone, 3)
    await zone.run()
    expect(received(zone)).toBe(0n)
    relayer.clear()
    await zone.run()
    expect(received(zone)).toBe(3n)
    relayer.clear()
    await zone.run()
    expect(zone.inFlight()).toBe(0n)
  })

  it('repeats a pass that failed, later each time', async () => {
    const zone = await start()
    let failures = 0
    const unsteady = (endpoint: Endpoint): Endpoint => ({
      ...endpoint,
      submit: (messages) => (failures++ < 3 ? Promise.reject(new Error('no route')) : endpoint.submit(messages)),
    })
    const { reports } = relay(zone, { cosmos: unsteady })
    await send(zone, 2)
    await zone.run(60_000)
    expect(received(zone)).toBe(2n)
    expect(zone.inFlight()).toBe(0n)
    expect(reports.filter(({ type }) => type === 'failed')).toHaveLength(3)
    expect(zone.clock.nextDue).toBeUndefined()
  })

  it('isolates the packet that a chain refuses, and delivers the others', async () => {
    const zone = await start()
    await send(zone, 20)
    const picky = (endpoint: Endpoint): Endpoint => ({
      ...endpoint,
      submit: async (messages) =>
        messages.some((message) => message.type === 'recv' && message.packet.sequence === 7n)
          ? refuse({ code: 'RELAYER_SUBMIT_REFUSED', chainId: 'pegzone-1', reason: 'not this one' })
          : endpoint.submit(messages),
    })
    const { reports } = relay(zone, { cosmos: picky })
    await zone.run(120_000)
    expect(received(zone)).toBe(19n)
    expect(zone.inFlight()).toBe(token)
    const aside = reports.filter((report) => report.type === 'set-aside')
    expect(new Set(aside.map((report) => report.packet))).toEqual(new Set(['31337/channel-0/7']))
    expect(aside.at(-1)?.retryAtMs).toBeUndefined()
    // Nothing is tried any more until somebody clears; only the packet's timeout is still due.
    const tried = reports.length
    await zone.run(60_000)
    expect(reports).toHaveLength(tried)
  })

  it('delivers once when two relayers carry everything', async () => {
    const zone = await start()
    const journal = createMapDatabase().keyspace('shared')
    relay(zone, { journal })
    relay(zone, { journal, payer: 'operator' })
    await send(zone, 12)
    await zone.mirrorBack(zone.account('bob'), 'acdai', 2n * token, zone.account('alice').ethereum.address)
    await zone.run(120_000)
    expect(received(zone)).toBe(10n)
    expect(zone.inFlight()).toBe(0n)
    expect(zone.balanced()).toBe(true)
    const states = zone.world.packets.list({ limit: 100 }).map(({ state }) => state)
    expect(states).toEqual(Array(13).fill('acknowledged'))
  })
})
