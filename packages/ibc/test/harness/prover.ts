import { secp256k1, sha256 } from '@pegzone/encoding'
import {
  type Any,
  type AttestationDomain,
  attestation,
  attestationClientState,
  attestationConsensusState,
  attestationHeader,
  attestedCommitment,
  attestedPath,
  encodeAttestationProof,
  encodeSoloProof,
  type Height,
  mockClientState,
  mockConsensusState,
  mockHeader,
  mockProof,
  packetAttestationDigest,
  type StateAttestation,
  soloClient,
  soloClientState,
  soloConsensusState,
  soloHeader,
  soloHeaderStatement,
  soloMultiSignature,
  soloMultisigKey,
  soloPublicKey,
  soloSignBytes,
  soloSingleSignature,
  stateAttestationDigest,
  ZERO_COMMITMENT,
  ZERO_HEIGHT,
} from '@pegzone/ibc'
import type { TestChain } from './chain.ts'
import { type Attestor, keyOf, sign65 } from './keys.ts'

export interface Proof {
  readonly proof: Uint8Array
  readonly proofHeight: Height
}

/** Signs what one chain's store holds, for a client of it on the other chain. */
export interface Prover {
  /** Client and consensus state for `createClient`, as of the source's open block. */
  initial(source: TestChain): { readonly clientState: Any; readonly consensusState: Any }
  /** Header that brings the client to the source's open block. */
  header(source: TestChain, host: TestChain, clientId: string): Any
  /** Proof of the values at these paths (as the source has them now), or of their absence. One proof may serve all. */
  prove(source: TestChain, host: TestChain, clientId: string, paths: readonly string[]): readonly Proof[]
}

export interface SoloOptions {
  readonly keys?: readonly Uint8Array[]
  readonly threshold?: number
  readonly diversifier?: string
}

/** A solo machine with one key, or with a threshold of several. */
export class SoloProver implements Prover {
  readonly keys: readonly Uint8Array[]
  readonly threshold: number
  readonly diversifier: string
  readonly publicKey: Any

  constructor({ keys = [keyOf('solo')], threshold = keys.length, diversifier = 'pegzone' }: SoloOptions = {}) {
    this.keys = keys
    this.threshold = threshold
    this.diversifier = diversifier
    const publicKeys = keys.map((key) => secp256k1.publicKey(key))
    this.publicKey = keys.length === 1 ? soloPublicKey(publicKeys[0]!) : soloMultisigKey(threshold, publicKeys)
  }

  initial(source: TestChain) {
    const { publicKey, diversifier } = this
    const state = { sequence: 1n, frozen: false, publicKey, diversifier, timestamp: source.host.timeNs }
    return { clientState: soloClientState(state), consensusState: soloConsensusState(state) }
  }

  sign(signBytes: Uint8Array): Uint8Array {
    const hash = sha256(signBytes)
    if (this.keys.length === 1) return soloSingleSignature(secp256k1.sign(hash, this.keys[0]!).signature)
    const signers = this.keys
      .slice(0, this.threshold)
      .map((key, i) => [i, secp256k1.sign(hash, key).signature] as const)
    return soloMultiSignature(this.keys.length, new Map(signers))
  }

  header(source: TestChain, host: TestChain, clientId: string): Any {
    const client = soloClient(host.view, clientId)!
    const header = {
      timestamp: source.host.timeNs,
      newPublicKey: this.publicKey,
      newDiversifier: this.diversifier,
    }
    return soloHeader({ ...header, signature: this.sign(soloSignBytes(soloHeaderStatement(client, header))) })
  }

  prove(source: TestChain, host: TestChain, clientId: string, paths: readonly string[]): readonly Proof[] {
    const client = soloClient(host.view, clientId)!
    const timestamp = source.host.timeNs > client.timestamp ? source.host.timeNs : client.timestamp
    return paths.map((path, i) => {
      const data = source.ibc.readPath(source.view, path) ?? new Uint8Array()
      const sequence = client.sequence + BigInt(i)
      const signBytes = soloSignBytes({ sequence, timestamp, diversifier: client.diversifier, path, data })
      return { proof: encodeSoloProof(this.sign(signBytes), timestamp), proofHeight: ZERO_HEIGHT }
    })
  }
}

export const DOMAIN: AttestationDomain = {
  chainId: 31337n,
  verifyingContract: '0x00000000000000000000000000000000000000aa',
}

export class AttestationProver implements Prover {
  readonly attestors: readonly Attestor[]
  readonly threshold: number

  constructor(attestors: readonly Attestor[], threshold = attestors.length) {
    this.attestors = attestors
    this.threshold = threshold
  }

  initial(source: TestChain) {
    const clientState = attestationClientState({
      attestors: this.attestors.map(({ address }) => address),
      threshold: this.threshold,
      revision: source.revision,
      latestHeight: source.host.height + 1n,
      frozen: false,
      domain: DOMAIN,
      trustingPeriodNs: 0n,
    })
    return { clientState, consensusState: attestationConsensusState(source.host.timeNs) }
  }

  signatures(digest: Uint8Array): readonly Uint8Array[] {
    return this.attestors.slice(0, this.threshold).map(({ key }) => sign65(digest, key))
  }

  stateHeader(statement: StateAttestation): Any {
    return attestationHeader({
      attestation: statement,
      signatures: this.signatures(stateAttestationDigest(DOMAIN, statement)),
    })
  }

  header(source: TestChain): Any {
    return this.stateHeader({ height: source.host.height + 1n, timestamp: source.host.timeNs })
  }

  prove(source: TestChain, host: TestChain, clientId: string, paths: readonly string[]): readonly Proof[] {
    const height = source.host.height + 1n
    const packets = paths.map((path) => {
      const value = source.ibc.readPath(source.view, path)
      return { path: attestedPath(path), commitment: value === undefined ? ZERO_COMMITMENT : attestedCommitment(value) }
    })
    const statement = { height, packets }
    const signatures = this.signatures(packetAttestationDigest(DOMAIN, statement))
    const proof = encodeAttestationProof({ attestation: statement, signatures })
    const { revision } = attestation(host.view, clientId)!
    return paths.map(() => ({ proof, proofHeight: { revisionNumber: revision, revisionHeight: height } }))
  }
}

export class MockProver implements Prover {
  initial(source: TestChain) {
    const { height, timeNs: timestamp } = source.host
    return {
      clientState: mockClientState({ height: height + 1n, timestamp, trustingPeriodNs: 0n, frozen: false }),
      consensusState: mockConsensusState(timestamp),
    }
  }

  header(source: TestChain): Any {
    return mockHeader(source.host.height + 1n, source.host.timeNs)
  }

  prove(source: TestChain, _host: TestChain, _clientId: string, paths: readonly string[]): readonly Proof[] {
    const proofHeight = { revisionNumber: 0n, revisionHeight: source.host.height + 1n }
    return paths.map((path) => ({
      proof: mockProof(proofHeight, path, source.ibc.readPath(source.view, path)),
      proofHeight,
    }))
  }
}
