import { utf8ToBytes } from '@pegzone/encoding'
import {
  ATTESTATION_TYPES,
  ackCommitment,
  attestationClient,
  attestationClientState,
  attestationConsensusState,
  attestedPath,
  encodeAttestationProof,
  encodeStateProof,
  openChannelGenesis,
  packetCommitment,
  paths,
  ZERO_COMMITMENT,
} from '@pegzone/ibc'
import { Signature, Wallet } from 'ethers'
import { describe, expect, it } from 'vitest'
import {
  type AbiPacket,
  arriving,
  BridgeBench,
  GENESIS_NS,
  HOUR_NS,
  RELAYER,
  SUCCESS,
  toPacket,
} from './bridge-harness.ts'
import { alice, bob, must } from './harness.ts'

/** 2 of 3, in the order of their addresses as the client wants signatures. */
const attestors = [1, 2, 3]
  .map((n) => new Wallet(`0x${n.toString(16).padStart(2, '0').repeat(32)}`))
  .sort((a, b) => (a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1))
const signing = attestors.slice(0, 2)

/** A wallet signs for the domain that the bridge itself names. */
async function signatures(bench: BridgeBench, primary: 'StateAttestation' | 'PacketAttestation', message: object) {
  const domain = bench.read('PegBridge', 'eip712Domain')
  const { StateAttestation, PacketAttestation, PacketCompact } = ATTESTATION_TYPES
  const types = primary === 'StateAttestation' ? { StateAttestation } : { PacketAttestation, PacketCompact }
  const signed = await Promise.all(
    signing.map((wallet) =>
      wallet.signTypedData(
        {
          name: domain['name'] as string,
          version: domain['version'] as string,
          chainId: domain['chainId'] as bigint,
          verifyingContract: domain['verifyingContract'] as string,
        },
        types,
        message,
      ),
    ),
  )
  return signed.map((each) => Uint8Array.from(Buffer.from(Signature.from(each).serialized.slice(2), 'hex')))
}

/** One set of signatures for all of these store values at a height. */
async function attest(
  bench: BridgeBench,
  height: bigint,
  entries: readonly (readonly [path: string, value: Uint8Array])[],
) {
  const packets = entries.map(([path, commitment]) => ({ path: attestedPath(path), commitment }))
  return encodeAttestationProof({
    attestation: { height, packets },
    signatures: await signatures(bench, 'PacketAttestation', { height, packets }),
  })
}

async function update(bench: BridgeBench, height: bigint, timestamp: bigint): Promise<void> {
  const attestation = { height, timestamp }
  const proof = encodeStateProof({ attestation, signatures: await signatures(bench, 'StateAttestation', attestation) })
  bench.send(RELAYER, 'PegBridge', 'updateClient', 'attestation-0', proof)
}

function open(): BridgeBench {
  const bench = BridgeBench.create({ clients: [attestationClient] })
  must(
    bench.ledger.apply((state) =>
      openChannelGenesis(state, bench.host, {
        clients: [attestationClient],
        clientState: attestationClientState({
          attestors: attestors.map(({ address }) => address.toLowerCase() as `0x${string}`),
          threshold: 2,
          latestHeight: 1n,
          frozen: false,
          domain: bench.contracts.domain,
          trustingPeriodNs: 0n,
          revision: 1n,
        }),
        consensusState: attestationConsensusState(GENESIS_NS),
        counterparty: {
          clientId: '06-solomachine-0',
          connectionId: 'connection-0',
          channelId: 'channel-9',
          portId: 'transfer',
          prefix: utf8ToBytes('ibc'),
        },
        portId: 'transfer',
        ordering: 'UNORDERED',
        version: 'ics20-1',
      }),
    ),
  )
  bench.approveAll(alice)
  return bench
}

const commitmentOf = (packet: AbiPacket) =>
  [
    paths.commitment(packet.sourcePort, packet.sourceChannel, packet.sequence),
    packetCommitment(toPacket(packet)),
  ] as const

describe('the bridge under attestors', () => {
  it('takes a whole batch by one set of signatures', async () => {
    const bench = open()
    const packets = Array.from({ length: 30 }, (_, i) => arriving(BigInt(i + 1), 'dai', 1n, bob))
    const proof = await attest(bench, 5n, packets.map(commitmentOf))
    const before = bench.balance('DAI', bob)
    bench.send(RELAYER, 'PegBridge', 'recvPackets', packets, [proof], 5n)
    expect(bench.balance('DAI', bob)).toBe(before + 30n)
  })

  it('refuses the batch when one packet is not among what was signed', async () => {
    const bench = open()
    const packets = [arriving(1n, 'dai', 1n, bob), arriving(2n, 'dai', 1n, bob)]
    const proof = await attest(bench, 5n, [commitmentOf(packets[0]!)])
    expect(() => bench.send(RELAYER, 'PegBridge', 'recvPackets', packets, [proof], 5n)).toThrow(
      'PegBridgePacketRefused(2, IBC_PROOF_PATH_MISSING)',
    )
    expect(() => bench.send(RELAYER, 'PegBridge', 'recvPackets', packets.slice(0, 1), [proof], 6n)).toThrow(
      'PegBridgePacketRefused(1, IBC_PROOF_HEIGHT_MISMATCH)',
    )
  })

  it('learns heights, settles and refunds', async () => {
    const bench = open()
    const settled = bench.transfer(alice, 'DAI', 5n)
    const lost = bench.transfer(alice, 'DAI', 7n)
    await update(bench, 9n, GENESIS_NS + HOUR_NS)
    expect(bench.log('ClientUpdated')).toEqual({ clientId: 'attestation-0', height: 9n })
    expect(bench.read('PegBridge', 'client', 'attestation-0').toArray()).toEqual(['Active', 9n, GENESIS_NS + HOUR_NS])
    const ack = [paths.acknowledgement('transfer', 'channel-9', 1n), ackCommitment(SUCCESS)] as const
    const absent = [paths.receipt('transfer', 'channel-9', 2n), ZERO_COMMITMENT] as const
    const proof = await attest(bench, 9n, [ack, absent])
    bench.send(RELAYER, 'PegBridge', 'acknowledgePackets', [settled], [SUCCESS], [proof], 9n)
    bench.send(RELAYER, 'PegBridge', 'timeoutPackets', [lost], [proof], 9n)
    expect(bench.books('DAI')).toMatchObject({ pending: 0n, acknowledged: 5n, refunded: 7n })
  })

  it('refuses a header that too few signed', async () => {
    const bench = open()
    const attestation = { height: 9n, timestamp: GENESIS_NS + HOUR_NS }
    const [one] = await signatures(bench, 'StateAttestation', attestation)
    const proof = encodeStateProof({ attestation, signatures: [one!] })
    expect(() => bench.send(RELAYER, 'PegBridge', 'updateClient', 'attestation-0', proof)).toThrow(
      'PegBridgeRefused(IBC_PROOF_THRESHOLD_NOT_REACHED)',
    )
    expect(() => bench.send(RELAYER, 'PegBridge', 'updateClient', 'attestation-7', proof)).toThrow(
      'PegBridgeRefused(IBC_CLIENT_NOT_FOUND)',
    )
  })
})
