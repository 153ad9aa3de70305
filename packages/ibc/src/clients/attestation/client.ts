import { equalBytes, parseEthAddress, toHex } from '@pegzone/encoding'
import { type KeyCodec, type State, table, textKey, u64Codec, type View } from '@pegzone/ledger'
import { type Outcome, ok, refuse } from '@pegzone/outcome'
import { hex16 } from '../../core/keys.ts'
import { tryDecode } from '../../decode.ts'
import { isZeroHeight } from '../../host.ts'
import type { AbsenceClaim, ClientUpdate, LightClientModule } from '../../light-client.ts'
import type { IbcRejection } from '../../rejections.ts'
import { attestedCommitment, attestedPath, stateAttestationDigest, ZERO_COMMITMENT } from './digest.ts'
import { readAttestation, recoverSigners, signersProblem } from './signers.ts'
import {
  ATTESTATION_CLIENT_STATE,
  ATTESTATION_CONSENSUS_STATE,
  ATTESTATION_HEADER,
  ATTESTATION_MISBEHAVIOUR,
  ATTESTATION_TYPE,
  type AttestationState,
  type StateAttestation,
} from './types.ts'
import {
  attestationConsensusState,
  attestationStateCodec,
  decodeConsensus,
  decodeMisbehaviour,
  decodeStateProof,
} from './wire.ts'

/** Client id → attestation client state. */
export const attestationClientsTable = table({
  name: 'attestation/clients',
  key: textKey,
  value: attestationStateCodec,
})

/** `client id/` and the height as 16 hex digits. */
const heightKey: KeyCodec<readonly [clientId: string, height: bigint]> = {
  encode: ([clientId, height]) => `${clientId}/${hex16(height)}`,
  decode: (text) => [text.slice(0, -17), BigInt(`0x${text.slice(-16)}`)],
}

/** (client id, height) → block time, nanoseconds. The newest `KEPT_HEIGHTS` per client. */
export const attestationTimesTable = table({
  name: 'attestation/times',
  key: heightKey,
  value: u64Codec,
  ordered: true,
})

/** Client id → number of its rows in `attestation/times`. */
export const attestationCountsTable = table({ name: 'attestation/counts', key: textKey, value: u64Codec })

/** Older heights are forgotten: a timeout is proven at a newer one. */
export const KEPT_HEIGHTS = 256n

const U64_MAX = (1n << 64n) - 1n

/**
 * m-of-n attestors of the counterparty, EIP-712 over secp256k1 (shape of ibc-go's `attestations`, design.md §4). Headers
 * teach block times; packet attestations prove store values and need no header, since they carry their own signatures.
 */
export const attestationClient: LightClientModule = {
  type: ATTESTATION_TYPE,
  clientStateTypeUrl: ATTESTATION_CLIENT_STATE,

  initialise(state, _host, clientId, clientState, consensusState) {
    const invalid = (detail: string) => refuse({ code: 'IBC_CLIENT_STATE_INVALID', detail })
    const client = tryDecode(attestationStateCodec.decode, clientState.value)
    if (client === undefined) return invalid('the client state cannot be read')
    if (consensusState.typeUrl !== ATTESTATION_CONSENSUS_STATE)
      return invalid(`consensus state of type "${consensusState.typeUrl}"`)
    const timestamp = tryDecode(decodeConsensus, consensusState.value)
    if (timestamp === undefined || timestamp === 0n) return invalid('the consensus state has no time')
    const problem = stateProblem(client)
    if (problem !== undefined) return invalid(problem)
    state.open(attestationClientsTable).set(clientId, client)
    state.open(attestationTimesTable).set([clientId, client.latestHeight], timestamp)
    state.open(attestationCountsTable).set(clientId, 1n)
    return ok()
  },

  update(state, _host, clientId, message) {
    if (message.typeUrl === ATTESTATION_HEADER) return applyHeader(state, clientId, message.value)
    if (message.typeUrl === ATTESTATION_MISBEHAVIOUR) return applyMisbehaviour(state, clientId, message.value)
    return refuse({ code: 'IBC_HEADER_INVALID', clientId, detail: `message of type "${message.typeUrl}"` })
  },

  status(view, host, clientId) {
    const client = attestation(view, clientId)
    if (client === undefined) return 'Unknown'
    if (client.frozen) return 'Frozen'
    if (client.trustingPeriodNs === 0n) return 'Active'
    const latest = view.read(attestationTimesTable).get([clientId, client.latestHeight])!
    return host.timeNs >= latest + client.trustingPeriodNs ? 'Expired' : 'Active'
  },

  latestHeight(view, clientId) {
    const client = attestation(view, clientId)
    return { revisionNumber: client?.revision ?? 0n, revisionHeight: client?.latestHeight ?? 0n }
  },

  timestampAt(view, clientId, { revisionNumber, revisionHeight }) {
    if (attestation(view, clientId)?.revision !== revisionNumber) return undefined
    return view.read(attestationTimesTable).get([clientId, revisionHeight])
  },

  verifyMembership(state, _host, clientId, claim) {
    // A 32-byte zero value would read as absence, and no store holds one.
    return proves(state, clientId, claim, attestedCommitment(claim.value), claim.value.length > 0)
  },

  verifyNonMembership(state, _host, clientId, claim) {
    return proves(state, clientId, claim, ZERO_COMMITMENT, true)
  },

  clientState(view, clientId) {
    const client = attestation(view, clientId)
    return client && { typeUrl: ATTESTATION_CLIENT_STATE, value: attestationStateCodec.encode(client) }
  },

  consensusState(view, clientId, height) {
    const time = this.timestampAt(view, clientId, height)
    return time === undefined ? undefined : attestationConsensusState(time)
  },

  recover(state, _host, subjectId, substituteId) {
    const clients = state.open(attestationClientsTable)
    const substitute = clients.get(substituteId)!
    const time = state.read(attestationTimesTable).get([substituteId, substitute.latestHeight])!
    clients.set(subjectId, { ...substitute })
    forget(state, subjectId)
    state.open(attestationTimesTable).set([subjectId, substitute.latestHeight], time)
    state.open(attestationCountsTable).set(subjectId, 1n)
    return ok()
  },
}

/** The client state; undefined if there is no such client. */
export function attestation(view: View, clientId: string): AttestationState | undefined {
  return view.read(attestationClientsTable).get(clientId)
}

function proves(
  view: View,
  clientId: string,
  { height, proof, path }: AbsenceClaim,
  commitment: Uint8Array,
  possible: boolean,
): Outcome<void, IbcRejection> {
  const client = attestation(view, clientId)!
  const read = readAttestation(client, proof)
  if (read === undefined)
    return refuse({ code: 'IBC_PROOF_MALFORMED', clientId, detail: 'it is no PacketAttestation with signatures' })
  if (read.height !== height.revisionHeight || client.revision !== height.revisionNumber)
    return refuse({ code: 'IBC_PROOF_HEIGHT_MISMATCH', clientId, attested: read.height, asked: height })
  const problem = signersProblem(clientId, client, read.signers)
  if (problem !== undefined) return refuse(problem)
  const attested = read.commitments.get(toHex(attestedPath(path)))
  if (attested === undefined) return refuse({ code: 'IBC_PROOF_PATH_MISSING', clientId, path })
  if (!possible || !equalBytes(attested, commitment))
    return refuse({ code: 'IBC_PROOF_VALUE_MISMATCH', clientId, path })
  return ok()
}

/** A new height and time; one that contradicts what is known is itself the evidence, and freezes the client. */
function applyHeader(state: State, clientId: string, bytes: Uint8Array): Outcome<ClientUpdate, IbcRejection> {
  const client = attestation(state, clientId)!
  const read = readState(clientId, client, bytes)
  if (!read.ok) return read
  const { height, timestamp } = read.value
  const times = state.open(attestationTimesTable)
  const known = times.get([clientId, height])
  const heights = [{ revisionNumber: client.revision, revisionHeight: height }]
  if (known === timestamp) return ok({ heights, frozen: false })
  if (known !== undefined || !isMonotone(state, clientId, client, read.value)) return freeze(state, clientId, client)
  times.set([clientId, height], timestamp)
  if (height > client.latestHeight)
    state.open(attestationClientsTable).set(clientId, { ...client, latestHeight: height })
  prune(state, clientId)
  return ok({ heights, frozen: false })
}

function readState(
  clientId: string,
  client: AttestationState,
  bytes: Uint8Array,
): Outcome<StateAttestation, IbcRejection> {
  const invalid = (detail: string) => refuse({ code: 'IBC_HEADER_INVALID', clientId, detail })
  const signed = decodeStateProof(bytes)
  if (signed === undefined) return invalid('it is no StateAttestation with signatures')
  const { attestation: statement, signatures } = signed
  if (signatures.length > client.attestors.length) return invalid('more signatures than attestors')
  if (isNoHeight(client.revision, statement.height) || statement.timestamp === 0n) return invalid('height or time is 0')
  const signers = recoverSigners(stateAttestationDigest(client.domain, statement), signatures)
  const problem = signersProblem(clientId, client, signers)
  return problem === undefined ? ok(statement) : refuse(problem)
}

/** Block times rise strictly with heights. */
function isMonotone(
  view: View,
  clientId: string,
  client: AttestationState,
  { height, timestamp }: StateAttestation,
): boolean {
  const times = view.read(attestationTimesTable)
  if (height > client.latestHeight) return timestamp > times.get([clientId, client.latestHeight])!
  for (const [[, other], time] of times.range([clientId, 0n], [clientId, U64_MAX])) {
    if (other < height ? time >= timestamp : time <= timestamp) return false
  }
  return true
}

function prune(state: State, clientId: string): void {
  const counts = state.open(attestationCountsTable)
  const count = counts.get(clientId)! + 1n
  if (count <= KEPT_HEIGHTS) {
    counts.set(clientId, count)
    return
  }
  const times = state.open(attestationTimesTable)
  for (const [key] of times.range([clientId, 0n], [clientId, U64_MAX])) {
    times.delete(key)
    return
  }
}

function forget(state: State, clientId: string): void {
  const times = state.open(attestationTimesTable)
  for (const [key] of [...times.range([clientId, 0n], [clientId, U64_MAX])]) times.delete(key)
}

/** Two headers for one height with different times, or two proofs of one height with different values at one path. */
function applyMisbehaviour(state: State, clientId: string, bytes: Uint8Array): Outcome<ClientUpdate, IbcRejection> {
  const client = attestation(state, clientId)!
  const invalid = (detail: string) => refuse({ code: 'IBC_MISBEHAVIOUR_INVALID', clientId, detail })
  const evidence = decodeMisbehaviour(bytes)
  if (evidence === undefined) return invalid('it cannot be read')
  if (evidence.kind === 'state') {
    const one = readState(clientId, client, evidence.one)
    if (!one.ok) return one
    const two = readState(clientId, client, evidence.two)
    if (!two.ok) return two
    const [a, b] = [one.value, two.value]
    if (a.height === b.height ? a.timestamp === b.timestamp : a.height < b.height === a.timestamp < b.timestamp)
      return invalid('the two headers agree')
    return freeze(state, clientId, client)
  }
  const one = readAttestation(client, evidence.one)
  const two = readAttestation(client, evidence.two)
  if (one === undefined || two === undefined) return invalid('a packet attestation cannot be read')
  for (const { signers } of [one, two]) {
    const problem = signersProblem(clientId, client, signers)
    if (problem !== undefined) return refuse(problem)
  }
  if (one.height !== two.height) return invalid('the heights differ')
  for (const [path, commitment] of one.commitments) {
    const other = two.commitments.get(path)
    if (other !== undefined && !equalBytes(commitment, other)) return freeze(state, clientId, client)
  }
  return invalid('the two attestations agree')
}

function freeze(state: State, clientId: string, client: AttestationState): Outcome<ClientUpdate, never> {
  state.open(attestationClientsTable).set(clientId, { ...client, frozen: true })
  return ok({ heights: [], frozen: true })
}

function stateProblem(client: AttestationState): string | undefined {
  const { attestors, threshold, latestHeight, domain } = client
  if (attestors.length === 0) return 'there are no attestors'
  if (attestors.length > MAX_ATTESTORS) return `more than ${MAX_ATTESTORS} attestors`
  for (const [index, address] of [...attestors, domain.verifyingContract].entries()) {
    if (parseEthAddress(address) !== address) return `"${address}" is no lower-case address`
    if (index > 0 && index < attestors.length && attestors[index - 1]! >= address)
      return 'the attestors are not ascending and distinct'
  }
  if (threshold < 1 || threshold > attestors.length) return 'the threshold is out of range'
  if (isNoHeight(client.revision, latestHeight)) return 'the latest height is 0'
  return undefined
}

/** Height 0 is genesis where there are revisions; 0-0 means none. */
function isNoHeight(revisionNumber: bigint, revisionHeight: bigint): boolean {
  return isZeroHeight({ revisionNumber, revisionHeight })
}

const MAX_ATTESTORS = 255
