import { createMapDatabase } from '@pegzone/ledger'
import { afterEach, describe, expect, it } from 'vitest'
import { Harness, type HarnessOptions, token } from './harness.ts'

const open: Harness[] = []
async function start(options: HarnessOptions = {}): Promise<Harness> {
  const harness = await Harness.open(options)
  open.push(harness)
  return harness
}
afterEach(async () => {
  for (const harness of open.splice(0)) await harness.stop()
})

describe('a world', () => {
  it('mirrors IXO to Cosmos and back, to the base unit', async () => {
    const zone = await start()
    const [alice, bob] = [zone.account('alice'), zone.account('bob')]
    await zone.buyIxo(alice, 10n * token)
    expect(zone.balance('IXO', alice.ethereum.address)).toBe(100n * token)
    await zone.mirror(alice, 'IXO', 60n * token, bob.cosmos.address)
    await zone.run()
    expect(zone.vouchers('acixo', bob.cosmos.address)).toBe(60n * token)
    expect(zone.inFlight()).toBe(0n)
    await zone.mirrorBack(bob, 'acixo', 45n * token, bob.ethereum.address)
    await zone.run()
    expect(zone.balance('IXO', bob.ethereum.address)).toBe(45n * token)
    expect(zone.vouchers('acixo', bob.cosmos.address)).toBe(15n * token)
    expect(zone.balanced()).toBe(true)
    expect(zone.world.packets.list().map(({ id, state }) => [id, state])).toEqual([
      ['cosmos/channel-0/1', 'acknowledged'],
      ['ethereum/channel-0/1', 'acknowledged'],
    ])
  })

  it('schedules nothing when idle', async () => {
    const zone = await start()
    await zone.run()
    expect(zone.clock.nextDue).toBeUndefined()
    const [alice, bob] = [zone.account('alice'), zone.account('bob')]
    await zone.mirror(alice, 'DAI', 5n * token, bob.cosmos.address)
    await zone.run(1)
    expect(zone.clock.nextDue).toBeUndefined()
  })

  it('makes the confirmations that a packet lacks, and no block more', async () => {
    const zone = await start({ finality: 'confirmations:5' })
    const [alice, bob] = [zone.account('alice'), zone.account('bob')]
    await zone.mirror(alice, 'DAI', 5n * token, bob.cosmos.address)
    await zone.run(60_000)
    expect(zone.vouchers('acdai', bob.cosmos.address)).toBe(1_000_005n * token)
    expect(zone.world.packets.list()[0]?.state).toBe('acknowledged')
    const sentAt = zone.world.packets.list()[0]?.steps[0]?.height ?? 0
    expect(zone.world.ethereum.chain.head).toBeGreaterThanOrEqual(sentAt + 5)
    expect(zone.world.ethereum.chain.head).toBeLessThanOrEqual(sentAt + 6)
    const quiet = zone.world.ethereum.chain.head
    await zone.run(3_600_000)
    expect(zone.world.ethereum.chain.head).toBe(quiet)
    expect(zone.clock.nextDue).toBeUndefined()
  })

  it('refunds a packet whose receiver is no address', async () => {
    const zone = await start()
    const alice = zone.account('alice')
    const before = zone.balance('DAI', alice.ethereum.address)
    await zone.mirror(alice, 'DAI', 7n * token, 'nobody')
    await zone.run()
    expect(zone.balance('DAI', alice.ethereum.address)).toBe(before)
    const packet = zone.world.packets.list()[0]
    expect(packet?.state).toBe('refunded')
    expect(packet?.error).toContain('ABCI code')
    expect(zone.balanced()).toBe(true)
  })

  it.each(['ethereum', 'cosmos'] as const)(
    'times out and refunds a packet from %s while the other side makes no blocks',
    async (side) => {
      const zone = await start(
        side === 'ethereum'
          ? { cosmos: { type: 'interval', ms: 120_000 } }
          : { ethereum: { type: 'interval', ms: 120_000 } },
      )
      const [alice, bob] = [zone.account('alice'), zone.account('bob')]
      const dai = zone.balance('DAI', alice.ethereum.address)
      const cdai = zone.vouchers('acdai', bob.cosmos.address)
      if (side === 'ethereum') await zone.mirror(alice, 'DAI', 3n * token, bob.cosmos.address, 30_000)
      else await zone.mirrorBack(bob, 'acdai', 3n * token, alice.ethereum.address, 30_000)
      expect(zone.inFlight()).toBe(3n * token)
      await zone.run(300_000)
      expect(zone.world.packets.list()[0]?.state).toBe('timed-out')
      expect(zone.balance('DAI', alice.ethereum.address)).toBe(dai)
      expect(zone.vouchers('acdai', bob.cosmos.address)).toBe(cdai)
      expect(zone.inFlight()).toBe(0n)
      expect(zone.balanced()).toBe(true)
    },
  )

  it('relays hundreds of packets both ways in batches', async () => {
    const zone = await start({ batch: 30 })
    const [alice, bob] = [zone.account('alice'), zone.account('bob')]
    for (let i = 0; i < 40; i++) {
      await zone.mirror(alice, 'DAI', token, bob.cosmos.address)
      await zone.mirrorBack(bob, 'acdai', 2n * token, alice.ethereum.address)
    }
    await zone.run()
    expect(zone.world.packets.list({ limit: 1_000 }).filter(({ state }) => state === 'acknowledged')).toHaveLength(80)
    expect(zone.vouchers('acdai', bob.cosmos.address)).toBe((1_000_000n - 40n) * token)
    expect(zone.balanced()).toBe(true)
  })

  it('goes on after a restart: what was under way arrives', async () => {
    const database = createMapDatabase()
    const first = await Harness.open({ database, cosmos: { type: 'manual' } })
    const [alice, bob] = [first.account('alice'), first.account('bob')]
    await first.mirror(alice, 'DAI', 9n * token, bob.cosmos.address)
    await first.run()
    expect(first.inFlight()).toBe(9n * token)
    const roots = [first.world.ethereum.ledger.head.root, first.world.cosmos.chain.ledger.head.root]
    const now = first.clock.now()
    await first.stop()

    const second = await start({ database, startMs: now + 5_000 })
    expect([second.world.ethereum.ledger.head.root, second.world.cosmos.chain.ledger.head.root]).toEqual(roots)
    await second.run()
    expect(second.vouchers('acdai', bob.cosmos.address)).toBe(1_000_009n * token)
    expect(second.world.packets.list()[0]?.state).toBe('acknowledged')
    expect(second.inFlight()).toBe(0n)
  })

  it('has the same roots for the same inputs', async () => {
    const roots = async () => {
      const zone = await start()
      const [alice, bob] = [zone.account('alice'), zone.account('bob')]
      await zone.buyIxo(alice, 10n * token)
      await zone.mirror(alice, 'IXO', 60n * token, bob.cosmos.address)
      await zone.run(10_000)
      await zone.mirrorBack(bob, 'acixo', 45n * token, bob.ethereum.address)
      await zone.run(10_000)
      return [zone.world.ethereum.ledger.head, zone.world.cosmos.chain.ledger.head]
    }
    expect(await roots()).toEqual(await roots())
  })
})
