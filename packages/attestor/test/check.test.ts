import { utf8ToBytes } from '@pegzone/encoding'
import { acknowledgementOf, type Packet, paths } from '@pegzone/ibc'
import { describe, expect, it } from 'vitest'
import { HOUR } from '../../ibc/test/harness/path.ts'
import { checkStatement, type Ends } from '../src/check.ts'
import { finalHeight, type Statement } from '../src/index.ts'
import { finalityOf, openZone, SECOND, type Zone } from './harness/zone.ts'

/** What the Cosmos-side client's attestor sees now. */
async function endsOf({ views }: Zone, finality = 'instant', marginNs = SECOND): Promise<Ends> {
  const { ethereum: observed, cosmos: told } = views
  const height = finalHeight(finalityOf(finality), (await observed.head()).height)
  const final = await observed.header(height)
  if (final === undefined) throw new Error('nothing is final')
  return { observed, final, told, toldHead: await told.head(), marginNs }
}

const amount = 7n

/** A packet from Ethereum that Cosmos has not received. */
function sent(zone: Zone, inNs = HOUR): Statement & { kind: 'recv' } {
  return { kind: 'recv', packet: zone.send(zone.onEthereum, amount, inNs) }
}

/** A packet from Cosmos that Ethereum has answered, and its acknowledgement. */
function answered(zone: Zone): Statement & { kind: 'ack' } {
  const packet = back(zone)
  zone.onEthereum.recv(packet)
  zone.ethereum.block()
  const acknowledgement = acknowledgementOf(zone.ethereum.view, zone.onEthereum.ref, packet.sequence)
  if (acknowledgement === undefined) throw new Error('not answered')
  return { kind: 'ack', packet, acknowledgement }
}

/** A packet from Cosmos that Ethereum can no longer receive. */
function expired(zone: Zone): Statement & { kind: 'timeout' } {
  const packet = back(zone, 10n * SECOND)
  past(zone, packet)
  return { kind: 'timeout', packet }
}

function back(zone: Zone, inNs = HOUR): Packet {
  return zone.send(zone.onCosmos, amount, inNs)
}

/** Seals an Ethereum block at the packet's timeout. */
function past({ ethereum, time }: Zone, packet: Packet): void {
  ethereum.block(packet.timeoutTimestamp - time.timeNs)
  ethereum.block()
}

function altered(packet: Packet): Packet {
  return { ...packet, data: utf8ToBytes('{"amount":"8","denom":"ixo","receiver":"bob","sender":"alice"}') }
}

describe('what an attestor signs', () => {
  it('a commitment at a final height, a written acknowledgement, a missing receipt after the timeout', async () => {
    const zone = openZone()
    const recv = sent(zone)
    const ack = answered(zone)
    const timeout = expired(zone)
    const ends = await endsOf(zone)
    const checked = await Promise.all([recv, ack, timeout].map((statement) => checkStatement(ends, statement)))
    expect(checked.map((each) => each.ok && each.evidence.path)).toEqual([
      paths.commitment('transfer', 'channel-0', recv.packet.sequence),
      paths.acknowledgement('transfer', 'channel-0', ack.packet.sequence),
      paths.receipt('transfer', 'channel-0', timeout.packet.sequence),
    ])
    for (const each of checked) {
      if (!each.ok) continue
      const { path, value } = each.evidence
      const stored = zone.ethereum.ibc.readPath(zone.ethereum.view, path)
      expect(stored ?? new Uint8Array(0)).toEqual(value)
    }
  })
})

interface Refusal {
  readonly name: string
  readonly reason: string
  /** Spoils what would be signed otherwise. */
  readonly spoil: (zone: Zone) => Statement
  readonly finality?: string
}

const refusals: readonly Refusal[] = [
  {
    name: 'recv: the told chain has a receipt',
    reason: 'settled',
    spoil(zone) {
      const statement = sent(zone)
      zone.onCosmos.recv(statement.packet)
      zone.cosmos.block()
      return statement
    },
  },
  {
    name: 'recv: past its timeout on the told chain',
    reason: 'too-late',
    spoil(zone) {
      const statement = sent(zone, 10n * SECOND)
      zone.cosmos.block(60n * SECOND)
      zone.cosmos.block()
      return statement
    },
  },
  {
    name: 'recv: sent after the last final block',
    reason: 'not-final',
    finality: 'confirmations:1',
    spoil: (zone) => sent(zone),
  },
  {
    name: 'recv: never sent',
    reason: 'not-final',
    spoil(zone) {
      const { kind, packet } = sent(zone)
      return { kind, packet: { ...packet, sequence: 99n } }
    },
  },
  {
    name: 'recv: another packet has this sequence',
    reason: 'conflicted',
    spoil(zone) {
      const { kind, packet } = sent(zone)
      return { kind, packet: altered(packet) }
    },
  },
  {
    name: 'ack: taken in already',
    reason: 'settled',
    spoil(zone) {
      const statement = answered(zone)
      zone.onCosmos.acknowledge(statement.packet, statement.acknowledgement)
      zone.cosmos.block()
      return statement
    },
  },
  {
    name: 'ack: not written yet',
    reason: 'not-final',
    spoil: (zone) => ({ kind: 'ack', packet: back(zone), acknowledgement: utf8ToBytes('{"result":"AQ=="}') }),
  },
  {
    name: 'ack: written after the last final block',
    reason: 'not-final',
    finality: 'confirmations:1',
    spoil: answered,
  },
  {
    name: 'ack: another acknowledgement was written',
    reason: 'conflicted',
    spoil: (zone) => ({ ...answered(zone), acknowledgement: utf8ToBytes('{"error":"forged"}') }),
  },
  {
    name: 'ack: the sender committed to another packet',
    reason: 'conflicted',
    spoil(zone) {
      const statement = answered(zone)
      return { ...statement, packet: altered(statement.packet) }
    },
  },
  {
    name: 'timeout: taken in already',
    reason: 'settled',
    spoil(zone) {
      const statement = expired(zone)
      zone.onCosmos.update()
      zone.onCosmos.timeout(statement.packet)
      zone.cosmos.block()
      return statement
    },
  },
  {
    name: 'timeout: received in time after all',
    reason: 'settled',
    spoil(zone) {
      const packet = back(zone, 100n * SECOND)
      zone.onEthereum.recv(packet)
      past(zone, packet)
      return { kind: 'timeout', packet }
    },
  },
  {
    name: 'timeout: a nanosecond before it',
    reason: 'too-early',
    spoil(zone) {
      const packet = back(zone, 100n * SECOND)
      zone.ethereum.block(packet.timeoutTimestamp - 1n - zone.time.timeNs)
      zone.ethereum.block()
      expect(zone.ethereum.ledger.head.timeNs).toBe(packet.timeoutTimestamp - 1n)
      return { kind: 'timeout', packet }
    },
  },
  {
    name: 'timeout: passed, but not at a final height',
    reason: 'too-early',
    finality: 'confirmations:1',
    spoil: expired,
  },
  {
    name: 'timeout: another packet has this sequence',
    reason: 'conflicted',
    spoil(zone) {
      const statement = expired(zone)
      return { ...statement, packet: altered(statement.packet) }
    },
  },
]

describe('what an attestor does not sign', () => {
  it.each(refusals)('$name: $reason', async ({ reason, spoil, finality }) => {
    const zone = openZone()
    const statement = spoil(zone)
    const ends = await endsOf(zone, finality)
    expect(await checkStatement(ends, statement)).toEqual({ ok: false, reason })
  })

  it('a receive with no more than the margin left before its timeout', async () => {
    const zone = openZone()
    const statement = sent(zone)
    const left = statement.packet.timeoutTimestamp - zone.cosmos.ledger.head.timeNs
    const check = async (marginNs: bigint) => checkStatement(await endsOf(zone, 'instant', marginNs), statement)
    expect(await check(left)).toEqual({ ok: false, reason: 'too-late' })
    expect(await check(left - 1n)).toMatchObject({ ok: true })
  })

  it('a timeout of a packet that has none', async () => {
    const zone = openZone()
    const { packet } = expired(zone)
    // Whoever asks cannot talk the timeout away either: the commitment holds it.
    const timeless = { ...packet, timeoutTimestamp: 0n }
    expect(await checkStatement(await endsOf(zone), { kind: 'timeout', packet: timeless })).toEqual({
      ok: false,
      reason: 'conflicted',
    })
  })

  it('when a chain cannot be asked: a failed query is no absent value', async () => {
    const zone = openZone()
    const statement = sent(zone)
    const ends = await endsOf(zone)
    const down = { ...ends.told, read: () => Promise.reject(new Error('no connection')) }
    await expect(checkStatement({ ...ends, told: down }, statement)).rejects.toThrow('no connection')
  })
})
