import { utf8ToBytes } from '@pegzone/encoding'
import {
  ackCommitment,
  encodeTransferData,
  type LightClientModule,
  mockClient,
  mockClientState,
  mockConsensusState,
  mockHeader,
  mockProof,
  openChannelGenesis,
  type Packet,
  packetCommitment,
  paths,
} from '@pegzone/ibc'
import { pegBridge } from '../../src/contracts/index.ts'
import { Bench, CHAIN_ID, contractAddresses, exampleGenesis, GENESIS_SECONDS, must, TOKEN } from './harness.ts'

export const COSMOS_ADDRESS = 'ixo1qy352eufqy352eufqy352eufqy352eufqy352eu'
export const HOUR_NS = 3_600_000_000_000n
export const GENESIS_NS = GENESIS_SECONDS * 1_000_000_000n
export const SUCCESS = utf8ToBytes('{"result":"AQ=="}')
export const FAILURE = utf8ToBytes('{"error":"ABCI code: 5: error handling packet: see events for details"}')
/** Height of the counterparty that every proof here speaks of. */
export const PROOF_HEIGHT = 7n

/** A bench with an open channel to a counterparty that a mock client believes; 100 of each of dai and ixo in escrow. */
export class BridgeBench extends Bench {
  static create({ clients = [mockClient] }: { readonly clients?: readonly LightClientModule[] } = {}): BridgeBench {
    const [dai, ixo] = [100n * TOKEN, 100n * TOKEN]
    const genesis = exampleGenesis() as Record<string, { balances: Record<string, string> }>
    const treasury = `0x${'77'.repeat(20)}`
    const supply = 2_000_000_000n * TOKEN
    return new BridgeBench(
      {
        ...genesis,
        DAI: { balances: { ...genesis['DAI']!.balances, [contractAddresses.PegBridge]: `${dai}` } },
        IXO: { balances: { [treasury]: `${supply - ixo}`, [contractAddresses.PegBridge]: `${ixo}` } },
        PegBridge: {
          admin: `0x${'ad'.repeat(20)}`,
          lanes: [
            { channel: 'channel-0', denom: 'dai', escrowed: `${dai}` },
            { channel: 'channel-0', denom: 'ixo', escrowed: `${ixo}` },
          ],
        },
      },
      clients,
    )
  }

  openChannel(counterparty = { clientId: 'mock-9', connectionId: 'connection-9', channelId: 'channel-9' }): this {
    must(
      this.ledger.apply((state) =>
        openChannelGenesis(state, this.host, {
          clients: [mockClient],
          clientState: mockClientState({
            height: PROOF_HEIGHT,
            timestamp: this.timeNs,
            trustingPeriodNs: 0n,
            frozen: false,
          }),
          consensusState: mockConsensusState(this.timeNs),
          counterparty: { ...counterparty, portId: 'transfer', prefix: utf8ToBytes('ibc') },
          portId: 'transfer',
          ordering: 'UNORDERED',
          version: 'ics20-1',
        }),
      ),
    )
    return this
  }

  /** The counterparty as the client knows it: the same height, another time. */
  updateMock(timestamp: bigint): void {
    const clientMessage = mockHeader(PROOF_HEIGHT, timestamp)
    must(
      this.ledger.apply((state) =>
        this.contracts.ibc.updateClient(state, this.host, { clientId: 'mock-0', clientMessage }),
      ),
    )
  }

  get host() {
    return pegBridge.hostOf({ number: this.height, timeNs: this.timeNs, chainId: CHAIN_ID })
  }

  /** Sends from here; answers the packet as its event tells it. */
  transfer(
    from: `0x${string}`,
    token: 'DAI' | 'IXO' | 'IXOS',
    amount: bigint,
    timeout = GENESIS_NS + HOUR_NS,
  ): AbiPacket {
    this.send(
      from,
      'PegBridge',
      'sendTransfer',
      contractAddresses[token],
      amount,
      COSMOS_ADDRESS,
      'channel-0',
      timeout,
      '',
    )
    return packetOf(this.log('SendPacket'))
  }

  receive(...packets: readonly AbiPacket[]): void {
    this.send(RELAYER, 'PegBridge', 'recvPackets', packets, packets.map(commitmentProof), PROOF_HEIGHT)
  }

  acknowledge(acknowledgement: Uint8Array, ...packets: readonly AbiPacket[]): void {
    const proofs = packets.map((packet) => ackProof(packet, acknowledgement))
    const acks = packets.map(() => acknowledgement)
    this.send(RELAYER, 'PegBridge', 'acknowledgePackets', packets, acks, proofs, PROOF_HEIGHT)
  }

  books(token: 'DAI' | 'IXO' | 'IXOS'): Record<string, bigint> {
    const [books] = this.read('PegBridge', 'books', contractAddresses[token], 'channel-0')
    return (books as { toObject(): Record<string, bigint> }).toObject()
  }
}

export const RELAYER = `0x${'4e'.repeat(20)}` as const

/** A packet as ethers takes it. */
export type AbiPacket = Omit<Packet, 'timeoutHeight' | 'data'> & {
  readonly data: string
  readonly timeoutRevision: bigint
  readonly timeoutHeight: bigint
}

/** A packet of the counterparty that brings `denom` back. */
export function arriving(
  sequence: bigint,
  denom: string,
  amount: bigint,
  receiver: string,
  timeoutTimestamp = GENESIS_NS + HOUR_NS,
): AbiPacket {
  const data = encodeTransferData({
    denom: `transfer/channel-9/${denom}`,
    amount,
    sender: COSMOS_ADDRESS,
    receiver,
    memo: '',
  })
  return {
    sequence,
    sourcePort: 'transfer',
    sourceChannel: 'channel-9',
    destinationPort: 'transfer',
    destinationChannel: 'channel-0',
    data: `0x${Buffer.from(data).toString('hex')}`,
    timeoutRevision: 0n,
    timeoutHeight: 0n,
    timeoutTimestamp,
  }
}

export function toPacket({ timeoutRevision, timeoutHeight, data, ...packet }: AbiPacket): Packet {
  return {
    ...packet,
    data: Uint8Array.from(Buffer.from(data.slice(2), 'hex')),
    timeoutHeight: { revisionNumber: timeoutRevision, revisionHeight: timeoutHeight },
  }
}

const height = { revisionNumber: 0n, revisionHeight: PROOF_HEIGHT }

export function commitmentProof(packet: AbiPacket): Uint8Array {
  const path = paths.commitment(packet.sourcePort, packet.sourceChannel, packet.sequence)
  return mockProof(height, path, packetCommitment(toPacket(packet)))
}

export function ackProof(packet: AbiPacket, acknowledgement: Uint8Array): Uint8Array {
  const path = paths.acknowledgement(packet.destinationPort, packet.destinationChannel, packet.sequence)
  return mockProof(height, path, ackCommitment(acknowledgement))
}

export function absenceProof(packet: AbiPacket): Uint8Array {
  return mockProof(height, paths.receipt(packet.destinationPort, packet.destinationChannel, packet.sequence), undefined)
}

/** The packet of a decoded event. */
export function packetOf(args: Record<string, unknown>): AbiPacket {
  return (args['packet'] as { toObject(): AbiPacket }).toObject()
}
