import { readFileSync } from 'node:fs'
import { ok } from '@pegzone/outcome'
import { describe, expect, it } from 'vitest'
import { finalityOf, openZone } from '../../attestor/test/harness/zone.ts'
import { WorldClock } from '../../world/src/clock/index.ts'
import { createRelayer, type Endpoint, type RelayReport } from '../src/index.ts'
import { carry } from './example.ts'
import { endpointOf } from './harness/endpoint.ts'

const instant = finalityOf('instant')

function setUp(decorate: (endpoint: Endpoint) => Endpoint = (endpoint) => endpoint) {
  const zone = openZone()
  const ethereum = endpointOf('ethereum', zone.onEthereum)
  const cosmos = endpointOf('cosmos', zone.onCosmos)
  const clock = new WorldClock(0)
  return {
    zone,
    clock,
    ends: {
      ethereum: { endpoint: ethereum, prover: zone.attestationProver(), finality: instant },
      cosmos: { endpoint: decorate(cosmos), prover: zone.soloProver(), finality: instant },
    },
    wants: { ethereum: ethereum.wants, cosmos: cosmos.wants },
    announce: ethereum.announce,
    run: (ms = 0) => clock.runUntil(clock.now() + ms),
  }
}

function record(reports$: ReturnType<typeof createRelayer>['reports$']): RelayReport[] {
  const reports: RelayReport[] = []
  reports$.subscribe((report) => reports.push(report))
  return reports
}

describe('createRelayer', () => {
  it('is used as the README shows', async () => {
    const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8')
    expect(read('../README.md')).toContain(`\`\`\`ts\n${read('example.ts')}\`\`\``)

    const { zone, clock, ends, announce, run } = setUp()
    const lines: string[] = []
    const relayer = carry(ends.ethereum, ends.cosmos, clock, (line) => lines.push(line))
    await run()
    zone.send(zone.onEthereum, 1n)
    zone.send(zone.onEthereum, 2n)
    announce()
    await run()
    await relayer.stop()
    expect(lines).toEqual(['2 messages to pegzone-1', '2 messages to 31337'])
    expect(zone.onEthereum.pending).toEqual([])
  })

  it('completes its reports when it has stopped, and hears nothing any more', async () => {
    const { zone, clock, ends, wants, announce, run } = setUp()
    const relayer = createRelayer({ a: ends.ethereum, b: ends.cosmos, clock })
    let completed = false
    relayer.reports$.subscribe({ complete: () => (completed = true) })
    await run()
    await relayer.stop()
    expect(completed).toBe(true)
    expect([wants.ethereum.at(-1), wants.cosmos.at(-1)]).toEqual([{}, {}])
    zone.send(zone.onEthereum, 1n)
    announce()
    relayer.clear()
    await run(60_000)
    expect(zone.onEthereum.pending).toHaveLength(1)
    await relayer.stop() // twice is once
  })

  it('stops by `await using`', async () => {
    const { clock, ends, run } = setUp()
    let completed = false
    {
      await using relayer = createRelayer({ a: ends.ethereum, b: ends.cosmos, clock })
      relayer.reports$.subscribe({ complete: () => (completed = true) })
      await run()
    }
    expect(completed).toBe(true)
  })

  it('reports a prover that throws, and one that says nothing, as failures of the chain it is for', async () => {
    for (const prove of [() => Promise.reject(new Error('no keys')), async () => ({ messages: [], declined: [] })]) {
      const { zone, clock, ends, run } = setUp()
      zone.send(zone.onEthereum, 1n)
      const cosmos = { ...ends.cosmos, prover: { clientId: '06-solomachine-0', prove } }
      const relayer = createRelayer({ a: ends.ethereum, b: cosmos, clock, retries: 2 })
      const reports = record(relayer.reports$)
      await run(10_000)
      expect(reports.map((report) => [report.type, report.chainId])).toEqual(Array(3).fill(['failed', 'pegzone-1']))
      expect(clock.nextDue).toBeUndefined()
      await relayer.stop()
    }
  })

  it('takes a refusal whose effect is on chain for done: it looks again before it tries again', async () => {
    let submits = 0
    const { zone, clock, ends, run } = setUp((endpoint) => ({
      ...endpoint,
      async submit(messages) {
        submits += 1
        // As when another relayer, or an answer that was lost, got there first.
        await endpoint.submit(messages)
        return submits === 1 ? endpoint.submit(messages) : ok({ transactions: [] })
      },
    }))
    for (const amount of [1n, 2n, 3n]) zone.send(zone.onEthereum, amount)
    const relayer = createRelayer({ a: ends.ethereum, b: ends.cosmos, clock })
    const reports = record(relayer.reports$)
    await run(60_000)
    expect(submits).toBe(1)
    expect(reports.map(({ type }) => type)).toEqual(['refused', 'relayed'])
    expect(zone.onEthereum.pending).toEqual([])
    await relayer.stop()
  })

  it('looks once at heads that many events announce', async () => {
    let looks = 0
    const { zone, clock, ends, announce, run } = setUp((endpoint) => ({
      ...endpoint,
      pendingSends(from, limit) {
        looks += 1
        return endpoint.pendingSends(from, limit)
      },
    }))
    const relayer = createRelayer({ a: ends.ethereum, b: ends.cosmos, clock })
    await run()
    zone.ethereum.block()
    looks = 0
    for (let event = 0; event < 50; event++) announce()
    await run()
    expect(looks).toBeLessThanOrEqual(2) // one per direction
    await relayer.stop()
  })
})
