import { openChannelGenesis, soloClient, soloClientState, soloConsensusState } from '@pegzone/ibc'
import { createLedger } from '@pegzone/ledger'
import { describe, expect, it } from 'vitest'
import { CLIENTS, Coordinator, PREFIX, TestChain } from './harness/chain.ts'
import { attestorsOf, keyOf } from './harness/keys.ts'
import { Endpoint, Path } from './harness/path.ts'
import { AttestationProver, SoloProver } from './harness/prover.ts'

const OURS = ['ibc/', '06-solomachine/', 'attestation/', 'mock/', 'transfer/']

function fresh() {
  const time = new Coordinator()
  const cosmos = new TestChain(time, { chainId: 'pegzone-1', revision: 1n })
  const ethereum = new TestChain(time, { chainId: '31337' })
  const attestors = new AttestationProver(attestorsOf(3), 2)
  const a = new Endpoint(cosmos, new SoloProver(), 'transfer')
  const b = new Endpoint(ethereum, attestors, 'transfer')
  return { cosmos, ethereum, a, b, path: new Path(a, b) }
}

describe('handshake between a solo machine client and an attestation client', () => {
  it('opens client, connection and channel on both sides with real signatures', () => {
    const { a, b, cosmos, ethereum, path } = fresh()
    path.open()
    expect([a.clientId, a.connectionId, a.channelId]).toEqual(['06-solomachine-0', 'connection-0', 'channel-0'])
    expect([b.clientId, b.connectionId, b.channelId]).toEqual(['attestation-0', 'connection-0', 'channel-0'])
    // Two proofs on Cosmos: connection and channel acknowledgement.
    expect(soloClient(cosmos.view, a.clientId)?.sequence).toBe(3n)
    expect(cosmos.events.map(({ type }) => type)).toEqual([
      'create_client',
      'connection_open_init',
      'connection_open_ack',
      'channel_open_init',
      'channel_open_ack',
    ])
    expect(ethereum.events.map(({ type }) => type)).toEqual([
      'create_client',
      'connection_open_try',
      'connection_open_confirm',
      'channel_open_try',
      'channel_open_confirm',
    ])
  })

  it('works with a threshold key and with the roles exchanged', () => {
    const time = new Coordinator()
    const cosmos = new TestChain(time, { chainId: 'pegzone-1', revision: 1n })
    const ethereum = new TestChain(time, { chainId: '31337' })
    const keys = ['one', 'two', 'three'].map(keyOf)
    const a = new Endpoint(ethereum, new AttestationProver(attestorsOf(1)), 'transfer')
    const b = new Endpoint(cosmos, new SoloProver({ keys, threshold: 2 }), 'transfer')
    new Path(a, b).open()
    expect(soloClient(cosmos.view, b.clientId)?.sequence).toBe(5n)
  })

  it('leaves behind exactly what the genesis with an open channel writes', () => {
    const { a, b, cosmos, ethereum, path } = fresh()
    const attested = b.prover.initial(cosmos)
    path.open()
    const solo = soloClient(cosmos.view, a.clientId)!
    const shared = { clients: CLIENTS, portId: 'transfer', ordering: 'UNORDERED', version: 'ics20-1' } as const
    const counterparty = { connectionId: 'connection-0', channelId: 'channel-0', portId: 'transfer', prefix: PREFIX }

    const cosmosGenesis = new TestChain(new Coordinator(), { chainId: 'pegzone-1', revision: 1n })
    const opened = cosmosGenesis.must((state, host) =>
      openChannelGenesis(state, host, {
        ...shared,
        clientState: soloClientState(solo),
        consensusState: soloConsensusState(solo),
        counterparty: { ...counterparty, clientId: 'attestation-0' },
      }),
    )
    expect(opened).toEqual({ clientId: '06-solomachine-0', connectionId: 'connection-0', channelId: 'channel-0' })
    const ethereumGenesis = new TestChain(new Coordinator(), { chainId: '31337' })
    ethereumGenesis.must((state, host) =>
      openChannelGenesis(state, host, {
        ...shared,
        ...attested,
        counterparty: { ...counterparty, clientId: '06-solomachine-0' },
      }),
    )
    for (const [genesis, world] of [
      [cosmosGenesis, cosmos],
      [ethereumGenesis, ethereum],
    ] as const) {
      genesis.block()
      world.block()
      expect(Object.keys(world.rows(OURS)).length).toBeGreaterThan(6)
      expect(genesis.rows(OURS)).toEqual(world.rows(OURS))
    }
  })

  it('survives export and import', () => {
    const { cosmos, path } = fresh()
    path.open()
    cosmos.block()
    const copy = createLedger({ import: cosmos.ledger.export() })
    expect(copy.head.root).toBe(cosmos.ledger.head.root)
    expect(copy.export()).toEqual(cosmos.ledger.export())
  })
})
