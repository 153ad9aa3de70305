import type { State } from '@pegzone/ledger'
import { type Outcome, ok, refuse } from '@pegzone/outcome'
import type { ConnectionCounterparty, ConnectionEnd, ConnectionState, ConnectionVersion } from '../connection.ts'
import type { HostContext } from '../host.ts'
import type {
  ConnectionOpenAck,
  ConnectionOpenConfirm,
  ConnectionOpenInit,
  ConnectionOpenTry,
  Proven,
} from '../messages.ts'
import { paths } from '../paths.ts'
import type { IbcRejection } from '../rejections.ts'
import type { ClientKeeper } from './clients.ts'
import { nextNumber } from './counters.ts'
import { emit } from './emit.ts'
import { identifierProblem } from './identifiers.ts'
import { connectionCodec } from './proto.ts'
import { connectionsTable } from './tables.ts'

/** The one version this side speaks. */
export const SUPPORTED_VERSIONS: readonly ConnectionVersion[] = [
  { identifier: '1', features: ['ORDER_ORDERED', 'ORDER_UNORDERED'] },
]

type Step<M, T> = (state: State, host: HostContext, message: M) => Outcome<T, IbcRejection>

export interface ConnectionKeeper {
  readonly openInit: Step<ConnectionOpenInit, { readonly connectionId: string }>
  readonly openTry: Step<ConnectionOpenTry, { readonly connectionId: string }>
  readonly openAck: Step<ConnectionOpenAck, void>
  readonly openConfirm: Step<ConnectionOpenConfirm, void>
}

/** ICS-03. Since ibc-go v8.5 the counterparty's view of our own client is no longer proven: one proof per step. */
export function createConnectionKeeper(clients: ClientKeeper): ConnectionKeeper {
  return {
    openInit(state, host, { clientId, counterparty, version, delayPeriod }) {
      const problem = counterpartyProblem(counterparty, 'unknown')
      if (problem !== undefined) return refuse(problem)
      if (version !== undefined && !isSupported(version, SUPPORTED_VERSIONS))
        return refuse({ code: 'IBC_CONNECTION_VERSION', detail: `${version.identifier} is not supported` })
      const active = clients.requireActive(state, host, clientId)
      if (!active.ok) return active
      const versions = version === undefined ? SUPPORTED_VERSIONS : [version]
      const end: ConnectionEnd = { clientId, versions, state: 'INIT', counterparty, delayPeriod }
      return ok({ connectionId: add(state, end) })
    },

    openTry(state, host, { clientId, counterparty, delayPeriod, counterpartyVersions, ...proven }) {
      const problem = counterpartyProblem(counterparty, 'known')
      if (problem !== undefined) return refuse(problem)
      const version = pick(counterpartyVersions)
      if (version === undefined)
        return refuse({ code: 'IBC_CONNECTION_VERSION', detail: 'the counterparty offers none that is supported' })
      const verified = verifyEnd(state, host, clientId, counterparty.connectionId, proven, {
        clientId: counterparty.clientId,
        versions: counterpartyVersions,
        state: 'INIT',
        counterparty: { clientId, connectionId: '', prefix: host.prefix },
        delayPeriod,
      })
      if (!verified.ok) return verified
      const end: ConnectionEnd = { clientId, versions: [version], state: 'TRYOPEN', counterparty, delayPeriod }
      return ok({ connectionId: add(state, end) })
    },

    openAck(state, host, { connectionId, counterpartyConnectionId, version, ...proven }) {
      const found = inState(state, connectionId, 'INIT')
      if (!found.ok) return found
      const end = found.value
      if (!isSupported(version, end.versions))
        return refuse({ code: 'IBC_CONNECTION_VERSION', detail: `${version.identifier} was not offered` })
      const invalid = identifierProblem('connection', counterpartyConnectionId)
      if (invalid !== undefined) return refuse(invalid)
      const verified = verifyEnd(state, host, end.clientId, counterpartyConnectionId, proven, {
        clientId: end.counterparty.clientId,
        versions: [version],
        state: 'TRYOPEN',
        counterparty: { clientId: end.clientId, connectionId, prefix: host.prefix },
        delayPeriod: end.delayPeriod,
      })
      if (!verified.ok) return verified
      const counterparty = { ...end.counterparty, connectionId: counterpartyConnectionId }
      put(state, connectionId, { ...end, state: 'OPEN', versions: [version], counterparty }, 'connection_open_ack')
      return ok()
    },

    openConfirm(state, host, { connectionId, ...proven }) {
      const found = inState(state, connectionId, 'TRYOPEN')
      if (!found.ok) return found
      const end = found.value
      const verified = verifyEnd(state, host, end.clientId, end.counterparty.connectionId, proven, {
        clientId: end.counterparty.clientId,
        versions: end.versions,
        state: 'OPEN',
        counterparty: { clientId: end.clientId, connectionId, prefix: host.prefix },
        delayPeriod: end.delayPeriod,
      })
      if (!verified.ok) return verified
      put(state, connectionId, { ...end, state: 'OPEN' }, 'connection_open_confirm')
      return ok()
    },
  }

  /** The counterparty's end, byte for byte. */
  function verifyEnd(
    state: State,
    host: HostContext,
    clientId: string,
    connectionId: string,
    { proof, proofHeight }: Proven,
    expected: ConnectionEnd,
  ): Outcome<void, IbcRejection> {
    return clients.verifyMembership(state, host, clientId, {
      height: proofHeight,
      proof,
      path: paths.connection(connectionId),
      value: connectionCodec.encode(expected),
    })
  }
}

function add(state: State, end: ConnectionEnd): string {
  const connectionId = `connection-${nextNumber(state, 'connection')}`
  put(state, connectionId, end, end.state === 'INIT' ? 'connection_open_init' : 'connection_open_try')
  return connectionId
}

type OpenEvent = 'connection_open_init' | 'connection_open_try' | 'connection_open_ack' | 'connection_open_confirm'

function put(state: State, connectionId: string, end: ConnectionEnd, type: OpenEvent): void {
  state.open(connectionsTable).set(connectionId, end)
  const { clientId, counterparty } = end
  emit(state, {
    type,
    connectionId,
    clientId,
    counterpartyClientId: counterparty.clientId,
    counterpartyConnectionId: counterparty.connectionId,
  })
}

function inState(state: State, connectionId: string, need: ConnectionState): Outcome<ConnectionEnd, IbcRejection> {
  const end = state.read(connectionsTable).get(connectionId)
  if (end === undefined) return refuse({ code: 'IBC_CONNECTION_NOT_FOUND', connectionId })
  return end.state === need ? ok(end) : refuse({ code: 'IBC_CONNECTION_STATE', connectionId, state: end.state, need })
}

/** At init the counterparty's connection does not exist yet, at try it does. */
function counterpartyProblem(
  { clientId, connectionId, prefix }: ConnectionCounterparty,
  connection: 'known' | 'unknown',
): IbcRejection | undefined {
  const invalid = (detail: string) => ({ code: 'IBC_CONNECTION_COUNTERPARTY_INVALID', detail }) as const
  const client = identifierProblem('client', clientId)
  if (client !== undefined) return client
  if (prefix.length === 0) return invalid('its prefix is empty')
  if (connection === 'known') return identifierProblem('connection', connectionId)
  return connectionId === '' ? undefined : invalid('its connection id is not known yet')
}

/** A version is supported if one with its identifier has all its features. */
function isSupported(version: ConnectionVersion, among: readonly ConnectionVersion[]): boolean {
  return among.some(
    ({ identifier, features }) =>
      identifier === version.identifier &&
      version.features.length > 0 &&
      version.features.every((feature) => features.includes(feature)),
  )
}

/** The first supported identifier that the counterparty offers, with the features both have. */
function pick(offered: readonly ConnectionVersion[]): ConnectionVersion | undefined {
  for (const { identifier, features } of SUPPORTED_VERSIONS) {
    const match = offered.find((version) => version.identifier === identifier)
    const common = features.filter((feature) => match?.features.includes(feature))
    if (common.length > 0) return { identifier, features: common }
  }
  return undefined
}
