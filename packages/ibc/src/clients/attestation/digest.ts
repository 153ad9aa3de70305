import { fromHex, keccak256, type TypedDataHasher, typedDataHasher, utf8ToBytes } from '@pegzone/encoding'
import type { AttestationDomain, PacketAttestation, StateAttestation } from './types.ts'

/** EIP-712 types of the two statements, for any wallet or library that signs them. */
export const ATTESTATION_TYPES = {
  StateAttestation: [
    { name: 'height', type: 'uint64' },
    { name: 'timestamp', type: 'uint64' },
  ],
  PacketAttestation: [
    { name: 'height', type: 'uint64' },
    { name: 'packets', type: 'PacketCompact[]' },
  ],
  PacketCompact: [
    { name: 'path', type: 'bytes32' },
    { name: 'commitment', type: 'bytes32' },
  ],
}

/** The whole EIP-712 domain of a deployment. */
export function attestationDomain({ chainId, verifyingContract }: AttestationDomain) {
  return { name: 'Pegzone', version: '1', chainId, verifyingContract }
}

/** 32 bytes to sign: a block's time. */
export function stateAttestationDigest(domain: AttestationDomain, statement: StateAttestation): Uint8Array {
  return hashersOf(domain).state.digest(statement)
}

/** 32 bytes to sign: store values. */
export function packetAttestationDigest(domain: AttestationDomain, statement: PacketAttestation): Uint8Array {
  return hashersOf(domain).packets.digest(statement)
}

interface Hashers {
  readonly state: TypedDataHasher
  readonly packets: TypedDataHasher
}

const hashers = new Map<string, Hashers>()

/** Compiled once per domain; a world has a handful. */
function hashersOf(domain: AttestationDomain): Hashers {
  const key = domainKey(domain)
  const known = hashers.get(key)
  if (known !== undefined) return known
  const { PacketCompact, PacketAttestation, StateAttestation } = ATTESTATION_TYPES
  const whole = attestationDomain(domain)
  const made = {
    state: typedDataHasher(whole, { StateAttestation }, 'StateAttestation'),
    packets: typedDataHasher(whole, { PacketAttestation, PacketCompact }, 'PacketAttestation'),
  }
  if (hashers.size >= 64) hashers.clear()
  hashers.set(key, made)
  return made
}

export function domainKey({ chainId, verifyingContract }: AttestationDomain): string {
  return `${chainId}/${verifyingContract}`
}

/** Key of a store path inside an attestation: keccak256 of its UTF-8. */
export function attestedPath(path: string): Uint8Array {
  return keccak256(utf8ToBytes(path))
}

/** A store value as attested: itself if it has 32 bytes (packet and acknowledgement commitments), else its keccak256. */
export function attestedCommitment(value: Uint8Array): Uint8Array {
  return value.length === 32 ? value : keccak256(value)
}

/** Absence. */
export const ZERO_COMMITMENT: Uint8Array = fromHex('00'.repeat(32))
