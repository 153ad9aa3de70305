import { type ChannelEnd, channelOf, channels, connectionOf, type Ibc, nextSequences } from '@pegzone/ibc'
import { type Outcome, ok } from '@pegzone/outcome'
import {
  QueryChannelClientStateRequest,
  QueryChannelClientStateResponse,
  QueryChannelConsensusStateRequest,
  QueryChannelConsensusStateResponse,
  QueryChannelRequest,
  QueryChannelResponse,
  QueryChannelsRequest,
  QueryChannelsResponse,
  QueryConnectionChannelsRequest,
  QueryConnectionChannelsResponse,
  QueryNextSequenceReceiveRequest,
  QueryNextSequenceReceiveResponse,
  QueryNextSequenceSendRequest,
  QueryNextSequenceSendResponse,
} from 'cosmjs-types/ibc/core/channel/v1/query'
import type { SdkRejection } from '../errors.ts'
import { type BoundQuery, notFound, type QueryContext, queryMethod } from '../query/method.ts'
import { paginate } from '../query/page.ts'
import { clientStateOf, identifiedChannel, NO_PROOF, queryHeight, wireChannel } from './query-help.ts'

const QUERY = '/ibc.core.channel.v1.Query'

interface Names {
  readonly portId: string
  readonly channelId: string
}

/** ibc.core.channel.v1.Query, channels and sequences. */
export function channelQueries(ibc: Ibc): readonly BoundQuery[] {
  return [
    queryMethod({
      path: `${QUERY}/Channel`,
      request: QueryChannelRequest,
      response: QueryChannelResponse,
      handle(context, names) {
        const end = endOf(context, names)
        if (!end.ok) return end
        return ok({ channel: wireChannel(end.value), proof: NO_PROOF, proofHeight: queryHeight(context) })
      },
    }),
    queryMethod({
      path: `${QUERY}/Channels`,
      request: QueryChannelsRequest,
      response: QueryChannelsResponse,
      handle(context, { pagination }) {
        const page = paginate(channels(context.view), keyOf, pagination)
        if (!page.ok) return page
        const items = page.value.items.map(identifiedChannel)
        return ok({ channels: items, pagination: page.value.pagination, height: queryHeight(context) })
      },
    }),
    queryMethod({
      path: `${QUERY}/ConnectionChannels`,
      request: QueryConnectionChannelsRequest,
      response: QueryConnectionChannelsResponse,
      handle(context, { connection, pagination }) {
        const own = channels(context.view).filter(([, { connectionHops }]) => connectionHops[0] === connection)
        const page = paginate(own, keyOf, pagination)
        if (!page.ok) return page
        const items = page.value.items.map(identifiedChannel)
        return ok({ channels: items, pagination: page.value.pagination, height: queryHeight(context) })
      },
    }),
    queryMethod({
      path: `${QUERY}/ChannelClientState`,
      request: QueryChannelClientStateRequest,
      response: QueryChannelClientStateResponse,
      handle(context, names) {
        const clientId = clientOf(context, names)
        if (!clientId.ok) return clientId
        const found = clientStateOf(ibc, context, clientId.value)
        if (!found.ok) return found
        return ok({ identifiedClientState: found.value, proof: NO_PROOF, proofHeight: queryHeight(context) })
      },
    }),
    queryMethod({
      path: `${QUERY}/ChannelConsensusState`,
      request: QueryChannelConsensusStateRequest,
      response: QueryChannelConsensusStateResponse,
      handle(context, { revisionNumber, revisionHeight, ...names }) {
        const clientId = clientOf(context, names)
        if (!clientId.ok) return clientId
        const height = { revisionNumber, revisionHeight }
        const consensusState = ibc.consensusState(context.view, clientId.value, height)
        if (consensusState === undefined) return notFound(`client-id: ${clientId.value}: consensus state not found`)
        const proofHeight = queryHeight(context)
        return ok({ consensusState: { ...consensusState }, clientId: clientId.value, proof: NO_PROOF, proofHeight })
      },
    }),
    queryMethod({
      path: `${QUERY}/NextSequenceReceive`,
      request: QueryNextSequenceReceiveRequest,
      response: QueryNextSequenceReceiveResponse,
      handle(context, names) {
        const next = nextSequences(context.view, names)
        if (next === undefined) return channelNotFound(names)
        return ok({ nextSequenceReceive: next.recv, proof: NO_PROOF, proofHeight: queryHeight(context) })
      },
    }),
    queryMethod({
      path: `${QUERY}/NextSequenceSend`,
      request: QueryNextSequenceSendRequest,
      response: QueryNextSequenceSendResponse,
      handle(context, names) {
        const next = nextSequences(context.view, names)
        if (next === undefined) return channelNotFound(names)
        return ok({ nextSequenceSend: next.send, proof: NO_PROOF, proofHeight: queryHeight(context) })
      },
    }),
  ]
}

function keyOf([{ portId, channelId }]: readonly [Names, ChannelEnd]): string {
  return `${portId}/${channelId}`
}

export function endOf({ view }: QueryContext, { portId, channelId }: Names): Outcome<ChannelEnd, SdkRejection> {
  const end = channelOf(view, { portId, channelId })
  return end === undefined ? channelNotFound({ portId, channelId }) : ok(end)
}

export function channelNotFound({ portId, channelId }: Names): Outcome<never, SdkRejection> {
  return notFound(`port-id: ${portId}, channel-id ${channelId}: channel not found`)
}

function clientOf(context: QueryContext, names: Names): Outcome<string, SdkRejection> {
  const end = endOf(context, names)
  if (!end.ok) return end
  const connection = connectionOf(context.view, end.value.connectionHops[0]!)
  return connection === undefined
    ? notFound(`connection-id: ${end.value.connectionHops[0]}: connection not found`)
    : ok(connection.clientId)
}
