import { bytesToUtf8, utf8ToBytes } from '@pegzone/encoding'
import {
  ackCommitment,
  acknowledgementOf,
  channelOf,
  commitmentOf,
  errorAck,
  MAX_PACKET_DATA,
  type Packet,
  packetCommitment,
  paths,
  ZERO_HEIGHT,
} from '@pegzone/ibc'
import { ok } from '@pegzone/outcome'
import { describe, expect, it } from 'vitest'
import { echo, mustSend, sendData } from './harness/echo.ts'
import { journalTable } from './harness/echo-app.ts'
import { ackPath, type Endpoint, HOUR, receiptPath } from './harness/path.ts'

function journal({ chain }: Endpoint): Readonly<Record<string, string>> {
  return Object.fromEntries(chain.view.read(journalTable).range())
}

const success = ok({ result: 'success' })
const noop = ok({ result: 'noop' })

describe('refusals leave the root as it was', () => {
  type World = ReturnType<typeof echo>
  type Case = readonly [name: string, code: string, spoil: (world: World, packet: Packet) => { readonly ok: boolean }]
  const sendWith = (over: object) => (world: World) =>
    world.a.chain.run((state, host) =>
      world.a.chain.ibc.sendPacket(state, host, {
        sourcePort: 'echo',
        sourceChannel: 'channel-0',
        timeoutHeight: ZERO_HEIGHT,
        timeoutTimestamp: world.b.chain.host.timeNs + HOUR,
        data: utf8ToBytes('x'),
        ...over,
      }),
    )
  const close = (end: Endpoint) => end.chain.must((state, host) => end.chain.ibc.channelCloseInit(state, host, end.ref))

  const cases: readonly Case[] = [
    ['send on an unknown channel', 'IBC_CHANNEL_NOT_FOUND', sendWith({ sourceChannel: 'channel-9' })],
    ['send without data', 'IBC_PACKET_INVALID', sendWith({ data: new Uint8Array() })],
    ['send without timeout', 'IBC_PACKET_INVALID', sendWith({ timeoutTimestamp: 0n })],
    ['send with a timeout beyond u64', 'IBC_PACKET_INVALID', sendWith({ timeoutTimestamp: 1n << 64n })],
    ['send of too much', 'IBC_PACKET_DATA_TOO_LONG', sendWith({ data: new Uint8Array(MAX_PACKET_DATA + 1) })],
    ['send with an elapsed time', 'IBC_TIMEOUT_ELAPSED', sendWith({ timeoutTimestamp: 1n })],
    [
      'send with an elapsed height',
      'IBC_TIMEOUT_ELAPSED',
      sendWith({ timeoutHeight: { revisionNumber: 0n, revisionHeight: 1n } }),
    ],
    [
      'recv on an unknown channel',
      'IBC_CHANNEL_NOT_FOUND',
      ({ b }, packet) => b.recv({ ...packet, destinationChannel: 'channel-9' }),
    ],
    [
      'recv from another source',
      'IBC_PACKET_COUNTERPARTY_MISMATCH',
      ({ b }, packet) => b.recv({ ...packet, sourceChannel: 'channel-9' }),
    ],
    ['recv of sequence 0', 'IBC_PACKET_INVALID', ({ b }, packet) => b.recv({ ...packet, sequence: 0n })],
    [
      'recv of altered data',
      'IBC_PROOF_VALUE_MISMATCH',
      ({ b }, packet) => b.recv({ ...packet, data: utf8ToBytes('y') }),
    ],
    [
      'recv at the timeout',
      'IBC_TIMEOUT_ELAPSED',
      ({ b }, packet) => {
        const { timeNs } = b.chain.host
        return b.recv({ ...packet, timeoutTimestamp: timeNs })
      },
    ],
    [
      'recv at the timeout height',
      'IBC_TIMEOUT_ELAPSED',
      ({ b }, packet) => {
        b.chain.block()
        return b.recv({ ...packet, timeoutHeight: { revisionNumber: 0n, revisionHeight: b.chain.host.height } })
      },
    ],
    ['recv of an empty acknowledgement', 'IBC_ACK_INVALID', ({ a, b }) => b.recv(mustSend(a, 'empty'))],
    [
      'ack to another destination',
      'IBC_PACKET_COUNTERPARTY_MISMATCH',
      ({ a }, packet) => a.acknowledge({ ...packet, destinationChannel: 'channel-9' }, utf8ToBytes('echo x')),
    ],
    [
      'ack of another packet',
      'IBC_PACKET_COMMITMENT_MISMATCH',
      ({ a }, packet) => a.acknowledge({ ...packet, data: utf8ToBytes('y') }, utf8ToBytes('echo x')),
    ],
    ['ack in a wrong form', 'IBC_ACK_INVALID', ({ a }, packet) => a.acknowledge(packet, utf8ToBytes('nonsense'))],
    [
      'ack that was not written',
      'IBC_PROOF_VALUE_MISMATCH',
      ({ a }, packet) => a.acknowledge(packet, utf8ToBytes('echo x')),
    ],
    [
      'ack that was altered',
      'IBC_PROOF_VALUE_MISMATCH',
      ({ a, b }, packet) => {
        b.recv(packet)
        return a.acknowledge(packet, utf8ToBytes('echo y'))
      },
    ],
    ['timeout before its time', 'IBC_TIMEOUT_NOT_REACHED', ({ a }, packet) => a.timeout(packet)],
    [
      'timeout of another packet',
      'IBC_PACKET_COMMITMENT_MISMATCH',
      ({ a, b }, packet) => {
        b.chain.block(HOUR)
        a.update()
        return a.timeout({ ...packet, data: utf8ToBytes('y') })
      },
    ],
    [
      'timeout of a received packet',
      'IBC_PROOF_VALUE_MISMATCH',
      ({ a, b }, packet) => {
        b.recv(packet)
        b.chain.block(HOUR)
        a.update()
        const proofHeight = { revisionNumber: 0n, revisionHeight: b.chain.host.height + 1n }
        return a.timeout(packet, 1n, { proof: a.proveOne(receiptPath(packet)).proof, proofHeight })
      },
    ],
    [
      'second acknowledgement of one packet',
      'IBC_ACK_EXISTS',
      ({ b }, packet) => {
        b.recv(packet)
        return b.chain.run((state, host) =>
          b.chain.ibc.writeAcknowledgement(state, host, {
            destinationPort: 'echo',
            destinationChannel: 'channel-0',
            sequence: 1n,
            acknowledgement: utf8ToBytes('z'),
          }),
        )
      },
    ],
    [
      'acknowledgement of nothing',
      'IBC_PACKET_NOT_AWAITING_ACK',
      ({ b }) =>
        b.chain.run((state, host) =>
          b.chain.ibc.writeAcknowledgement(state, host, {
            destinationPort: 'echo',
            destinationChannel: 'channel-0',
            sequence: 1n,
            acknowledgement: utf8ToBytes('z'),
          }),
        ),
    ],
    [
      'send on a closed channel',
      'IBC_CHANNEL_STATE',
      (world) => {
        close(world.a)
        return sendWith({})(world)
      },
    ],
    [
      'recv on a closed channel',
      'IBC_CHANNEL_STATE',
      ({ b }, packet) => {
        close(b)
        return b.recv(packet)
      },
    ],
    [
      'ack on a closed channel',
      'IBC_CHANNEL_STATE',
      ({ a, b }, packet) => {
        b.recv(packet)
        close(a)
        return a.acknowledge(packet, utf8ToBytes('echo x'))
      },
    ],
    [
      'close twice',
      'IBC_CHANNEL_STATE',
      ({ a }) => {
        close(a)
        return a.chain.run((state, host) => a.chain.ibc.channelCloseInit(state, host, a.ref))
      },
    ],
  ]

  it.each(cases)('%s', (_name, code, spoil) => {
    const world = echo('UNORDERED')
    const packet = mustSend(world.a, 'x')
    // What the case does on the way is the same on both sides; only the last message is refused.
    let before = ''
    const state = () => JSON.stringify([world.a.chain.rows(['ibc', 'test']), world.b.chain.rows(['ibc', 'test'])])
    const spy = [world.a.chain, world.b.chain]
    for (const chain of spy) {
      const run = chain.run.bind(chain)
      chain.run = (message) => {
        before = state()
        return run(message)
      }
    }
    expect(spoil(world, packet)).toMatchObject({ ok: false, rejection: { code } })
    expect(state()).toBe(before)
  })
})

describe('unordered channel', () => {
  it('receives in any order, each once, and keeps the state of the app only on success', () => {
    const { a, b } = echo('UNORDERED')
    const packets = ['one', 'fail', 'three'].map((text) => mustSend(a, text))
    for (const packet of [packets[2]!, packets[0]!, packets[1]!]) b.recv(packet)
    expect(journal(b)).toEqual({ 'recv 1': 'one', 'recv 3': 'three' })
    expect(acknowledgementOf(b.chain.view, b.ref, 2n)).toEqual(errorAck(1))
    for (const packet of packets) expect(b.recv(packet)).toEqual(noop)
    for (const packet of packets) {
      const ack = acknowledgementOf(b.chain.view, b.ref, packet.sequence)!
      expect(a.acknowledge(packet, ack)).toEqual(success)
      expect(a.acknowledge(packet, ack)).toEqual(noop)
      expect(a.timeout(packet)).toMatchObject({ ok: false })
    }
    expect(journal(a)).toEqual({ 'ack 1': 'echo one', 'ack 2': bytesToUtf8(errorAck(1)), 'ack 3': 'echo three' })
  })

  it('stores what is proven: commitment, receipt, acknowledgement, sequences', () => {
    const { a, b } = echo('UNORDERED')
    const packet = mustSend(a, 'x')
    const read = (end: Endpoint, path: string) => end.chain.ibc.readPath(end.chain.view, path)
    expect(read(a, paths.commitment('echo', 'channel-0', 1n))).toEqual(packetCommitment(packet))
    expect(commitmentOf(a.chain.view, a.ref, 1n)).toEqual(packetCommitment(packet))
    expect(read(b, receiptPath(packet))).toBeUndefined()
    b.recv(packet)
    expect(read(b, receiptPath(packet))).toEqual(Uint8Array.of(1))
    expect(read(b, ackPath(packet))).toEqual(ackCommitment(utf8ToBytes('echo x')))
    expect(read(a, paths.nextSequenceSend('echo', 'channel-0'))).toEqual(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 2))
    expect(read(b, paths.nextSequenceRecv('echo', 'channel-0'))).toEqual(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1))
    a.acknowledge(packet, utf8ToBytes('echo x'))
    expect(read(a, paths.commitment('echo', 'channel-0', 1n))).toBeUndefined()
    expect(read(a, paths.clientState(a.clientId))).toBeDefined()
    expect(read(a, paths.consensusState(a.clientId, '0-1'))).toBeDefined()
    for (const path of ['', 'x', 'receipts/ports/echo/channels/channel-0/sequences/01', 'connections/', 'clients/x/y'])
      expect(read(a, path)).toBeUndefined()
  })

  it('writes a deferred acknowledgement once', () => {
    const { a, b } = echo('UNORDERED')
    const packet = mustSend(a, 'defer')
    expect(b.recv(packet)).toEqual(ok({ result: 'success', acknowledgement: undefined }))
    expect(b.recv(packet)).toEqual(noop)
    const write = () =>
      b.chain.run((state, host) =>
        b.chain.ibc.writeAcknowledgement(state, host, {
          destinationPort: 'echo',
          destinationChannel: 'channel-0',
          sequence: 1n,
          acknowledgement: utf8ToBytes('late'),
        }),
      )
    expect(write()).toEqual(ok())
    expect(write()).toMatchObject({ rejection: { code: 'IBC_ACK_EXISTS' } })
    expect(a.acknowledge(packet, utf8ToBytes('late'))).toEqual(success)
  })

  it.each([-1n, 0n, 1n])('receives or times out at the boundary %s ns, never both', (offset) => {
    const { a, b } = echo('UNORDERED')
    const packet = mustSend(a, 'x')
    const { timeNs } = b.chain.host
    b.chain.block(packet.timeoutTimestamp - timeNs + offset)
    const received = b.recv(packet)
    a.update()
    const proven = {
      proof: a.proveOne(receiptPath(packet)).proof,
      proofHeight: a.chain.ibc.latestHeight(a.chain.view, a.clientId)!,
    }
    const timedOut = a.timeout(packet, 1n, proven)
    expect([received.ok, timedOut.ok]).toEqual(offset < 0n ? [true, false] : [false, true])
  })
})

describe('ordered channel', () => {
  it('takes packets and acknowledgements in their turn', () => {
    const { a, b } = echo('ORDERED')
    const [one, two] = [mustSend(a, 'one'), mustSend(a, 'two')]
    expect(b.recv(two)).toMatchObject({ rejection: { code: 'IBC_PACKET_OUT_OF_ORDER', sequence: 2n, next: 1n } })
    b.recv(one)
    expect(b.recv(one)).toEqual(noop)
    b.recv(two)
    expect(a.acknowledge(two, utf8ToBytes('echo two'))).toMatchObject({
      rejection: { code: 'IBC_PACKET_OUT_OF_ORDER' },
    })
    expect(a.acknowledge(one, utf8ToBytes('echo one'))).toEqual(success)
    expect(a.acknowledge(two, utf8ToBytes('echo two'))).toEqual(success)
  })

  it('closes on a timeout, by the proven next sequence', () => {
    const { a, b } = echo('ORDERED')
    const [one, two] = [mustSend(a, 'one'), mustSend(a, 'two', 2n * HOUR)]
    b.chain.block(HOUR)
    a.update()
    const next = paths.nextSequenceRecv('echo', 'channel-0')
    const proven = () => ({
      ...a.proveOne(next),
      proofHeight: a.chain.ibc.latestHeight(a.chain.view, a.clientId)!,
    })
    expect(a.timeout(two, 1n, proven())).toMatchObject({ rejection: { code: 'IBC_TIMEOUT_NOT_REACHED' } })
    expect(a.timeout(one, 2n, proven())).toMatchObject({ rejection: { code: 'IBC_PACKET_ALREADY_RECEIVED' } })
    expect(a.timeout(one, 0n, proven())).toMatchObject({ rejection: { code: 'IBC_PROOF_VALUE_MISMATCH' } })
    expect(a.timeout(one, 1n, proven())).toEqual(success)
    expect(channelOf(a.chain.view, a.ref)?.state).toBe('CLOSED')
    expect(sendData(a, 'x')).toMatchObject({ rejection: { code: 'IBC_CHANNEL_STATE' } })
    // What was under way behind it can still be given back.
    b.chain.block(2n * HOUR)
    a.update()
    expect(a.timeout(two, 1n, proven())).toEqual(success)
    expect(journal(a)).toEqual({ 'timeout 1': '', 'timeout 2': '' })
  })
})

describe('closing', () => {
  it.each(['UNORDERED', 'ORDERED'] as const)('times packets to a closed %s channel out at once', (ordering) => {
    const { a, b } = echo(ordering)
    const packet = mustSend(a, 'x')
    const onClose = (proofClose: Uint8Array) => {
      const path = ordering === 'ORDERED' ? paths.nextSequenceRecv('echo', 'channel-0') : receiptPath(packet)
      return a.chain.run((state, host) =>
        a.chain.ibc.timeoutOnClose(state, host, { packet, nextSequenceRecv: 1n, proofClose, ...a.proveOne(path) }),
      )
    }
    const closedPath = paths.channel('echo', 'channel-0')
    expect(onClose(a.proveOne(closedPath).proof)).toMatchObject({ rejection: { code: 'IBC_PROOF_VALUE_MISMATCH' } })
    b.chain.must((state, host) => b.chain.ibc.channelCloseInit(state, host, b.ref))
    expect(onClose(a.proveOne(closedPath).proof)).toEqual(success)
    expect(onClose(a.proveOne(closedPath).proof)).toEqual(noop)
    expect(journal(a)).toEqual({ 'timeout 1': '' })
    const confirm = () =>
      a.chain.run((state, host) =>
        a.chain.ibc.channelCloseConfirm(state, host, { ...a.ref, ...a.proveOne(closedPath) }),
      )
    expect(confirm().ok).toBe(ordering === 'UNORDERED')
    expect(channelOf(a.chain.view, a.ref)?.state).toBe('CLOSED')
  })
})

describe('many receipts', () => {
  it('cost a bit each', () => {
    const { a, b } = echo('UNORDERED')
    for (let i = 0; i < 600; i++) b.recv(mustSend(a, `${i % 3}`))
    b.chain.block()
    const { tables } = b.chain.ledger.export()
    expect(tables['ibc/receipts']).toHaveLength(3)
    expect(tables['ibc/ack-bytes']).toHaveLength(3)
    expect(tables['ibc/acks']).toHaveLength(600)
  })
})
