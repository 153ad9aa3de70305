import { ethAddressOf, secp256k1 } from '@pegzone/encoding'
import {
  type AttestationState,
  attestationHeader,
  attestedCommitment,
  attestedPath,
  encodeAttestationProof,
  packetAttestationDigest,
  stateAttestationDigest,
  ZERO_COMMITMENT,
} from '@pegzone/ibc'
import type { Head } from './chain-view.ts'
import { readAttestationClient } from './client-state.ts'
import type { Journal } from './journal.ts'
import { declineAll, type ProverEnds, proven, review, type Sayable } from './proven.ts'
import type { Proofs, ProvenMessage, Prover, Statement } from './statement.ts'

export interface AttestationProverOptions extends ProverEnds {
  /** Private keys of attestors of the client, 32 bytes each. As many sign as the client's threshold asks. */
  readonly keys: readonly Uint8Array[]
  readonly journal: Journal
}

interface Attestor {
  readonly address: string
  readonly key: Uint8Array
}

/** Signs for an `attestation` client: one set of signatures covers all store values of a batch. */
export class AttestationProver implements Prover {
  readonly clientId: string
  readonly #options: AttestationProverOptions
  readonly #attestors: readonly Attestor[]

  constructor(options: AttestationProverOptions) {
    this.clientId = options.clientId
    this.#options = options
    this.#attestors = options.keys
      .map((key) => ({ address: ethAddressOf(key) as string, key }))
      .sort((a, b) => (a.address < b.address ? -1 : 1))
  }

  async prove(statements: readonly Statement[]): Promise<Proofs> {
    const { told, clientId } = this.#options
    const reviewed = await review(this.#options, statements)
    if (reviewed === undefined) return { messages: [], declined: declineAll(statements) }
    const { final, toldHead, sayable, declined } = reviewed
    if (sayable.length === 0) return { messages: [], declined }

    const client = await readAttestationClient(told, toldHead, clientId)
    const proof = await this.#attest(client, final, sayable)
    const proofHeight = { revisionNumber: client.revision, revisionHeight: BigInt(final.height) }
    const messages = sayable.map(({ statement }) => proven(statement, proof, proofHeight))
    // A timeout is judged by the time of the block at the proof's height: the client has to know it.
    const dated = sayable.some(({ statement }) => statement.kind === 'timeout')
    return { messages: dated ? [await this.#date(client, final), ...messages] : messages, declined }
  }

  async #attest(client: AttestationState, final: Head, sayable: readonly Sayable[]): Promise<Uint8Array> {
    const packets = sayable.map(({ evidence: { path, value } }) => ({
      path: attestedPath(path),
      commitment: value.length === 0 ? ZERO_COMMITMENT : attestedCommitment(value),
    }))
    const attestation = { height: BigInt(final.height), packets }
    const digest = packetAttestationDigest(client.domain, attestation)
    const signatures = this.#sign(client, digest)
    await this.#journal(attestation.height, digest)
    return encodeAttestationProof({ attestation, signatures })
  }

  async #date(client: AttestationState, final: Head): Promise<ProvenMessage> {
    const attestation = { height: BigInt(final.height), timestamp: final.timeNs }
    const digest = stateAttestationDigest(client.domain, attestation)
    const signatures = this.#sign(client, digest)
    await this.#journal(attestation.height, digest)
    const message = attestationHeader({ attestation, signatures })
    return { type: 'update', clientId: this.clientId, message }
  }

  #journal(height: bigint, digest: Uint8Array): Promise<void> {
    return this.#options.journal.writeAttestation(this.clientId, height, digest)
  }

  /** The lowest addresses among those that the client knows, in ascending order, as it wants them. */
  #sign(client: AttestationState, digest: Uint8Array): readonly Uint8Array[] {
    const signers = this.#attestors.filter(({ address }) => (client.attestors as readonly string[]).includes(address))
    if (signers.length < client.threshold) {
      throw new Error(
        `${this.clientId} asks for ${client.threshold} attestors; ${signers.length} keys of its set are here`,
      )
    }
    return signers.slice(0, client.threshold).map(({ key }) => {
      const { signature, recovery } = secp256k1.sign(digest, key)
      const withRecovery = new Uint8Array(65)
      withRecovery.set(signature)
      withRecovery[64] = 27 + recovery
      return withRecovery
    })
  }
}
