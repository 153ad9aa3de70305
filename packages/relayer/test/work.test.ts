import { describe, expect, it } from 'vitest'
import { finalityOf, openZone, SECOND, type Zone } from '../../attestor/test/harness/zone.ts'
import { collectWork, type Direction, type Work } from '../src/index.ts'
import { endpointOf } from './harness/endpoint.ts'

function ends(zone: Zone) {
  return { ethereum: endpointOf('ethereum', zone.onEthereum), cosmos: endpointOf('cosmos', zone.onCosmos) }
}

/** What Cosmos is to be told. */
function toCosmos(zone: Zone, finality = 'instant', limit = 30, skip: readonly string[] = []): Promise<Work> {
  const { ethereum: observed, cosmos: told } = ends(zone)
  const direction: Direction = { observed, told, finality: finalityOf(finality) }
  return collectWork(direction, { limit, skip: new Set(skip) })
}

function shape({ statements }: Work): readonly string[] {
  return statements.map(({ kind, packet }) => `${kind} ${packet.sequence}`)
}

/** Receives on Ethereum and seals. */
function receive(zone: Zone, packet: Parameters<Zone['onEthereum']['recv']>[0]): void {
  zone.onEthereum.recv(packet)
  zone.ethereum.block()
}

/** Seals an Ethereum block at this time. */
function ethereumAt({ ethereum, time }: Zone, timeNs: bigint): void {
  ethereum.block(timeNs - time.timeNs)
  ethereum.block()
}

describe('collectWork', () => {
  it('finds nothing, and wants nothing, where nothing is pending', async () => {
    for (const finality of ['instant', 'confirmations:2', 'confirmations:1000']) {
      expect(await toCosmos(openZone(), finality)).toEqual({
        statements: [],
        want: { height: undefined, timeNs: undefined },
      })
    }
  })

  it('lists answers to own sends before packets to receive, each in order of sequence', async () => {
    const zone = openZone()
    const own = [1n, 2n, 3n].map((amount) => zone.send(zone.onCosmos, amount))
    zone.send(zone.onEthereum, 4n)
    zone.send(zone.onEthereum, 5n)
    for (const packet of [own[2], own[0]]) if (packet !== undefined) receive(zone, packet)
    const work = await toCosmos(zone)
    expect(shape(work)).toEqual(['ack 1', 'ack 3', 'recv 2', 'recv 3'])
    // The one that is not answered may time out.
    expect(work.want).toEqual({ height: undefined, timeNs: own[1]?.timeoutTimestamp })
  })

  it('holds to the limit', async () => {
    const zone = openZone()
    const own = [1n, 2n, 3n].map((amount) => zone.send(zone.onCosmos, amount))
    for (const packet of own) receive(zone, packet)
    for (const amount of [4n, 5n, 6n]) zone.send(zone.onEthereum, amount)
    expect(shape(await toCosmos(zone, 'instant', 2))).toEqual(['ack 1', 'ack 2'])
    expect(shape(await toCosmos(zone, 'instant', 4))).toEqual(['ack 1', 'ack 2', 'ack 3', 'recv 2'])
  })

  it('passes over what is set aside, by the sender of the packet', async () => {
    const zone = openZone()
    const own = zone.send(zone.onCosmos, 1n)
    receive(zone, own)
    zone.send(zone.onEthereum, 2n)
    zone.send(zone.onEthereum, 3n)
    expect(shape(await toCosmos(zone, 'instant', 30, ['pegzone-1/channel-0/1']))).toEqual(['recv 2', 'recv 3'])
    expect(shape(await toCosmos(zone, 'instant', 30, ['31337/channel-0/2']))).toEqual(['ack 1', 'recv 3'])
  })

  it('looks past the first pages of what is pending', async () => {
    const zone = openZone()
    const packets = Array.from({ length: 280 }, (_, index) => zone.send(zone.onEthereum, BigInt(index + 1)))
    const missing = [packets[5], packets[140], packets[279]]
    for (const packet of packets) if (!missing.includes(packet)) zone.onCosmos.recv(packet)
    zone.cosmos.block()
    expect(shape(await toCosmos(zone))).toEqual(missing.map((packet) => `recv ${packet?.sequence}`))
    expect(shape(await toCosmos(zone, 'instant', 2))).toEqual(
      missing.slice(0, 2).map((each) => `recv ${each?.sequence}`),
    )
  })

  it('waits for a send to be final, and says which height that takes', async () => {
    const zone = openZone()
    zone.send(zone.onEthereum, 1n)
    const first = zone.ethereum.ledger.head.height
    zone.send(zone.onEthereum, 2n)
    expect(await toCosmos(zone, 'confirmations:2')).toMatchObject({ statements: [], want: { height: first + 2 } })
    zone.ethereum.block()
    const work = await toCosmos(zone, 'confirmations:2')
    expect(shape(work)).toEqual(['recv 2'])
    expect(work.want.height).toBe(first + 3)
  })

  it('waits for the first blocks of a chain where not even genesis is final', async () => {
    const zone = openZone()
    zone.send(zone.onEthereum, 1n)
    const { height } = zone.ethereum.ledger.head
    expect(await toCosmos(zone, 'confirmations:1000')).toMatchObject({
      statements: [],
      want: { height: height + 1000 },
    })
  })

  it('waits for an answer to be final, one block at a time', async () => {
    const zone = openZone()
    const own = zone.send(zone.onCosmos, 1n)
    receive(zone, own)
    const { height } = zone.ethereum.ledger.head
    for (let on = 0; on < 2; on++) {
      expect(await toCosmos(zone, 'confirmations:2')).toMatchObject({
        statements: [],
        want: { height: height + on + 1 },
      })
      zone.ethereum.block()
    }
    expect(shape(await toCosmos(zone, 'confirmations:2'))).toEqual(['ack 1'])
  })

  it('waits for the earliest timeout, then for it to be final, then says so', async () => {
    const zone = openZone()
    const packets = [300n, 100n, 200n].map((after) => zone.send(zone.onCosmos, 1n, after * SECOND))
    const earliest = packets[1]?.timeoutTimestamp ?? 0n
    expect((await toCosmos(zone, 'confirmations:1')).want).toEqual({ height: undefined, timeNs: earliest })
    ethereumAt(zone, earliest)
    const { height } = zone.ethereum.ledger.head
    const waiting = await toCosmos(zone, 'confirmations:1')
    expect(waiting.statements).toEqual([])
    expect(waiting.want).toEqual({ height: height + 1, timeNs: packets[2]?.timeoutTimestamp })
    zone.ethereum.block()
    expect(shape(await toCosmos(zone, 'confirmations:1'))).toEqual(['timeout 2'])
  })

  it('does not time out what was received, answered or not', async () => {
    const zone = openZone()
    const packet = zone.send(zone.onCosmos, 1n, 100n * SECOND)
    receive(zone, packet)
    ethereumAt(zone, packet.timeoutTimestamp)
    expect(shape(await toCosmos(zone))).toEqual(['ack 1'])
  })

  it('does not ask to receive what is past its timeout', async () => {
    const zone = openZone()
    zone.send(zone.onEthereum, 1n, 10n * SECOND)
    zone.cosmos.block(60n * SECOND)
    zone.cosmos.block()
    expect((await toCosmos(zone)).statements).toEqual([])
  })

  it('throws when the chain keeps fewer blocks than finality asks for', async () => {
    const zone = openZone()
    for (let block = 0; block < 5; block++) zone.ethereum.block()
    const { ethereum: observed, cosmos: told } = ends(zone)
    const pruned = { ...observed, header: async () => undefined }
    const direction: Direction = { observed: pruned, told, finality: finalityOf('confirmations:4') }
    await expect(collectWork(direction, { limit: 1, skip: new Set() })).rejects.toThrow('history is shorter')
  })
})
