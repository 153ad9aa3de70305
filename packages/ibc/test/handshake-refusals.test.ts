import { paths, SUPPORTED_VERSIONS } from '@pegzone/ibc'
import { describe, expect, it } from 'vitest'
import { Coordinator, PREFIX, TestChain } from './harness/chain.ts'
import { echoApp } from './harness/echo-app.ts'
import { Endpoint, Path } from './harness/path.ts'
import { MockProver } from './harness/prover.ts'

/** Two chains with clients of each other, and nothing else. */
function clientsOnly() {
  const time = new Coordinator()
  const chain = (chainId: string) => new TestChain(time, { chainId, apps: new Map([['echo', echoApp()]]) })
  const path = new Path(
    new Endpoint(chain('a'), new MockProver(), 'transfer'),
    new Endpoint(chain('b'), new MockProver(), 'transfer'),
  )
  path.a.createClient()
  path.b.createClient()
  return path
}

function connected() {
  const path = clientsOnly()
  path.openConnection()
  return path
}

const [VERSION] = SUPPORTED_VERSIONS
const NO_PROOF = { proof: new Uint8Array(), proofHeight: { revisionNumber: 0n, revisionHeight: 1n } }

describe('connection handshake refuses', () => {
  const init = (over: object) => {
    const { a, b } = clientsOnly()
    return a.chain.run((state, host) =>
      a.chain.ibc.connectionOpenInit(state, host, {
        clientId: a.clientId,
        counterparty: { clientId: b.clientId, connectionId: '', prefix: PREFIX },
        delayPeriod: 0n,
        ...over,
      }),
    )
  }
  const other = { clientId: 'mock-0', connectionId: '', prefix: PREFIX }

  it.each([
    ['an unknown client', { clientId: 'mock-9' }, 'IBC_CLIENT_NOT_FOUND'],
    [
      'a version it does not speak',
      { version: { identifier: '2', features: ['ORDER_ORDERED'] } },
      'IBC_CONNECTION_VERSION',
    ],
    ['a version without features', { version: { identifier: '1', features: [] } }, 'IBC_CONNECTION_VERSION'],
    [
      'an empty prefix',
      { counterparty: { ...other, prefix: new Uint8Array() } },
      'IBC_CONNECTION_COUNTERPARTY_INVALID',
    ],
    [
      'a counterparty connection before there is one',
      { counterparty: { ...other, connectionId: 'connection-0' } },
      'IBC_CONNECTION_COUNTERPARTY_INVALID',
    ],
    ['a malformed counterparty client', { counterparty: { ...other, clientId: 'a/b' } }, 'IBC_IDENTIFIER_INVALID'],
  ])('init with %s', (_name, over, code) => {
    expect(init(over)).toMatchObject({ rejection: { code } })
  })

  it('try, ack and confirm out of turn, with wrong versions or without proof', () => {
    const { a, b } = clientsOnly()
    const opened = a.chain.must((state, host) =>
      a.chain.ibc.connectionOpenInit(state, host, {
        clientId: a.clientId,
        counterparty: { ...other, clientId: b.clientId },
        delayPeriod: 0n,
      }),
    )
    const tried = (over: object) =>
      b.chain.run((state, host) =>
        b.chain.ibc.connectionOpenTry(state, host, {
          clientId: b.clientId,
          counterparty: { clientId: a.clientId, connectionId: opened.connectionId, prefix: PREFIX },
          delayPeriod: 0n,
          counterpartyVersions: SUPPORTED_VERSIONS,
          ...b.proveOne(paths.connection(opened.connectionId)),
          ...over,
        }),
      )
    expect(tried({ counterpartyVersions: [{ identifier: '9', features: [] }] })).toMatchObject({
      rejection: { code: 'IBC_CONNECTION_VERSION' },
    })
    expect(tried({ delayPeriod: 5n })).toMatchObject({ rejection: { code: 'IBC_PROOF_VALUE_MISMATCH' } })
    expect(tried(NO_PROOF)).toMatchObject({ rejection: { code: 'IBC_PROOF_VALUE_MISMATCH' } })
    const acked = (over: object) =>
      a.chain.run((state, host) =>
        a.chain.ibc.connectionOpenAck(state, host, {
          connectionId: opened.connectionId,
          counterpartyConnectionId: 'connection-0',
          version: VERSION!,
          ...NO_PROOF,
          ...over,
        }),
      )
    expect(acked({ connectionId: 'connection-9' })).toMatchObject({ rejection: { code: 'IBC_CONNECTION_NOT_FOUND' } })
    expect(acked({ version: { identifier: '2', features: ['ORDER_ORDERED'] } })).toMatchObject({
      rejection: { code: 'IBC_CONNECTION_VERSION' },
    })
    expect(acked({})).toMatchObject({ rejection: { code: 'IBC_PROOF_VALUE_MISMATCH' } })
    expect(
      a.chain.run((state, host) =>
        a.chain.ibc.connectionOpenConfirm(state, host, { connectionId: opened.connectionId, ...NO_PROOF }),
      ),
    ).toMatchObject({ rejection: { code: 'IBC_CONNECTION_STATE', state: 'INIT', need: 'TRYOPEN' } })
  })
})

describe('channel handshake refuses', () => {
  const init = (over: object) => {
    const { a } = connected()
    return a.chain.run((state, host) =>
      a.chain.ibc.channelOpenInit(state, host, {
        portId: 'transfer',
        ordering: 'UNORDERED',
        connectionHops: [a.connectionId],
        counterpartyPortId: 'transfer',
        version: 'ics20-1',
        ...over,
      }),
    )
  }

  it.each([
    ['an unbound port', { portId: 'nobody' }, { code: 'IBC_PORT_NOT_BOUND' }],
    ['a malformed counterparty port', { counterpartyPortId: 'a/b' }, { code: 'IBC_IDENTIFIER_INVALID' }],
    ['two hops', { connectionHops: ['connection-0', 'connection-0'] }, { code: 'IBC_CHANNEL_HOPS' }],
    ['no hop', { connectionHops: [] }, { code: 'IBC_CHANNEL_HOPS' }],
    ['an unknown connection', { connectionHops: ['connection-9'] }, { code: 'IBC_CONNECTION_NOT_FOUND' }],
    [
      'an ordered transfer channel',
      { ordering: 'ORDERED' },
      { code: 'IBC_APP_REFUSED', cause: { code: 'IBC_TRANSFER_ORDER' } },
    ],
    [
      'another transfer version',
      { version: 'ics20-2' },
      { code: 'IBC_APP_REFUSED', cause: { code: 'IBC_TRANSFER_VERSION' } },
    ],
  ])('init with %s', (_name, over, rejection) => {
    expect(init(over)).toMatchObject({ rejection })
  })

  it('an order that the connection does not carry, and a connection that has not settled', () => {
    const { a, b } = clientsOnly()
    const { connectionId } = a.chain.must((state, host) =>
      a.chain.ibc.connectionOpenInit(state, host, {
        clientId: a.clientId,
        counterparty: { clientId: b.clientId, connectionId: '', prefix: PREFIX },
        version: { identifier: '1', features: ['ORDER_UNORDERED'] },
        delayPeriod: 0n,
      }),
    )
    const message = { portId: 'echo', connectionHops: [connectionId], counterpartyPortId: 'echo', version: '' }
    const open = (ordering: 'ORDERED' | 'UNORDERED') =>
      a.chain.run((state, host) => a.chain.ibc.channelOpenInit(state, host, { ...message, ordering }))
    expect(open('ORDERED')).toMatchObject({ rejection: { code: 'IBC_CHANNEL_ORDER_UNSUPPORTED' } })
    expect(open('UNORDERED')).toMatchObject({ value: { channelId: 'channel-0', version: 'echo-1' } })
    // Try needs the connection OPEN.
    expect(
      a.chain.run((state, host) =>
        a.chain.ibc.channelOpenTry(state, host, {
          portId: 'echo',
          ordering: 'UNORDERED',
          connectionHops: [connectionId],
          counterparty: { portId: 'echo', channelId: 'channel-0' },
          counterpartyVersion: 'echo-1',
          ...NO_PROOF,
        }),
      ),
    ).toMatchObject({ rejection: { code: 'IBC_CONNECTION_STATE' } })
  })

  it('steps out of turn, without proof, and closing by a user', () => {
    const path = connected()
    path.openChannel()
    const { a, b } = path
    const ack = (over: object) =>
      a.chain.run((state, host) =>
        a.chain.ibc.channelOpenAck(state, host, {
          ...a.ref,
          counterpartyChannelId: 'channel-0',
          counterpartyVersion: 'ics20-1',
          ...NO_PROOF,
          ...over,
        }),
      )
    expect(ack({})).toMatchObject({ rejection: { code: 'IBC_CHANNEL_STATE', state: 'OPEN', need: 'INIT' } })
    expect(ack({ channelId: 'channel-9' })).toMatchObject({ rejection: { code: 'IBC_CHANNEL_NOT_FOUND' } })
    expect(
      b.chain.run((state, host) => b.chain.ibc.channelOpenConfirm(state, host, { ...b.ref, ...NO_PROOF })),
    ).toMatchObject({ rejection: { code: 'IBC_CHANNEL_STATE' } })
    expect(b.chain.run((state, host) => b.chain.ibc.channelCloseInit(state, host, b.ref))).toMatchObject({
      rejection: { code: 'IBC_APP_REFUSED', cause: { code: 'IBC_TRANSFER_CLOSE_FORBIDDEN' } },
    })
    expect(
      b.chain.run((state, host) => b.chain.ibc.channelCloseConfirm(state, host, { ...b.ref, ...NO_PROOF })),
    ).toMatchObject({ rejection: { code: 'IBC_PROOF_VALUE_MISMATCH' } })
  })
})
