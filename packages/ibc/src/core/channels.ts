import type { State, View } from '@pegzone/ledger'
import { type Outcome, ok, refuse } from '@pegzone/outcome'
import type { AppRejection, IbcApp } from '../app.ts'
import type { ChannelEnd, ChannelOrder, ChannelRef, ChannelState } from '../channel.ts'
import type { ConnectionEnd } from '../connection.ts'
import type { HostContext } from '../host.ts'
import type {
  ChannelCloseConfirm,
  ChannelCloseInit,
  ChannelOpenAck,
  ChannelOpenConfirm,
  ChannelOpenInit,
  ChannelOpenTry,
  Proven,
} from '../messages.ts'
import { paths } from '../paths.ts'
import type { IbcRejection } from '../rejections.ts'
import type { ClientKeeper } from './clients.ts'
import { nextNumber } from './counters.ts'
import { emit } from './emit.ts'
import { identifierProblem } from './identifiers.ts'
import { channelCodec } from './proto.ts'
import { channelsTable, connectionsTable, nextAckTable, nextRecvTable, nextSendTable } from './tables.ts'

type Step<M, T> = (state: State, host: HostContext, message: M) => Outcome<T, IbcRejection>
type Opened = { readonly channelId: string; readonly version: string }

export interface ChannelKeeper {
  readonly openInit: Step<ChannelOpenInit, Opened>
  readonly openTry: Step<ChannelOpenTry, Opened>
  readonly openAck: Step<ChannelOpenAck, void>
  readonly openConfirm: Step<ChannelOpenConfirm, void>
  readonly closeInit: Step<ChannelCloseInit, void>
  readonly closeConfirm: Step<ChannelCloseConfirm, void>
}

/** ICS-04 handshakes and closing. */
export function createChannelKeeper(clients: ClientKeeper, apps: ReadonlyMap<string, IbcApp>): ChannelKeeper {
  return {
    openInit(state, host, { portId, ordering, connectionHops, counterpartyPortId, version }) {
      const app = apps.get(portId)
      if (app === undefined) return refuse({ code: 'IBC_PORT_NOT_BOUND', portId })
      const invalid = identifierProblem('port', counterpartyPortId)
      if (invalid !== undefined) return refuse(invalid)
      const hop = hopOf(state, connectionHops, ordering)
      if (!hop.ok) return hop
      const active = clients.requireActive(state, host, hop.value.connection.clientId)
      if (!active.ok) return active
      const channelId = nextChannelId(state)
      const counterparty = { portId: counterpartyPortId, channelId: '' }
      const opening = { portId, channelId, ordering, connectionHops, counterparty, version }
      const accepted = app.onOpenInit(state, host, opening)
      if (!accepted.ok) return refused(portId, accepted.rejection)
      const end: ChannelEnd = { state: 'INIT', ordering, counterparty, connectionHops, version: accepted.value }
      begin(state, { portId, channelId }, end, 'channel_open_init')
      return ok({ channelId, version: accepted.value })
    },

    openTry(state, host, { portId, ordering, connectionHops, counterparty, counterpartyVersion, ...proven }) {
      const app = apps.get(portId)
      if (app === undefined) return refuse({ code: 'IBC_PORT_NOT_BOUND', portId })
      const invalid =
        identifierProblem('port', counterparty.portId) ?? identifierProblem('channel', counterparty.channelId)
      if (invalid !== undefined) return refuse(invalid)
      const hop = hopOf(state, connectionHops, ordering)
      if (!hop.ok) return hop
      const { connection, connectionId } = hop.value
      if (connection.state !== 'OPEN') return notOpen(connectionId, connection)
      const verified = verifyEnd(state, host, connection, counterparty, proven, {
        state: 'INIT',
        ordering,
        counterparty: { portId, channelId: '' },
        connectionHops: [connection.counterparty.connectionId],
        version: counterpartyVersion,
      })
      if (!verified.ok) return verified
      const channelId = nextChannelId(state)
      const opening = { portId, channelId, ordering, connectionHops, counterparty, version: counterpartyVersion }
      const accepted = app.onOpenTry(state, host, opening)
      if (!accepted.ok) return refused(portId, accepted.rejection)
      const end: ChannelEnd = { state: 'TRYOPEN', ordering, counterparty, connectionHops, version: accepted.value }
      begin(state, { portId, channelId }, end, 'channel_open_try')
      return ok({ channelId, version: accepted.value })
    },

    openAck(state, host, { portId, channelId, counterpartyChannelId, counterpartyVersion, ...proven }) {
      const ref = { portId, channelId }
      const found = inState(state, ref, 'INIT')
      if (!found.ok) return found
      const { end, connection } = found.value
      const invalid = identifierProblem('channel', counterpartyChannelId)
      if (invalid !== undefined) return refuse(invalid)
      const counterparty = { portId: end.counterparty.portId, channelId: counterpartyChannelId }
      const verified = verifyEnd(state, host, connection, counterparty, proven, {
        state: 'TRYOPEN',
        ordering: end.ordering,
        counterparty: ref,
        connectionHops: [connection.counterparty.connectionId],
        version: counterpartyVersion,
      })
      if (!verified.ok) return verified
      const open: ChannelEnd = { ...end, state: 'OPEN', counterparty, version: counterpartyVersion }
      put(state, ref, open, 'channel_open_ack')
      return settle(portId, apps.get(portId)!.onOpenAck(state, host, { ...ref, version: counterpartyVersion }))
    },

    openConfirm(state, host, { portId, channelId, ...proven }) {
      const ref = { portId, channelId }
      const found = inState(state, ref, 'TRYOPEN')
      if (!found.ok) return found
      const { end, connection } = found.value
      const verified = verifyEnd(state, host, connection, end.counterparty, proven, {
        state: 'OPEN',
        ordering: end.ordering,
        counterparty: ref,
        connectionHops: [connection.counterparty.connectionId],
        version: end.version,
      })
      if (!verified.ok) return verified
      put(state, ref, { ...end, state: 'OPEN' }, 'channel_open_confirm')
      return settle(portId, apps.get(portId)!.onOpenConfirm(state, host, ref))
    },

    closeInit(state, host, { portId, channelId }) {
      const ref = { portId, channelId }
      const found = closable(state, ref)
      if (!found.ok) return found
      const { end, connection, connectionId } = found.value
      const active = clients.requireActive(state, host, connection.clientId)
      if (!active.ok) return active
      if (connection.state !== 'OPEN') return notOpen(connectionId, connection)
      const accepted = settle(portId, apps.get(portId)!.onCloseInit(state, host, ref))
      if (!accepted.ok) return accepted
      put(state, ref, { ...end, state: 'CLOSED' }, 'channel_close_init')
      return ok()
    },

    closeConfirm(state, host, { portId, channelId, ...proven }) {
      const ref = { portId, channelId }
      const found = closable(state, ref)
      if (!found.ok) return found
      const { end, connection, connectionId } = found.value
      if (connection.state !== 'OPEN') return notOpen(connectionId, connection)
      const verified = verifyEnd(state, host, connection, end.counterparty, proven, {
        ...mirrored(end, ref, connection),
        state: 'CLOSED',
      })
      if (!verified.ok) return verified
      put(state, ref, { ...end, state: 'CLOSED' }, 'channel_close_confirm')
      return settle(portId, apps.get(portId)!.onCloseConfirm(state, host, ref))
    },
  }

  function verifyEnd(
    state: State,
    host: HostContext,
    connection: ConnectionEnd,
    counterparty: ChannelRef,
    { proof, proofHeight }: Proven,
    expected: ChannelEnd,
  ): Outcome<void, IbcRejection> {
    return clients.verifyMembership(state, host, connection.clientId, {
      height: proofHeight,
      proof,
      path: paths.channel(counterparty.portId, counterparty.channelId),
      value: channelCodec.encode(expected),
    })
  }
}

/** The counterparty's end of an open channel, as it must look if it is in the same state. */
export function mirrored(end: ChannelEnd, ref: ChannelRef, connection: ConnectionEnd): ChannelEnd {
  return { ...end, counterparty: ref, connectionHops: [connection.counterparty.connectionId] }
}

export interface ChannelAndConnection {
  readonly end: ChannelEnd
  readonly connectionId: string
  readonly connection: ConnectionEnd
}

/** The channel and its connection, whatever their states. */
export function findChannel(view: View, ref: ChannelRef): Outcome<ChannelAndConnection, IbcRejection> {
  const end = view.read(channelsTable).get(ref)
  if (end === undefined) return refuse({ code: 'IBC_CHANNEL_NOT_FOUND', portId: ref.portId, channelId: ref.channelId })
  const connectionId = end.connectionHops[0]!
  const connection = view.read(connectionsTable).get(connectionId)
  if (connection === undefined) return refuse({ code: 'IBC_CONNECTION_NOT_FOUND', connectionId })
  return ok({ end, connectionId, connection })
}

/** Marks the channel closed after a timeout on an ordered channel. */
export function closeAfterTimeout(state: State, ref: ChannelRef, end: ChannelEnd): void {
  put(state, ref, { ...end, state: 'CLOSED' }, 'channel_closed')
}

export function stateRefusal({ portId, channelId }: ChannelRef, state: ChannelState, need: ChannelState) {
  return refuse({ code: 'IBC_CHANNEL_STATE', portId, channelId, state, need })
}

export function notOpen(connectionId: string, { state }: ConnectionEnd) {
  return refuse({ code: 'IBC_CONNECTION_STATE', connectionId, state, need: 'OPEN' })
}

type ChannelStep =
  | 'channel_open_init'
  | 'channel_open_try'
  | 'channel_open_ack'
  | 'channel_open_confirm'
  | 'channel_close_init'
  | 'channel_close_confirm'
  | 'channel_closed'

function put(state: State, ref: ChannelRef, end: ChannelEnd, type: ChannelStep): void {
  state.open(channelsTable).set(ref, end)
  emit(state, {
    type,
    portId: ref.portId,
    channelId: ref.channelId,
    counterpartyPortId: end.counterparty.portId,
    counterpartyChannelId: end.counterparty.channelId,
    connectionId: end.connectionHops[0]!,
    version: end.version,
  })
}

/** A channel end with its three sequences at 1. */
function begin(state: State, ref: ChannelRef, end: ChannelEnd, type: ChannelStep): void {
  for (const table of [nextSendTable, nextRecvTable, nextAckTable]) state.open(table).set(ref, 1n)
  put(state, ref, end, type)
}

function nextChannelId(state: State): string {
  return `channel-${nextNumber(state, 'channel')}`
}

function hopOf(
  state: State,
  hops: readonly string[],
  ordering: ChannelOrder,
): Outcome<{ readonly connectionId: string; readonly connection: ConnectionEnd }, IbcRejection> {
  const [connectionId] = hops
  if (connectionId === undefined || hops.length !== 1) return refuse({ code: 'IBC_CHANNEL_HOPS', hops: hops.length })
  const connection = state.read(connectionsTable).get(connectionId)
  if (connection === undefined) return refuse({ code: 'IBC_CONNECTION_NOT_FOUND', connectionId })
  const [version] = connection.versions
  if (connection.versions.length !== 1 || version === undefined)
    return refuse({ code: 'IBC_CONNECTION_VERSION', detail: `${connectionId} has not settled on one version` })
  if (!version.features.includes(`ORDER_${ordering}`))
    return refuse({ code: 'IBC_CHANNEL_ORDER_UNSUPPORTED', ordering, connectionId })
  return ok({ connectionId, connection })
}

function inState(state: State, ref: ChannelRef, need: ChannelState): Outcome<ChannelAndConnection, IbcRejection> {
  const found = findChannel(state, ref)
  if (!found.ok) return found
  const { end, connection, connectionId } = found.value
  if (end.state !== need) return stateRefusal(ref, end.state, need)
  return connection.state === 'OPEN' ? found : notOpen(connectionId, connection)
}

function closable(state: State, ref: ChannelRef): Outcome<ChannelAndConnection, IbcRejection> {
  const found = findChannel(state, ref)
  if (found.ok && found.value.end.state === 'CLOSED') return stateRefusal(ref, 'CLOSED', 'OPEN')
  return found
}

function settle(portId: string, outcome: Outcome<void, AppRejection>): Outcome<void, IbcRejection> {
  return outcome.ok ? outcome : refused(portId, outcome.rejection)
}

/** An app's own refusal, as one of ours. */
export function refused(portId: string, cause: AppRejection): Outcome<never, IbcRejection> {
  return refuse({ code: 'IBC_APP_REFUSED', portId, cause })
}
