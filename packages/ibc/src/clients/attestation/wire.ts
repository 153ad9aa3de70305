import { abiCodec, type EthAddress } from '@pegzone/encoding'
import type { Codec } from '@pegzone/ledger'
import { BinaryReader, BinaryWriter } from 'cosmjs-types/binary'
import type { Any } from '../../any.ts'
import {
  ATTESTATION_CLIENT_STATE,
  ATTESTATION_CONSENSUS_STATE,
  ATTESTATION_HEADER,
  ATTESTATION_MISBEHAVIOUR,
  type AttestationState,
  type PacketAttestation,
  type StateAttestation,
} from './types.ts'

const stateProof = abiCodec('(uint64 height, uint64 timestamp) attestation, bytes[] signatures')
const packetProof = abiCodec(
  '(uint64 height, (bytes32 path, bytes32 commitment)[] packets) attestation, bytes[] signatures',
)
const evidence = abiCodec('uint8 kind, bytes one, bytes two')

export interface Signed<A> {
  readonly attestation: A
  /** 65 bytes r, s, v each, ordered by signer address. */
  readonly signatures: readonly Uint8Array[]
}

/** Proof bytes for `recv`, `acknowledge`, `timeout` and handshakes: one set of signatures for many paths. */
export function encodeAttestationProof({ attestation, signatures }: Signed<PacketAttestation>): Uint8Array {
  const packets = attestation.packets.map(({ path, commitment }) => ({ path, commitment }))
  return packetProof.encode([{ height: attestation.height, packets }, [...signatures]])
}

/** Undefined if malformed. Strict: one encoding per statement. */
export function decodeAttestationProof(proof: Uint8Array): Signed<PacketAttestation> | undefined {
  const decoded = packetProof.decode(proof)
  if (!decoded.ok) return undefined
  const [attestation, signatures] = decoded.value as unknown as [PacketAttestation, Uint8Array[]] // by the types above
  return { attestation, signatures }
}

export function encodeStateProof({ attestation, signatures }: Signed<StateAttestation>): Uint8Array {
  const { height, timestamp } = attestation
  return stateProof.encode([{ height, timestamp }, [...signatures]])
}

export function decodeStateProof(proof: Uint8Array): Signed<StateAttestation> | undefined {
  const decoded = stateProof.decode(proof)
  if (!decoded.ok) return undefined
  const [attestation, signatures] = decoded.value as unknown as [StateAttestation, Uint8Array[]] // by the types above
  return { attestation, signatures }
}

/** Client message that teaches the client a height and its time. */
export function attestationHeader(signed: Signed<StateAttestation>): Any {
  return { typeUrl: ATTESTATION_HEADER, value: encodeStateProof(signed) }
}

export type EvidenceKind = 'state' | 'packets'

/** Client message that freezes the client: two headers, or two packet proofs, that contradict each other. */
export function attestationMisbehaviour(kind: EvidenceKind, one: Uint8Array, two: Uint8Array): Any {
  return { typeUrl: ATTESTATION_MISBEHAVIOUR, value: evidence.encode([kind === 'state' ? 1n : 2n, one, two]) }
}

export function decodeMisbehaviour(
  value: Uint8Array,
): { readonly kind: EvidenceKind; readonly one: Uint8Array; readonly two: Uint8Array } | undefined {
  const decoded = evidence.decode(value)
  if (!decoded.ok) return undefined
  const [kind, one, two] = decoded.value
  if (kind !== 1n && kind !== 2n) return undefined
  return { kind: kind === 1n ? 'state' : 'packets', one, two }
}

export function attestationClientState(state: AttestationState): Any {
  return { typeUrl: ATTESTATION_CLIENT_STATE, value: attestationStateCodec.encode(state) }
}

export function attestationConsensusState(timestamp: bigint): Any {
  const value = new BinaryWriter().uint32(8).uint64(timestamp).finish()
  return { typeUrl: ATTESTATION_CONSENSUS_STATE, value }
}

/** Field 1: time in nanoseconds. */
export function decodeConsensus(bytes: Uint8Array): bigint {
  const reader = new BinaryReader(bytes)
  let timestamp = 0n
  while (reader.pos < reader.len) {
    const tag = reader.uint32()
    if (tag === 8) timestamp = reader.uint64()
    else reader.skipType(tag & 7)
  }
  return timestamp
}

/**
 * Protobuf: 1 attestors (repeated string), 2 threshold (u32), 3 latest height (u64), 4 frozen, 5 chain id (u64),
 * 6 verifying contract (string), 7 trusting period in ns (u64), 8 revision (u64).
 */
export const attestationStateCodec: Codec<AttestationState> = {
  encode(state) {
    const writer = new BinaryWriter()
    for (const attestor of state.attestors) writer.uint32(10).string(attestor)
    if (state.threshold !== 0) writer.uint32(16).uint32(state.threshold)
    const u64 = (tag: number, value: bigint) => value !== 0n && writer.uint32(tag).uint64(value)
    u64(24, state.latestHeight)
    if (state.frozen) writer.uint32(32).bool(true)
    u64(40, state.domain.chainId)
    if (state.domain.verifyingContract.length > 0) writer.uint32(50).string(state.domain.verifyingContract)
    u64(56, state.trustingPeriodNs)
    u64(64, state.revision)
    return writer.finish()
  },
  decode(bytes) {
    const reader = new BinaryReader(bytes)
    const attestors: EthAddress[] = []
    const read = { threshold: 0, latestHeight: 0n, frozen: false, chainId: 0n, trustingPeriodNs: 0n, revision: 0n }
    let verifyingContract = '' as EthAddress
    while (reader.pos < reader.len) {
      const tag = reader.uint32()
      if (tag === 10) attestors.push(reader.string() as EthAddress)
      else if (tag === 16) read.threshold = reader.uint32()
      else if (tag === 24) read.latestHeight = reader.uint64()
      else if (tag === 32) read.frozen = reader.bool()
      else if (tag === 40) read.chainId = reader.uint64()
      else if (tag === 50) verifyingContract = reader.string() as EthAddress
      else if (tag === 56) read.trustingPeriodNs = reader.uint64()
      else if (tag === 64) read.revision = reader.uint64()
      else reader.skipType(tag & 7)
    }
    const { chainId, ...rest } = read
    return { attestors, domain: { chainId, verifyingContract }, ...rest }
  },
}
