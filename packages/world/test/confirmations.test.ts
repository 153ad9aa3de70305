import { afterEach, describe, expect, it } from 'vitest'
import type { BlockMode } from '../src/index.ts'
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

const manual: BlockMode = { type: 'manual' }

function vouchers(zone: Harness): bigint {
  return zone.vouchers('acdai', zone.account('bob').cosmos.address) - 1_000_000n * token
}

function states(zone: Harness): readonly string[] {
  return zone.world.packets.list().map(({ state }) => state)
}

/** Height and time of both heads. */
function heads(zone: Harness): readonly unknown[] {
  const { ethereum, cosmos } = zone.world
  return [ethereum.ledger.head, cosmos.chain.ledger.head].map(({ height, timeNs }) => [height, timeNs])
}

/** Nothing is scheduled, and in an hour nothing happens. */
async function expectIdle(zone: Harness): Promise<void> {
  expect(zone.clock.nextDue).toBeUndefined()
  const before = heads(zone)
  await zone.run(3_600_000)
  expect(heads(zone)).toEqual(before)
}

describe('confirmations:k', () => {
  it.each([1, 2, 5])('mints nothing before %i blocks stand on top, one block at a time', async (k) => {
    const zone = await start({ finality: `confirmations:${k}` })
    const { producer } = zone.world.ethereum
    const [alice, bob] = [zone.account('alice'), zone.account('bob')]
    producer.setMode(manual)
    await zone.mirrorUnmined(alice, 'DAI', 5n * token, bob.cosmos.address)
    producer.mine()
    for (let on = 0; on < k; on++) {
      await zone.run(10_000)
      expect(vouchers(zone)).toBe(0n)
      expect(states(zone)).toEqual(['sent'])
      producer.mine()
    }
    await zone.run()
    expect(vouchers(zone)).toBe(5n * token)
    expect(states(zone)).toEqual(['received'])

    // The acknowledgement comes back in a block that somebody has to make.
    producer.mine()
    await zone.run()
    expect(states(zone)).toEqual(['acknowledged'])
    expect(zone.inFlight()).toBe(0n)
  })

  it('makes what a packet lacks once automine is on again', async () => {
    const zone = await start({ finality: 'confirmations:3' })
    const { producer } = zone.world.ethereum
    const [alice, bob] = [zone.account('alice'), zone.account('bob')]
    producer.setMode(manual)
    await zone.mirrorUnmined(alice, 'DAI', token, bob.cosmos.address)
    producer.mine()
    await zone.run(60_000)
    expect(states(zone)).toEqual(['sent'])
    producer.setMode({ type: 'auto' })
    await zone.run()
    expect(states(zone)).toEqual(['acknowledged'])
    await expectIdle(zone)
  })

  it('holds back the acknowledgement of a packet from Cosmos until it is final, too', async () => {
    const zone = await start({ finality: 'confirmations:4' })
    const [alice, bob] = [zone.account('alice'), zone.account('bob')]
    const { producer } = zone.world.ethereum
    await zone.mirrorBack(bob, 'acdai', token, alice.ethereum.address)
    await zone.run()
    const [packet] = zone.world.packets.list()
    expect(packet?.state).toBe('acknowledged')
    const receivedAt = packet?.steps.find(({ state }) => state === 'received')?.height ?? 0
    expect(zone.world.ethereum.chain.head).toBe(receivedAt + 4)
    expect(producer.mode).toEqual({ type: 'auto' })
    await expectIdle(zone)
  })

  it('times a packet from Cosmos out only when its timeout is final', async () => {
    const zone = await start({ finality: 'confirmations:3', ethereum: { type: 'manual' } })
    const [alice, bob] = [zone.account('alice'), zone.account('bob')]
    const { producer } = zone.world.ethereum
    const before = vouchers(zone)
    await zone.mirrorBack(bob, 'acdai', 9n * token, alice.ethereum.address, 30_000)
    await zone.run(60_000)
    producer.mine() // takes nothing in: what would be received in it is too late
    for (let on = 0; on < 3; on++) {
      await zone.run()
      expect(vouchers(zone)).toBe(before - 9n * token)
      producer.mine()
    }
    await zone.run()
    expect(states(zone)).toEqual(['timed-out'])
    expect(vouchers(zone)).toBe(before)
    expect(zone.inFlight()).toBe(0n)
    expect(zone.balanced()).toBe(true)
  })

  it.each(['safe', 'finalized'])('makes every block that %s asks for, and no more', async (finality) => {
    const zone = await start({ finality, slotsInEpoch: 4 })
    const [alice, bob] = [zone.account('alice'), zone.account('bob')]
    await zone.mirror(alice, 'DAI', token, bob.cosmos.address)
    await zone.run()
    expect(states(zone)).toEqual(['acknowledged'])
    const sentAt = zone.world.packets.list()[0]?.steps[0]?.height ?? 0
    // The blocks on top, and the one with the acknowledgement.
    expect(zone.world.ethereum.chain.head).toBe(sentAt + (finality === 'safe' ? 4 : 8) + 1)
    await expectIdle(zone)
  })
})

describe('an idle world', () => {
  it.each(['instant', 'confirmations:2'])(
    'with %s schedules nothing after anything that can happen',
    async (finality) => {
      const zone = await start({ finality })
      const [alice, bob] = [zone.account('alice'), zone.account('bob')]
      await expectIdle(zone)
      await zone.buyIxo(alice, 10n * token)
      await zone.run()
      await expectIdle(zone)
      await zone.mirror(alice, 'IXO', 60n * token, bob.cosmos.address)
      await zone.run()
      await expectIdle(zone)
      await zone.mirrorBack(bob, 'acixo', 45n * token, 'nobody')
      await zone.run()
      await expectIdle(zone)
      await zone.mirror(alice, 'DAI', token, 'nobody', 5_000)
      await zone.run()
      await expectIdle(zone)
      // Received long before its timeout: nobody waits for that any more.
      await zone.mirrorBack(bob, 'acixo', token, alice.ethereum.address, 600_000)
      await zone.run()
      await expectIdle(zone)
    },
  )
})
