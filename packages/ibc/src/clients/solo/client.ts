import { equalBytes, parseUtf8 } from '@pegzone/encoding'
import { type State, table, textKey, type View } from '@pegzone/ledger'
import { type Outcome, ok, refuse } from '@pegzone/outcome'
import {
  ConsensusState,
  Header,
  Misbehaviour,
  type SignatureAndData,
  TimestampedSignatureData,
} from 'cosmjs-types/ibc/lightclients/solomachine/v3/solomachine'
import type { Any } from '../../any.ts'
import { tryDecode } from '../../decode.ts'
import type { ClientUpdate, LightClientModule } from '../../light-client.ts'
import type { IbcRejection } from '../../rejections.ts'
import {
  SOLO_CLIENT_STATE,
  SOLO_CONSENSUS_STATE,
  SOLO_HEADER,
  SOLO_MISBEHAVIOUR,
  SOLO_TYPE,
  type SoloState,
} from './types.ts'
import { keyProblem, signatureProblem } from './verify-key.ts'
import { soloConsensusState, soloHeaderStatement, soloSignBytes, soloStateCodec } from './wire.ts'

/** Client id → solo machine client state. Value: the protobuf ClientState. */
export const soloClientsTable = table({ name: '06-solomachine/clients', key: textKey, value: soloStateCodec })

const EMPTY = new Uint8Array()

/**
 * 06-solomachine v3 as in ibc-go ≥ v8.5: signs the raw key path, one sequence per signature, strict. Proof heights are
 * ignored. Differs: misbehaviour over raw key paths is accepted (upstream's decoder makes it unusable, ibc-go 4769).
 */
export const soloMachineClient: LightClientModule = {
  type: SOLO_TYPE,
  clientStateTypeUrl: SOLO_CLIENT_STATE,

  initialise(state, _host, clientId, clientState, consensusState) {
    const client = tryDecode(soloStateCodec.decode, clientState.value)
    if (client === undefined) return invalidState('the client state cannot be read')
    if (consensusState.typeUrl !== SOLO_CONSENSUS_STATE)
      return invalidState(`consensus state of type "${consensusState.typeUrl}"`)
    const consensus = tryDecode(ConsensusState.decode, consensusState.value)
    if (
      consensus?.publicKey === undefined ||
      consensus.timestamp !== client.timestamp ||
      consensus.diversifier !== client.diversifier ||
      !sameKey(consensus.publicKey, client.publicKey)
    )
      return invalidState('the consensus state is not the one inside the client state')
    const problem = stateProblem(client)
    if (problem !== undefined) return invalidState(problem)
    state.open(soloClientsTable).set(clientId, client)
    return ok()
  },

  update(state, _host, clientId, message) {
    if (message.typeUrl === SOLO_HEADER) return applyHeader(state, clientId, message.value)
    if (message.typeUrl === SOLO_MISBEHAVIOUR) return applyMisbehaviour(state, clientId, message.value)
    return refuse({ code: 'IBC_HEADER_INVALID', clientId, detail: `message of type "${message.typeUrl}"` })
  },

  status(view, _host, clientId) {
    const client = view.read(soloClientsTable).get(clientId)
    return client === undefined ? 'Unknown' : client.frozen ? 'Frozen' : 'Active'
  },

  latestHeight: (view, clientId) => ({
    revisionNumber: 0n,
    revisionHeight: view.read(soloClientsTable).get(clientId)?.sequence ?? 0n,
  }),

  timestampAt: (view, clientId) => view.read(soloClientsTable).get(clientId)?.timestamp,

  verifyMembership(state, _host, clientId, { proof, path, value }) {
    return consume(state, clientId, proof, path, value)
  },

  verifyNonMembership(state, _host, clientId, { proof, path }) {
    return consume(state, clientId, proof, path, EMPTY)
  },

  clientState(view, clientId) {
    const client = view.read(soloClientsTable).get(clientId)
    return client && { typeUrl: SOLO_CLIENT_STATE, value: soloStateCodec.encode(client) }
  },

  /** A solo machine stores no consensus state of its own; its only one is inside the client state. */
  consensusState(view, clientId, height) {
    const client = view.read(soloClientsTable).get(clientId)
    return client?.sequence === height.revisionHeight && height.revisionNumber === 0n
      ? soloConsensusState(client)
      : undefined
  },

  recover(state, _host, subjectId, substituteId) {
    const clients = state.open(soloClientsTable)
    const subject = clients.get(subjectId)!
    const substitute = clients.get(substituteId)!
    if (sameKey(subject.publicKey, substitute.publicKey)) {
      const detail = 'the substitute has the same public key'
      return refuse({ code: 'IBC_CLIENT_SUBSTITUTE_INVALID', clientId: subjectId, detail })
    }
    clients.set(subjectId, { ...substitute })
    return ok()
  },
}

/** The client state; undefined if there is no such client. */
export function soloClient(view: View, clientId: string): SoloState | undefined {
  return view.read(soloClientsTable).get(clientId)
}

/** One statement, one sequence: after it the client waits for the next and holds the proof's time. */
function consume(
  state: State,
  clientId: string,
  proof: Uint8Array,
  path: string,
  data: Uint8Array,
): Outcome<void, IbcRejection> {
  const clients = state.open(soloClientsTable)
  const client = clients.get(clientId)!
  const malformed = (detail: string) => refuse({ code: 'IBC_PROOF_MALFORMED', clientId, detail })
  if (proof.length === 0) return malformed('it is empty')
  const read = tryDecode(TimestampedSignatureData.decode, proof)
  if (read === undefined) return malformed('it is no TimestampedSignatureData')
  const { timestamp, signatureData } = read
  if (signatureData.length === 0) return malformed('it holds no signature')
  if (client.timestamp > timestamp)
    return refuse({ code: 'IBC_PROOF_TIMESTAMP_OLD', clientId, stored: client.timestamp, signed: timestamp })
  const { sequence, diversifier } = client
  const signBytes = soloSignBytes({ sequence, timestamp, diversifier, path, data })
  const detail = signatureProblem(client.publicKey, signBytes, signatureData)
  if (detail !== undefined) return refuse({ code: 'IBC_PROOF_SIGNATURE_INVALID', clientId, detail })
  clients.set(clientId, { ...client, sequence: sequence + 1n, timestamp })
  return ok()
}

function applyHeader(state: State, clientId: string, bytes: Uint8Array): Outcome<ClientUpdate, IbcRejection> {
  const clients = state.open(soloClientsTable)
  const client = clients.get(clientId)!
  const invalid = (detail: string) => refuse({ code: 'IBC_HEADER_INVALID', clientId, detail })
  const header = tryDecode(Header.decode, bytes)
  if (header?.newPublicKey === undefined) return invalid('the header cannot be read or names no key')
  const { timestamp, newPublicKey, newDiversifier, signature } = header
  const problem = stateProblem({ ...client, publicKey: newPublicKey, diversifier: newDiversifier, timestamp })
  if (problem !== undefined) return invalid(problem)
  if (timestamp < client.timestamp) return invalid(`dated ${timestamp} ns, before ${client.timestamp} ns`)
  const signBytes = soloSignBytes(soloHeaderStatement(client, { timestamp, newPublicKey, newDiversifier }))
  const unsigned = signatureProblem(client.publicKey, signBytes, signature)
  if (unsigned !== undefined) return invalid(unsigned)
  // The same key keeps its object, so that it is parsed once for the life of the client.
  const publicKey = sameKey(client.publicKey, newPublicKey) ? client.publicKey : newPublicKey
  const sequence = client.sequence + 1n
  clients.set(clientId, { sequence, frozen: false, publicKey, diversifier: newDiversifier, timestamp })
  return ok({ heights: [{ revisionNumber: 0n, revisionHeight: sequence }], frozen: false })
}

/** Two different statements at one sequence, under the present key: the machine equivocated. */
function applyMisbehaviour(state: State, clientId: string, bytes: Uint8Array): Outcome<ClientUpdate, IbcRejection> {
  const clients = state.open(soloClientsTable)
  const client = clients.get(clientId)!
  const invalid = (detail: string) => refuse({ code: 'IBC_MISBEHAVIOUR_INVALID', clientId, detail })
  const evidence = tryDecode(Misbehaviour.decode, bytes)
  if (evidence?.signatureOne === undefined || evidence.signatureTwo === undefined)
    return invalid('two signatures are needed')
  const { sequence, signatureOne: one, signatureTwo: two } = evidence
  if (sequence === 0n) return invalid('sequence 0')
  if (equalBytes(one.signature, two.signature)) return invalid('the signatures are the same')
  if (equalBytes(one.path, two.path) && equalBytes(one.data, two.data)) return invalid('both say the same')
  for (const entry of [one, two]) {
    const problem = evidenceProblem(client, sequence, entry)
    if (problem !== undefined) return invalid(problem)
  }
  clients.set(clientId, { ...client, frozen: true })
  return ok({ heights: [], frozen: true })
}

function evidenceProblem(client: SoloState, sequence: bigint, entry: SignatureAndData): string | undefined {
  const { timestamp, data, signature } = entry
  if (timestamp === 0n) return 'a statement has no time'
  if (data.length === 0) return 'a statement has no data: an absence proves nothing'
  const path = parseUtf8(entry.path)
  if (path === undefined || path === '') return 'a statement has no path'
  const { diversifier, publicKey } = client
  return signatureProblem(publicKey, soloSignBytes({ sequence, timestamp, diversifier, path, data }), signature)
}

function invalidState(detail: string) {
  return refuse({ code: 'IBC_CLIENT_STATE_INVALID', detail })
}

function stateProblem({ sequence, timestamp, diversifier, publicKey }: SoloState): string | undefined {
  if (sequence === 0n) return 'the sequence is 0'
  if (timestamp === 0n) return 'the timestamp is 0'
  if (diversifier !== '' && diversifier.trim() === '') return 'the diversifier is blank'
  return keyProblem(publicKey)
}

function sameKey(a: Any, b: Any): boolean {
  return a.typeUrl === b.typeUrl && equalBytes(a.value, b.value)
}
