import {
  Any,
  encodeMessage,
  MsgChannelCloseConfirm,
  MsgChannelOpenAck,
  MsgChannelOpenConfirm,
  MsgChannelOpenInit,
  MsgChannelOpenTry,
  MsgConnectionOpenAck,
  MsgConnectionOpenConfirm,
  MsgConnectionOpenInit,
  MsgConnectionOpenTry,
  MsgCreateClient,
  MsgSend,
  MsgTimeoutOnClose,
  MsgUpdateClient,
  toAny,
  utf8ToBytes,
} from '@pegzone/encoding'
import { mockClientState, mockConsensusState, mockHeader, mockProof, paths } from '@pegzone/ibc'
import { describe, expect, it } from 'vitest'
import { absenceProof, BridgeBench, GENESIS_NS, HOUR_NS, PROOF_HEIGHT, toPacket } from './bridge-harness.ts'
import { admin, alice } from './harness.ts'

const height = { revisionNumber: 0n, revisionHeight: PROOF_HEIGHT }
const signer = ''
const prefix = { keyPrefix: utf8ToBytes('ibc') }
const versions = [{ identifier: '1', features: ['ORDER_ORDERED', 'ORDER_UNORDERED'] }]
const ordering = 1

function submit(bench: BridgeBench, any: Any, from = admin): string {
  return bench.send(from, 'PegBridge', 'submitIbc', encodeMessage(Any, any))[0] as string
}

function proofOf(bench: BridgeBench, path: string): Uint8Array {
  return mockProof(height, path, bench.contracts.ibc.readPath(bench.view, path))
}

function createClient(bench: BridgeBench): string {
  return submit(
    bench,
    toAny(MsgCreateClient, {
      clientState: mockClientState({
        height: PROOF_HEIGHT,
        timestamp: GENESIS_NS,
        trustingPeriodNs: 0n,
        frozen: false,
      }),
      consensusState: mockConsensusState(GENESIS_NS),
      signer,
    }),
  )
}

/** The whole handshake between two bridges, by the messages that a relayer would carry. */
function handshake(a: BridgeBench, b: BridgeBench): void {
  for (const bench of [a, b]) expect(createClient(bench)).toBe('mock-0')
  expect(a.logNames).toEqual(['PegBridge.ClientCreated'])
  const counterparty = { clientId: 'mock-0', connectionId: '', prefix }
  expect(submit(a, toAny(MsgConnectionOpenInit, { clientId: 'mock-0', counterparty, delayPeriod: 0n, signer }))).toBe(
    'connection-0',
  )
  const proofHeight = height
  const nothing = {
    proofClient: new Uint8Array(),
    proofConsensus: new Uint8Array(),
    consensusHeight: height,
    hostConsensusStateProof: new Uint8Array(),
    signer,
  }
  submit(
    b,
    toAny(MsgConnectionOpenTry, {
      ...nothing,
      clientId: 'mock-0',
      previousConnectionId: '',
      counterparty: { ...counterparty, connectionId: 'connection-0' },
      delayPeriod: 0n,
      counterpartyVersions: versions,
      proofInit: proofOf(a, paths.connection('connection-0')),
      proofHeight,
    }),
  )
  expect(b.log('ConnectionChanged')).toEqual({ connectionId: 'connection-0', state: 'TRYOPEN' })
  submit(
    a,
    toAny(MsgConnectionOpenAck, {
      ...nothing,
      connectionId: 'connection-0',
      counterpartyConnectionId: 'connection-0',
      version: versions[0]!,
      proofTry: proofOf(b, paths.connection('connection-0')),
      proofHeight,
    }),
  )
  submit(
    b,
    toAny(MsgConnectionOpenConfirm, {
      connectionId: 'connection-0',
      proofAck: proofOf(a, paths.connection('connection-0')),
      proofHeight,
      signer,
    }),
  )
  const channel = {
    state: 1,
    ordering,
    counterparty: { portId: 'transfer', channelId: '' },
    connectionHops: ['connection-0'],
    version: 'ics20-1',
    upgradeSequence: 0n,
  }
  expect(submit(a, toAny(MsgChannelOpenInit, { portId: 'transfer', channel, signer }))).toBe('channel-0')
  submit(
    b,
    toAny(MsgChannelOpenTry, {
      portId: 'transfer',
      previousChannelId: '',
      channel: { ...channel, state: 2, counterparty: { portId: 'transfer', channelId: 'channel-0' } },
      counterpartyVersion: 'ics20-1',
      proofInit: proofOf(a, paths.channel('transfer', 'channel-0')),
      proofHeight,
      signer,
    }),
  )
  submit(
    a,
    toAny(MsgChannelOpenAck, {
      portId: 'transfer',
      channelId: 'channel-0',
      counterpartyChannelId: 'channel-0',
      counterpartyVersion: 'ics20-1',
      proofTry: proofOf(b, paths.channel('transfer', 'channel-0')),
      proofHeight,
      signer,
    }),
  )
  submit(
    b,
    toAny(MsgChannelOpenConfirm, {
      portId: 'transfer',
      channelId: 'channel-0',
      proofAck: proofOf(a, paths.channel('transfer', 'channel-0')),
      proofHeight,
      signer,
    }),
  )
  expect(b.log('ChannelChanged')).toEqual({ portId: 'transfer', channelId: 'channel-0', state: 'OPEN' })
}

describe('the handshake', () => {
  it('opens a channel between two bridges', () => {
    const [a, b] = [BridgeBench.create(), BridgeBench.create()]
    handshake(a, b)
    for (const bench of [a, b]) {
      expect(bench.read('PegBridge', 'channel', 'channel-0').toArray()).toEqual([
        'OPEN',
        'connection-0',
        'channel-0',
        'ics20-1',
      ])
    }
  })

  it('leaves behind what a genesis with an open channel writes', () => {
    const [a, b] = [BridgeBench.create(), BridgeBench.create()]
    handshake(a, b)
    const written = BridgeBench.create().openChannel({
      clientId: 'mock-0',
      connectionId: 'connection-0',
      channelId: 'channel-0',
    })
    for (const bench of [a, b, written]) bench.seal()
    expect(a.ledger.export().tables).toEqual(written.ledger.export().tables)
    expect(b.ledger.export().tables).toEqual(written.ledger.export().tables)
  })

  it('is the affair of the admin', () => {
    const bench = BridgeBench.create()
    const message = toAny(MsgConnectionOpenInit, {
      clientId: 'mock-0',
      counterparty: { clientId: 'mock-0', connectionId: '', prefix },
      delayPeriod: 0n,
      signer,
    })
    expect(() => submit(bench, message, alice)).toThrow(/^PegBridgeUnauthorized\(0xA1/)
    expect(() => submit(bench, message)).toThrow('PegBridgeRefused(IBC_CLIENT_NOT_FOUND)')
    expect((bench.read('PegBridge', 'admin')[0] as string).toLowerCase()).toBe(admin)
  })

  it('takes no other message', () => {
    const bench = BridgeBench.create()
    expect(() => submit(bench, toAny(MsgSend, { fromAddress: '', toAddress: '', amount: [] }))).toThrow(
      'PegBridgeUnknownMessage(/cosmos.bank.v1beta1.MsgSend)',
    )
    expect(() => bench.send(admin, 'PegBridge', 'submitIbc', '0xff')).toThrow('PegBridgeMalformedMessage()')
    for (const { typeUrl } of [MsgCreateClient, MsgUpdateClient]) {
      expect(() => submit(bench, { typeUrl, value: new Uint8Array() })).toThrow('PegBridgeMalformedMessage()')
    }
    expect(() => submit(bench, { typeUrl: MsgCreateClient.typeUrl, value: Uint8Array.of(255) })).toThrow(
      'PegBridgeMalformedMessage()',
    )
  })
})

describe('a client', () => {
  it('is updated by a message of its own kind', () => {
    const bench = BridgeBench.create().openChannel()
    const clientMessage = mockHeader(PROOF_HEIGHT + 1n, GENESIS_NS + 1n)
    expect(submit(bench, toAny(MsgUpdateClient, { clientId: 'mock-0', clientMessage, signer }))).toBe('mock-0')
    expect(bench.log('ClientUpdated')).toEqual({ clientId: 'mock-0', height: PROOF_HEIGHT + 1n })
    expect(bench.read('PegBridge', 'client', 'mock-0').toArray()).toEqual([
      'Active',
      PROOF_HEIGHT + 1n,
      GENESIS_NS + 1n,
    ])
  })
})

describe('a channel that the other side closes', () => {
  it('closes here, and what was under way goes back', () => {
    const bench = BridgeBench.create().openChannel()
    bench.approveAll(alice)
    const before = bench.balance('DAI', alice)
    const packet = bench.transfer(alice, 'DAI', 5n, GENESIS_NS + HOUR_NS)
    const closed = closedEnd()
    const proofClose = mockProof(height, paths.channel('transfer', 'channel-9'), closed)
    const timeout = {
      packet: toPacket(packet),
      proofUnreceived: absenceProof(packet),
      proofClose,
      proofHeight: height,
      nextSequenceRecv: 1n,
      counterpartyUpgradeSequence: 0n,
      signer,
    }
    submit(bench, toAny(MsgTimeoutOnClose, timeout))
    expect(bench.logNames).toEqual(['DAI.Transfer', 'PegBridge.Refunded', 'PegBridge.TimeoutPacket'])
    expect(bench.balance('DAI', alice)).toBe(before)
    submit(bench, toAny(MsgTimeoutOnClose, timeout))
    expect(bench.logNames).toEqual(['PegBridge.Noop'])
    submit(
      bench,
      toAny(MsgChannelCloseConfirm, {
        portId: 'transfer',
        channelId: 'channel-0',
        proofInit: proofClose,
        proofHeight: height,
        signer,
      }),
    )
    expect(bench.read('PegBridge', 'channel', 'channel-0')[0]).toBe('CLOSED')
    expect(() => bench.transfer(alice, 'DAI', 5n)).toThrow('PegBridgeRefused(IBC_CHANNEL_STATE)')
  })
})

/** The counterparty's end of `openChannel`, CLOSED. */
function closedEnd(): Uint8Array {
  const bench = BridgeBench.create().openChannel()
  const end = bench.contracts.ibc.readPath(bench.view, paths.channel('transfer', 'channel-0'))!
  const text = Buffer.from(end).toString('latin1')
  const mirrored = text.replace('channel-9', 'channel-0').replace('connection-0', 'connection-9')
  // Field 1, the state: 3 OPEN, 4 CLOSED.
  return Uint8Array.from(Buffer.from(mirrored.replace('\x08\x03', '\x08\x04'), 'latin1'))
}
