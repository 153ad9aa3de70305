import { bytesToHex, type EthAddress, equalBytes, keccak256, secp256k1, toHex } from '@pegzone/encoding'
import type { IbcRejection } from '../../rejections.ts'
import { domainKey, packetAttestationDigest } from './digest.ts'
import type { AttestationState } from './types.ts'
import { decodeAttestationProof } from './wire.ts'

/** Who signed a digest, in the order of the signatures; or what is wrong with one of them. */
export type Recovered = readonly EthAddress[] | 'malleable' | 'invalid'

/** Half of the group order, 32 bytes: a larger s has a smaller twin. */
const HALF_ORDER = '7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0'

/** Each signature is r, s, v: 65 bytes, s in the lower half, v 27 or 28. */
export function recoverSigners(digest: Uint8Array, signatures: readonly Uint8Array[]): Recovered {
  const signers: EthAddress[] = []
  for (const signature of signatures) {
    if (signature.length !== 65) return 'invalid'
    const v = signature[64]!
    if ((v !== 27 && v !== 28) || toHex(signature.subarray(32, 64)) > HALF_ORDER) return 'malleable'
    const point = secp256k1.recover(digest, signature.subarray(0, 64), v - 27)
    if (point === undefined) return 'invalid'
    signers.push(bytesToHex(keccak256(point.subarray(1)).subarray(12)))
  }
  return signers
}

/** Why these signers do not carry a statement of this client; undefined if they do. */
export function signersProblem(
  clientId: string,
  client: AttestationState,
  signers: Recovered,
): IbcRejection | undefined {
  if (signers === 'malleable') return { code: 'IBC_PROOF_SIGNATURE_MALLEABLE', clientId }
  if (signers === 'invalid')
    return { code: 'IBC_PROOF_SIGNATURE_INVALID', clientId, detail: 'no key could have made it' }
  let last = ''
  for (const signer of signers) {
    if (!client.attestors.includes(signer)) return { code: 'IBC_PROOF_SIGNER_UNKNOWN', clientId, signer }
    if (signer === last) return { code: 'IBC_PROOF_SIGNER_REPEATED', clientId, signer }
    if (signer < last) return { code: 'IBC_PROOF_SIGNATURES_UNSORTED', clientId }
    last = signer
  }
  const { threshold: need } = client
  if (signers.length < need) return { code: 'IBC_PROOF_THRESHOLD_NOT_REACHED', clientId, have: signers.length, need }
  return undefined
}

/** A packet attestation taken apart: signers recovered, paths indexed by hex. */
export interface ReadAttestation {
  readonly height: bigint
  readonly commitments: ReadonlyMap<string, Uint8Array>
  readonly signers: Recovered
}

interface Remembered {
  readonly proof: Uint8Array
  readonly domain: string
  readonly read: ReadAttestation | undefined
}

const remembered: Remembered[] = []
const MEMORY = 8

/**
 * Reads a proof and recovers its signers, once: the last few results are remembered by the very bytes (and domain), so a
 * batch of packets under one attestation costs one set of recoveries. A pure function with a memory: nothing depends on it.
 * Undefined if malformed, or if one path is named twice.
 */
export function readAttestation(client: AttestationState, proof: Uint8Array): ReadAttestation | undefined {
  const domain = domainKey(client.domain)
  const known = remembered.find((entry) => entry.domain === domain && equalBytes(entry.proof, proof))
  if (known !== undefined) return known.read
  const read = readFresh(client, proof)
  remembered.unshift({ proof: proof.slice(), domain, read })
  if (remembered.length > MEMORY) remembered.pop()
  return read
}

function readFresh(client: AttestationState, proof: Uint8Array): ReadAttestation | undefined {
  const signed = decodeAttestationProof(proof)
  if (signed === undefined || signed.signatures.length > client.attestors.length) return undefined
  const { attestation, signatures } = signed
  const commitments = new Map(attestation.packets.map(({ path, commitment }) => [toHex(path), commitment]))
  if (commitments.size !== attestation.packets.length) return undefined
  const signers = recoverSigners(packetAttestationDigest(client.domain, attestation), signatures)
  return { height: attestation.height, commitments, signers }
}
