import type { EthAddress } from '@pegzone/encoding'

/** EIP-712 domain besides name `Pegzone` and version `1`: which deployment a statement is meant for. */
export interface AttestationDomain {
  readonly chainId: bigint
  /** Lower case. */
  readonly verifyingContract: EthAddress
}

export interface AttestationState {
  /** Lower case, ascending, distinct. */
  readonly attestors: readonly EthAddress[]
  /** m of the m-of-n: from 1 to the number of attestors. */
  readonly threshold: number
  /** Revision of the counterparty's heights; statements carry none. */
  readonly revision: bigint
  /** Highest height with a known time. */
  readonly latestHeight: bigint
  readonly frozen: boolean
  readonly domain: AttestationDomain
  /** Nanoseconds since the latest known block after which the client expires; 0: never. */
  readonly trustingPeriodNs: bigint
}

/** "The counterparty's block at `height` has time `timestamp` (ns)." */
export interface StateAttestation {
  readonly height: bigint
  readonly timestamp: bigint
}

/** One store key and its value: `path` = keccak256 of the ICS-24 key, `commitment` as `attestedCommitment`. 32 bytes each. */
export interface PacketCompact {
  readonly path: Uint8Array
  readonly commitment: Uint8Array
}

/** "At `height` the counterparty's store holds these commitments"; 32 zero bytes: nothing is stored there. */
export interface PacketAttestation {
  readonly height: bigint
  readonly packets: readonly PacketCompact[]
}

export const ATTESTATION_TYPE = 'attestation'
export const ATTESTATION_CLIENT_STATE = '/pegzone.lightclients.attestation.v1.ClientState'
export const ATTESTATION_CONSENSUS_STATE = '/pegzone.lightclients.attestation.v1.ConsensusState'
/** Value: abi.encode(StateAttestation, bytes[] signatures). */
export const ATTESTATION_HEADER = '/pegzone.lightclients.attestation.v1.Header'
/** Value: abi.encode(uint8 kind, bytes one, bytes two); kind 1: two headers, kind 2: two packet proofs. */
export const ATTESTATION_MISBEHAVIOUR = '/pegzone.lightclients.attestation.v1.Misbehaviour'
