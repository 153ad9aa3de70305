import { concatBytes, equalBytes, sha256, u64be, utf8ToBytes } from '@pegzone/encoding'
import { codec, type State, table, textKey } from '@pegzone/ledger'
import { ok, refuse } from '@pegzone/outcome'
import type { Any } from '../../any.ts'
import { type Height, heightText } from '../../host.ts'
import type { LightClientModule } from '../../light-client.ts'

/** A client that believes anybody: for tests of what stands above it. */
export interface MockState {
  readonly height: bigint
  readonly timestamp: bigint
  /** Nanoseconds; 0: never expires. */
  readonly trustingPeriodNs: bigint
  readonly frozen: boolean
}

export const MOCK_CLIENT_STATE = '/pegzone.lightclients.mock.v1.ClientState'
export const MOCK_CONSENSUS_STATE = '/pegzone.lightclients.mock.v1.ConsensusState'
/** Value: height and time, u64 big-endian each. */
export const MOCK_HEADER = '/pegzone.lightclients.mock.v1.Header'
/** Any value freezes the client. */
export const MOCK_MISBEHAVIOUR = '/pegzone.lightclients.mock.v1.Misbehaviour'

const stateCodec = codec<MockState>(
  ({ height, timestamp, trustingPeriodNs, frozen }, out) => {
    for (const n of [height, timestamp, trustingPeriodNs, frozen ? 1n : 0n]) out.u64(n)
  },
  (bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const [height, timestamp, trustingPeriodNs, frozen] = [0, 8, 16, 24].map((at) => view.getBigUint64(at))
    return { height: height!, timestamp: timestamp!, trustingPeriodNs: trustingPeriodNs!, frozen: frozen === 1n }
  },
)

/** Client id → mock client state. */
export const mockClientsTable = table({ name: 'mock/clients', key: textKey, value: stateCodec })

export function mockClientState(state: MockState): Any {
  return { typeUrl: MOCK_CLIENT_STATE, value: stateCodec.encode(state) }
}

export function mockConsensusState(timestamp: bigint): Any {
  return { typeUrl: MOCK_CONSENSUS_STATE, value: u64be(timestamp) }
}

export function mockHeader(height: bigint, timestamp: bigint): Any {
  return { typeUrl: MOCK_HEADER, value: concatBytes(u64be(height), u64be(timestamp)) }
}

/** The proof that this client accepts: anyone can make it, but only for one height, path and value. */
export function mockProof(height: Height, path: string, value: Uint8Array | undefined): Uint8Array {
  const claim = utf8ToBytes(`${heightText(height)}/${path}/${value === undefined ? 'absent' : 'present'}`)
  return sha256(concatBytes(claim, value ?? new Uint8Array()))
}

export const mockClient: LightClientModule = {
  type: 'mock',
  clientStateTypeUrl: MOCK_CLIENT_STATE,

  initialise(state, _host, clientId, clientState) {
    if (clientState.value.length !== 32)
      return refuse({ code: 'IBC_CLIENT_STATE_INVALID', detail: 'a mock client state has 32 bytes' })
    state.open(mockClientsTable).set(clientId, stateCodec.decode(clientState.value))
    return ok()
  },

  update(state, _host, clientId, { typeUrl, value }) {
    const clients = state.open(mockClientsTable)
    const client = clients.get(clientId)!
    if (typeUrl === MOCK_MISBEHAVIOUR) {
      clients.set(clientId, { ...client, frozen: true })
      return ok({ heights: [], frozen: true })
    }
    if (typeUrl !== MOCK_HEADER || value.length !== 16)
      return refuse({ code: 'IBC_HEADER_INVALID', clientId, detail: 'a mock header has 16 bytes' })
    const view = new DataView(value.buffer, value.byteOffset, value.byteLength)
    const [height, timestamp] = [view.getBigUint64(0), view.getBigUint64(8)]
    clients.set(clientId, { ...client, height, timestamp })
    return ok({ heights: [{ revisionNumber: 0n, revisionHeight: height }], frozen: false })
  },

  status(view, host, clientId) {
    const client = view.read(mockClientsTable).get(clientId)
    if (client === undefined) return 'Unknown'
    if (client.frozen) return 'Frozen'
    const { trustingPeriodNs: period, timestamp } = client
    return period !== 0n && host.timeNs >= timestamp + period ? 'Expired' : 'Active'
  },

  latestHeight: (view, clientId) => ({
    revisionNumber: 0n,
    revisionHeight: view.read(mockClientsTable).get(clientId)?.height ?? 0n,
  }),

  timestampAt: (view, clientId) => view.read(mockClientsTable).get(clientId)?.timestamp,

  verifyMembership(_state, _host, clientId, { height, proof, path, value }) {
    return equalBytes(proof, mockProof(height, path, value))
      ? ok()
      : refuse({ code: 'IBC_PROOF_VALUE_MISMATCH', clientId, path })
  },

  verifyNonMembership(_state, _host, clientId, { height, proof, path }) {
    return equalBytes(proof, mockProof(height, path, undefined))
      ? ok()
      : refuse({ code: 'IBC_PROOF_VALUE_MISMATCH', clientId, path })
  },

  clientState(view, clientId) {
    const client = view.read(mockClientsTable).get(clientId)
    return client && mockClientState(client)
  },

  consensusState(view, clientId) {
    const client = view.read(mockClientsTable).get(clientId)
    return client && mockConsensusState(client.timestamp)
  },

  recover(state: State, _host, subjectId, substituteId) {
    const clients = state.open(mockClientsTable)
    clients.set(subjectId, { ...clients.get(substituteId)! })
    return ok()
  },
}
