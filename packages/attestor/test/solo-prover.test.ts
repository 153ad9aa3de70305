import { type Packet, paths, soloClient } from '@pegzone/ibc'
import { createMapDatabase, type Keyspace } from '@pegzone/ledger'
import { describe, expect, it } from 'vitest'
import { Journal, type ProvenMessage, type SoloEntry, type Statement } from '../src/index.ts'
import { openZone, SECOND, type Zone } from './harness/zone.ts'

const recv = (packet: Packet): Statement => ({ kind: 'recv', packet })
const client = '06-solomachine-0'

function sequenceOf({ cosmos }: Zone): bigint {
  return soloClient(cosmos.view, client)?.sequence ?? 0n
}

/** What the journal holds from the client's sequence on. */
function journaled(zone: Zone, from = sequenceOf(zone)): Promise<readonly SoloEntry[]> {
  return new Journal(zone.keyspace).soloFrom(client, from)
}

function shape(messages: readonly ProvenMessage[]): readonly string[] {
  return messages.map((each) => (each.type === 'update' ? 'update' : `${each.type} ${each.packet.sequence}`))
}

function proofOf(message: ProvenMessage | undefined): Uint8Array | undefined {
  return message === undefined || message.type === 'update' ? undefined : message.proof
}

/** The same store, in which writing fails before or after the bytes are there. */
function failing(keyspace: Keyspace, when: 'before' | 'after'): Keyspace {
  return {
    ...keyspace,
    get: (key) => keyspace.get(key),
    range: (options) => keyspace.range(options),
    async write(ops, options) {
      if (when === 'after') await keyspace.write(ops, options)
      throw new Error('disk full')
    },
  }
}

describe('SoloProver', () => {
  it('signs one sequence per message, in the order asked for, and the client takes all of them', async () => {
    const zone = openZone()
    const packets = [1n, 2n, 3n].map((amount) => zone.send(zone.onEthereum, amount))
    const from = sequenceOf(zone)
    const { messages, declined } = await zone.soloProver().prove(packets.map(recv))
    expect(declined).toEqual([])
    expect(shape(messages)).toEqual(['recv 2', 'recv 3', 'recv 4'])
    expect(zone.deliver(zone.onCosmos, messages)).toEqual({ ok: true, value: ['success', 'success', 'success'] })
    expect(sequenceOf(zone)).toBe(from + 3n)
    expect((await journaled(zone, from)).map(({ kind, sequence }) => [kind, sequence])).toEqual([
      ['packet', from],
      ['packet', from + 1n],
      ['packet', from + 2n],
    ])
  })

  it.each(['before', 'after'] as const)(
    'gives no signature away when the journal fails (%s the bytes are stored)',
    async (when) => {
      const zone = openZone({ keyspace: failing(createMapDatabase().keyspace('journal'), when) })
      const packet = zone.send(zone.onEthereum, 1n)
      await expect(zone.soloProver().prove([recv(packet)])).rejects.toThrow('disk full')
    },
  )

  it('holds to what was stored when it did not hear that it was', async () => {
    const keyspace = createMapDatabase().keyspace('journal')
    const zone = openZone({ keyspace })
    const packet = zone.send(zone.onEthereum, 1n)
    const deaf = openZone({ keyspace: failing(keyspace, 'after') })
    // The same chains in the same state, made again: only the journal is shared.
    expect(deaf.send(deaf.onEthereum, 1n)).toEqual(packet)
    await expect(deaf.soloProver().prove([recv(packet)])).rejects.toThrow('disk full')
    const [stored] = await journaled(zone)
    const { messages } = await zone.soloProver().prove([recv(packet)])
    expect(proofOf(messages[0])).toEqual(stored?.signed)
  })

  it('says the same bytes again after a crash between journal and submit', async () => {
    const zone = openZone()
    const packets = [1n, 2n, 3n].map((amount) => zone.send(zone.onEthereum, amount))
    const before = await zone.soloProver().prove(packets.map(recv))
    const journal = await journaled(zone)
    // Time goes on meanwhile: what was signed keeps its own time.
    zone.ethereum.block(60n * SECOND)
    zone.ethereum.block()
    const after = await zone.soloProver().prove(packets.map(recv))
    expect(after.messages).toEqual(before.messages)
    expect(await journaled(zone)).toEqual(journal)
    expect(zone.deliver(zone.onCosmos, after.messages).ok).toBe(true)
  })

  it('goes on where a batch stopped, in the same order whatever the order asked for', async () => {
    const zone = openZone()
    const packets = [1n, 2n, 3n, 4n].map((amount) => zone.send(zone.onEthereum, amount))
    const first = await zone.soloProver().prove(packets.map(recv))
    expect(zone.deliver(zone.onCosmos, first.messages.slice(0, 2)).ok).toBe(true)
    const fifth = zone.send(zone.onEthereum, 5n)
    const second = await zone.soloProver().prove([fifth, ...[...packets].reverse()].map(recv))
    expect(shape(second.messages)).toEqual(['recv 4', 'recv 5', 'recv 6'])
    expect(second.messages.slice(0, 2)).toEqual(first.messages.slice(2))
    expect(second.declined.map(({ reason }) => reason)).toEqual(['settled', 'settled'])
    expect(zone.deliver(zone.onCosmos, second.messages).ok).toBe(true)
  })

  it('asked for half of a batch, signs nothing new and burns nothing', async () => {
    const zone = openZone()
    const packets = [1n, 2n, 3n, 4n].map((amount) => zone.send(zone.onEthereum, amount))
    const whole = await zone.soloProver().prove(packets.map(recv))
    const journal = await journaled(zone)
    const half = await zone.soloProver().prove(packets.slice(0, 2).map(recv))
    expect(half.messages).toEqual(whole.messages.slice(0, 2))
    expect(await journaled(zone)).toEqual(journal)
    expect(zone.deliver(zone.onCosmos, half.messages).ok).toBe(true)
    const rest = await zone.soloProver().prove(packets.slice(2).map(recv))
    expect(rest.messages).toEqual(whole.messages.slice(2))
    expect(zone.deliver(zone.onCosmos, rest.messages).ok).toBe(true)
  })

  it('burns what nobody asks for any more with a header at its sequence, and says so in the journal', async () => {
    const zone = openZone()
    const [one, two, three] = [1n, 2n, 3n].map((amount) => zone.send(zone.onEthereum, amount)) as [
      Packet,
      Packet,
      Packet,
    ]
    const from = sequenceOf(zone)
    const first = await zone.soloProver().prove([recv(one), recv(two)])
    const second = await zone.soloProver().prove([recv(two), recv(three)])
    expect(shape(second.messages)).toEqual(['update', 'recv 3', 'recv 4'])
    expect(second.messages[1]).toEqual(first.messages[1])
    expect((await journaled(zone)).map(({ kind, sequence, path }) => [kind, sequence, path])).toEqual([
      ['burnt', from, ''],
      ['packet', from + 1n, paths.commitment('transfer', 'channel-0', two.sequence)],
      ['packet', from + 2n, paths.commitment('transfer', 'channel-0', three.sequence)],
    ])
    // A burnt sequence stays burnt, also when its packet is asked for again.
    const third = await zone.soloProver().prove([one, two, three].map(recv))
    expect(shape(third.messages)).toEqual(['update', 'recv 3', 'recv 4', 'recv 2'])
    expect(third.messages.slice(0, 3)).toEqual(second.messages)
    expect(zone.deliver(zone.onCosmos, third.messages).ok).toBe(true)
    // The batch that was burnt can still arrive: it comes too late.
    expect(zone.deliver(zone.onCosmos, first.messages).ok).toBe(false)
    expect(sequenceOf(zone)).toBe(from + 4n)
  })

  it('accepts that a burnt statement landed after all', async () => {
    const zone = openZone()
    const [one, two] = [1n, 2n].map((amount) => zone.send(zone.onEthereum, amount)) as [Packet, Packet]
    const first = await zone.soloProver().prove([recv(one)])
    const second = await zone.soloProver().prove([recv(two)])
    expect(shape(second.messages)).toEqual(['update', 'recv 3'])
    expect(zone.deliver(zone.onCosmos, first.messages).ok).toBe(true)
    expect(zone.deliver(zone.onCosmos, second.messages).ok).toBe(false)
    const third = await zone.soloProver().prove([recv(two)])
    expect(third.messages).toEqual(second.messages.slice(1))
    expect(zone.deliver(zone.onCosmos, third.messages).ok).toBe(true)
  })

  it('puts a header before a timeout whose time the client does not know, and one for all of them', async () => {
    const zone = openZone()
    const packets = [1n, 2n, 3n].map((amount) => zone.send(zone.onCosmos, amount, 10n * SECOND))
    zone.ethereum.block(60n * SECOND)
    zone.ethereum.block()
    const statements = packets.map((packet): Statement => ({ kind: 'timeout', packet }))
    const { messages } = await zone.soloProver().prove(statements.slice(0, 2))
    expect(shape(messages)).toEqual(['update', 'timeout 1', 'timeout 2'])
    expect((await journaled(zone)).map(({ kind, value }) => [kind, value.length])).toEqual([
      ['header', 0],
      ['packet', 0],
      ['packet', 0],
    ])
    // Resent after a crash, the header is resent with them.
    expect(await zone.soloProver().prove(statements.slice(0, 2))).toEqual({ messages, declined: [] })
    expect(zone.deliver(zone.onCosmos, messages).ok).toBe(true)
    // By now the client knows a time past the timeout of the third.
    const more = await zone.soloProver().prove(statements)
    expect(shape(more.messages)).toEqual(['timeout 3'])
    expect(zone.deliver(zone.onCosmos, more.messages).ok).toBe(true)
  })

  it('leaves out what is redundant: it would use no sequence up, and every later proof would fail', async () => {
    const zone = openZone()
    const packets = [1n, 2n, 3n].map((amount) => zone.send(zone.onEthereum, amount)) as [Packet, Packet, Packet]
    expect(zone.deliver(zone.onCosmos, (await zone.soloProver().prove([recv(packets[1])])).messages).ok).toBe(true)
    const from = sequenceOf(zone)
    // One is received already, one is asked for twice.
    const asked = [packets[0], packets[1], packets[0], packets[2]]
    const { messages, declined } = await zone.soloProver().prove(asked.map(recv))
    expect(shape(messages)).toEqual(['recv 2', 'recv 4'])
    expect(declined.map(({ statement, reason }) => [statement.packet.sequence, reason])).toEqual([[3n, 'settled']])
    expect(zone.deliver(zone.onCosmos, messages)).toEqual({ ok: true, value: ['success', 'success'] })
    expect(sequenceOf(zone)).toBe(from + 2n)
  })

  it('waits for confirmations: nothing is signed before, then the block that is final is spoken of', async () => {
    const zone = openZone({ finality: 'confirmations:2' })
    const packet = zone.send(zone.onEthereum, 1n)
    const prover = zone.soloProver()
    zone.ethereum.block()
    expect(await prover.prove([recv(packet)])).toMatchObject({ messages: [], declined: [{ reason: 'not-final' }] })
    expect(await journaled(zone)).toEqual([])
    zone.ethereum.block()
    const { messages } = await prover.prove([recv(packet)])
    expect(shape(messages)).toEqual(['recv 2'])
    const sentIn = await zone.views.ethereum.header(zone.ethereum.ledger.head.height - 2)
    expect((await journaled(zone))[0]?.timestampNs).toBe(sentIn?.timeNs)
  })

  it('declines everything while no block is final', async () => {
    const zone = openZone({ finality: 'confirmations:1000' })
    const statements = [recv(zone.send(zone.onEthereum, 1n))]
    expect(await zone.soloProver().prove(statements)).toEqual({
      messages: [],
      declined: statements.map((statement) => ({ statement, reason: 'not-final' })),
    })
  })

  it('asked by two at once, never signs two packet statements at one sequence', async () => {
    const zone = openZone()
    const packets = [1n, 2n, 3n, 4n].map((amount) => zone.send(zone.onEthereum, amount))
    const from = sequenceOf(zone)
    const prover = zone.soloProver()
    const [a, b] = await Promise.all([
      prover.prove(packets.slice(0, 3).map(recv)),
      prover.prove(packets.slice(1).map(recv)),
    ])
    expect(shape(a.messages)).toEqual(['recv 2', 'recv 3', 'recv 4'])
    expect(shape(b.messages)).toEqual(['update', 'recv 3', 'recv 4', 'recv 5'])
    expect(b.messages.slice(1, 3)).toEqual(a.messages.slice(1))
    // Whichever lands first, the other is refused and nothing happens twice.
    expect(zone.deliver(zone.onCosmos, b.messages).ok).toBe(true)
    expect(zone.deliver(zone.onCosmos, a.messages).ok).toBe(false)
    expect(sequenceOf(zone)).toBe(from + 4n)
  })

  it('throws when the told chain has no such client', async () => {
    const zone = openZone()
    const packet = zone.send(zone.onEthereum, 1n)
    const read = zone.views.cosmos.read
    zone.views.cosmos.read = async (path, height) => (path.startsWith('clients/') ? undefined : read(path, height))
    await expect(zone.soloProver().prove([recv(packet)])).rejects.toThrow('no client 06-solomachine-0')
  })
})

describe('SoloProver, after a reorg of the told chain', () => {
  it('says again what it said, byte for byte', async () => {
    const zone = openZone()
    const { height } = zone.cosmos.ledger.head
    const packets = [1n, 2n].map((amount) => zone.send(zone.onEthereum, amount))
    const { messages } = await zone.soloProver().prove(packets.map(recv))
    expect(zone.deliver(zone.onCosmos, messages).ok).toBe(true)
    await zone.cosmos.ledger.rewind(height)
    expect(await zone.soloProver().prove(packets.map(recv))).toEqual({ messages, declined: [] })
    expect(zone.deliver(zone.onCosmos, messages).ok).toBe(true)
  })

  it('burns what would date the client back', async () => {
    const zone = openZone()
    const { height } = zone.cosmos.ledger.head
    const [one, two] = [1n, 2n].map((amount) => zone.send(zone.onEthereum, amount)) as [Packet, Packet]
    const first = await zone.soloProver().prove([recv(one)])
    zone.deliver(zone.onCosmos, first.messages)
    zone.onCosmos.update() // a header that this journal knows nothing of: it leaves a sequence free after the reorg
    zone.cosmos.block()
    const third = await zone.soloProver().prove([recv(two)])
    expect(zone.deliver(zone.onCosmos, third.messages).ok).toBe(true)

    await zone.cosmos.ledger.rewind(height)
    zone.ethereum.block(60n * SECOND)
    const later = zone.send(zone.onEthereum, 3n)
    const again = await zone.soloProver().prove([later, two, one].map(recv))
    expect(shape(again.messages)).toEqual(['recv 2', 'recv 4', 'update', 'recv 3'])
    expect(again.messages[0]).toEqual(first.messages[0])
    expect(zone.deliver(zone.onCosmos, again.messages).ok).toBe(true)
  })

  it('burns a timeout whose time the client has forgotten', async () => {
    const zone = openZone()
    const packet = zone.send(zone.onCosmos, 1n, 100n * SECOND)
    const { height } = zone.cosmos.ledger.head
    const { prover } = zone.onCosmos
    const early = prover.header(zone.ethereum, zone.cosmos, client)
    zone.ethereum.block(200n * SECOND)
    zone.ethereum.block()
    zone.onCosmos.update()
    zone.cosmos.block()
    const statement: Statement = { kind: 'timeout', packet }
    expect(shape((await zone.soloProver().prove([statement])).messages)).toEqual(['timeout 1'])

    // In the other history the header before it was an earlier one.
    await zone.cosmos.ledger.rewind(height)
    zone.deliver(zone.onCosmos, [{ type: 'update', clientId: client, message: early }])
    const { messages } = await zone.soloProver().prove([statement])
    expect(shape(messages)).toEqual(['update', 'timeout 1'])
    expect(zone.deliver(zone.onCosmos, messages).ok).toBe(true)
  })
})
