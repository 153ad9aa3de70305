import { secp256k1, sha256, utf8ToBytes } from '@pegzone/encoding'
import {
  channelCodec,
  channelOf,
  connectionCodec,
  encodeSoloProof,
  openChannelGenesis,
  type Packet,
  packetCommitment,
  paths,
  SUPPORTED_VERSIONS,
  soloClientState,
  soloConsensusState,
  soloMachineClient,
  soloPublicKey,
  soloSignBytes,
  soloSingleSignature,
} from '@pegzone/ibc'
import { Order, State } from 'cosmjs-types/ibc/core/channel/v1/channel'
import { MsgChannelOpenAck, MsgChannelOpenInit, MsgRecvPacket } from 'cosmjs-types/ibc/core/channel/v1/tx'
import { MsgCreateClient } from 'cosmjs-types/ibc/core/client/v1/tx'
import { MsgConnectionOpenAck, MsgConnectionOpenInit } from 'cosmjs-types/ibc/core/connection/v1/tx'
import { expect, test } from 'vitest'
import { balanceOf, type CosmosEvent } from '../src/index.ts'
import { any, incoming, NO_HEIGHT, PEER_TIME } from './ibc-support.ts'
import { alice, bob, deliver, genesisOf, person, sign, startChain } from './support.ts'

const attestor = person(40)
const prefix = utf8ToBytes('ibc')
const start = {
  sequence: 1n,
  frozen: false,
  publicKey: soloPublicKey(attestor.pubKey),
  diversifier: 'pegzone',
  timestamp: PEER_TIME,
}

/** A solo machine that proves anything it is asked to, one sequence after another. */
function soloMachine() {
  let sequence = start.sequence
  return (path: string, data: Uint8Array): Uint8Array => {
    const bytes = soloSignBytes({
      sequence: sequence++,
      timestamp: PEER_TIME,
      diversifier: start.diversifier,
      path,
      data,
    })
    return encodeSoloProof(soloSingleSignature(secp256k1.sign(sha256(bytes), attestor.key).signature), PEER_TIME)
  }
}

const tryConnection = connectionCodec.encode({
  clientId: 'attestation-0',
  versions: SUPPORTED_VERSIONS,
  state: 'TRYOPEN',
  counterparty: { clientId: '06-solomachine-0', connectionId: 'connection-0', prefix },
  delayPeriod: 0n,
})
const tryChannel = channelCodec.encode({
  state: 'TRYOPEN',
  ordering: 'UNORDERED',
  counterparty: { portId: 'transfer', channelId: 'channel-0' },
  connectionHops: ['connection-0'],
  version: 'ics20-1',
})

function handshake(prove: ReturnType<typeof soloMachine>) {
  const signer = alice.address
  const version = { identifier: '1', features: ['ORDER_ORDERED', 'ORDER_UNORDERED'] }
  return [
    any(MsgCreateClient, { clientState: soloClientState(start), consensusState: soloConsensusState(start), signer }),
    any(MsgConnectionOpenInit, {
      clientId: '06-solomachine-0',
      counterparty: { clientId: 'attestation-0', connectionId: '', prefix: { keyPrefix: prefix } },
      version,
      delayPeriod: 0n,
      signer,
    }),
    any(MsgConnectionOpenAck, {
      ...MsgConnectionOpenAck.fromPartial({}),
      connectionId: 'connection-0',
      counterpartyConnectionId: 'connection-0',
      version,
      proofHeight: NO_HEIGHT,
      proofTry: prove(paths.connection('connection-0'), tryConnection),
      signer,
    }),
    any(MsgChannelOpenInit, {
      portId: 'transfer',
      channel: {
        state: State.STATE_INIT,
        ordering: Order.ORDER_UNORDERED,
        counterparty: { portId: 'transfer', channelId: '' },
        connectionHops: ['connection-0'],
        version: 'ics20-1',
      },
      signer,
    }),
    any(MsgChannelOpenAck, {
      portId: 'transfer',
      channelId: 'channel-0',
      counterpartyChannelId: 'channel-0',
      counterpartyVersion: 'ics20-1',
      proofTry: prove(paths.channel('transfer', 'channel-0'), tryChannel),
      proofHeight: NO_HEIGHT,
      signer,
    }),
  ]
}

function recvBy(prove: ReturnType<typeof soloMachine>, packet: Packet) {
  const path = paths.commitment('transfer', 'channel-0', packet.sequence)
  return any(MsgRecvPacket, {
    packet,
    proofCommitment: prove(path, packetCommitment(packet)),
    proofHeight: NO_HEIGHT,
    signer: alice.address,
  })
}

const names = (events: readonly CosmosEvent[]) =>
  events.map(({ type }) => type).filter((type) => /^(create|connection|channel)_/.test(type))

test('a solo machine opens a channel by messages, and its packets are received', () => {
  const t = startChain()
  const prove = soloMachine()
  const opened = deliver(t, sign(handshake(prove), { gas: 2_000_000n }))
  expect(opened).toMatchObject({ code: 0, log: '' })
  expect(names(opened.events)).toEqual([
    'create_client',
    'connection_open_init',
    'connection_open_ack',
    'channel_open_init',
    'channel_open_ack',
  ])
  expect(channelOf(t.ledger.latest, { portId: 'transfer', channelId: 'channel-0' })).toMatchObject({ state: 'OPEN' })
  const packets = [incoming(1n, 'ixo', '5'), incoming(2n, 'dai', '6')]
  const msgs = packets.map((packet) => recvBy(prove, packet))
  expect(deliver(t, sign(msgs, { sequence: 1n, gas: 900_000n }))).toMatchObject({ code: 0 })
  expect(balanceOf(t.ledger.latest, bob.address, 'acixo')).toBe(5_000_005n)
  expect(balanceOf(t.ledger.latest, bob.address, 'acdai')).toBe(1_000_006n)
})

test('a proof that was signed for another sequence fails its message, with the client’s code', () => {
  const t = startChain()
  const prove = soloMachine()
  deliver(t, sign(handshake(prove), { gas: 2_000_000n }))
  prove('skipped', new Uint8Array(0))
  const result = deliver(t, sign([recvBy(prove, incoming(1n, 'ixo', '5'))], { sequence: 1n, gas: 900_000n }))
  expect(result).toMatchObject({ code: 5, codespace: '06-solomachine' })
  expect(result.log).toMatch(/^failed to execute message; message index: 0: /)
})

test('a genesis with an open channel equals what the handshake leaves behind', () => {
  const byMessages = startChain()
  deliver(byMessages, sign(handshake(soloMachine()), { gas: 2_000_000n }))
  const byGenesis = startChain(genesisOf(), {
    setUpIbc: (state, host) =>
      openChannelGenesis(state, host, {
        clients: [soloMachineClient],
        clientState: soloClientState({ ...start, sequence: 3n }),
        consensusState: soloConsensusState(start),
        counterparty: {
          clientId: 'attestation-0',
          connectionId: 'connection-0',
          channelId: 'channel-0',
          portId: 'transfer',
          prefix,
        },
        portId: 'transfer',
        ordering: 'UNORDERED',
        version: 'ics20-1',
      }),
  })
  const ibcRows = ({ ledger }: typeof byGenesis) =>
    Object.entries(ledger.export().tables).filter(([name]) => !/^(auth|bank|chain)\//.test(name))
  expect(ibcRows(byGenesis)).toEqual(ibcRows(byMessages))
})
