import type { State } from '@pegzone/ledger'
import { type Outcome, ok, refuse } from '@pegzone/outcome'
import type { Any } from '../any.ts'
import type { ChannelOrder } from '../channel.ts'
import type { HostContext } from '../host.ts'
import type { LightClientModule } from '../light-client.ts'
import type { IbcRejection } from '../rejections.ts'
import { SUPPORTED_VERSIONS } from './connections.ts'
import { nextNumber } from './counters.ts'
import { channelsTable, clientsTable, connectionsTable, nextAckTable, nextRecvTable, nextSendTable } from './tables.ts'

export interface OpenChannelGenesis {
  readonly clients: readonly LightClientModule[]
  /** As it stands after the handshake: a solo machine's sequence has moved by one per proof. */
  readonly clientState: Any
  readonly consensusState: Any
  readonly counterparty: {
    readonly clientId: string
    readonly connectionId: string
    readonly channelId: string
    readonly portId: string
    readonly prefix: Uint8Array
  }
  readonly portId: string
  readonly ordering: ChannelOrder
  readonly version: string
}

export interface OpenedChannel {
  readonly clientId: string
  readonly connectionId: string
  readonly channelId: string
}

/**
 * Writes a client, an open connection and an open channel: byte for byte what the handshake leaves behind on a fresh
 * ledger, with the ids that it would have handed out. No app callback, no event.
 */
export function openChannelGenesis(
  state: State,
  host: HostContext,
  { clients, clientState, consensusState, counterparty, portId, ordering, version }: OpenChannelGenesis,
): Outcome<OpenedChannel, IbcRejection> {
  const module = clients.find(({ clientStateTypeUrl }) => clientStateTypeUrl === clientState.typeUrl)
  if (module === undefined) return refuse({ code: 'IBC_CLIENT_TYPE_UNKNOWN', typeUrl: clientState.typeUrl })
  const clientId = `${module.type}-${nextNumber(state, 'client')}`
  state.open(clientsTable).set(clientId, module.type)
  const made = module.initialise(state, host, clientId, clientState, consensusState)
  if (!made.ok) return made
  const connectionId = `connection-${nextNumber(state, 'connection')}`
  state.open(connectionsTable).set(connectionId, {
    clientId,
    versions: SUPPORTED_VERSIONS,
    state: 'OPEN',
    counterparty: {
      clientId: counterparty.clientId,
      connectionId: counterparty.connectionId,
      prefix: counterparty.prefix,
    },
    delayPeriod: 0n,
  })
  const channelId = `channel-${nextNumber(state, 'channel')}`
  const ref = { portId, channelId }
  state.open(channelsTable).set(ref, {
    state: 'OPEN',
    ordering,
    counterparty: { portId: counterparty.portId, channelId: counterparty.channelId },
    connectionHops: [connectionId],
    version,
  })
  for (const table of [nextSendTable, nextRecvTable, nextAckTable]) state.open(table).set(ref, 1n)
  return ok({ clientId, connectionId, channelId })
}
