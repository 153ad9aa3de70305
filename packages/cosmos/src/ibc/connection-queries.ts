import { connectionOf, connections, type Ibc } from '@pegzone/ibc'
import { ok } from '@pegzone/outcome'
import { BinaryWriter } from 'cosmjs-types/binary'
import { Params } from 'cosmjs-types/ibc/core/connection/v1/connection'
import {
  QueryClientConnectionsRequest,
  QueryClientConnectionsResponse,
  QueryConnectionClientStateRequest,
  QueryConnectionClientStateResponse,
  QueryConnectionConsensusStateRequest,
  QueryConnectionConsensusStateResponse,
  QueryConnectionParamsRequest,
  QueryConnectionRequest,
  QueryConnectionResponse,
  QueryConnectionsRequest,
  QueryConnectionsResponse,
} from 'cosmjs-types/ibc/core/connection/v1/query'
import { type BoundQuery, notFound, queryMethod } from '../query/method.ts'
import { paginate } from '../query/page.ts'
import { clientStateOf, NO_PROOF, queryHeight, wireConnection } from './query-help.ts'

const QUERY = '/ibc.core.connection.v1.Query'
/** The default of ibc-go, nanoseconds. Our clients have no delay period. */
const MAX_EXPECTED_TIME_PER_BLOCK = 30_000_000_000n

/** cosmjs-types gives this response the parameters of clients; ibc-go gives it those of connections. */
const paramsResponse = {
  encode: (params: Params) => new BinaryWriter().uint32(10).bytes(Params.encode(params).finish()),
}

/** ibc.core.connection.v1.Query */
export function connectionQueries(ibc: Ibc): readonly BoundQuery[] {
  return [
    queryMethod({
      path: `${QUERY}/Connection`,
      request: QueryConnectionRequest,
      response: QueryConnectionResponse,
      handle(context, { connectionId }) {
        const end = connectionOf(context.view, connectionId)
        if (end === undefined) return notFound(`${connectionId}: connection not found`)
        return ok({ connection: wireConnection(end), proof: NO_PROOF, proofHeight: queryHeight(context) })
      },
    }),
    queryMethod({
      path: `${QUERY}/Connections`,
      request: QueryConnectionsRequest,
      response: QueryConnectionsResponse,
      handle(context, { pagination }) {
        const page = paginate(connections(context.view), ([id]) => id, pagination)
        if (!page.ok) return page
        const items = page.value.items.map(([id, end]) => ({ ...wireConnection(end), id }))
        return ok({ connections: items, pagination: page.value.pagination, height: queryHeight(context) })
      },
    }),
    queryMethod({
      path: `${QUERY}/ClientConnections`,
      request: QueryClientConnectionsRequest,
      response: QueryClientConnectionsResponse,
      handle(context, { clientId }) {
        const own = connections(context.view).filter(([, end]) => end.clientId === clientId)
        if (own.length === 0) return notFound(`${clientId}: light client connection paths not found`)
        const connectionPaths = own.map(([id]) => id)
        return ok({ connectionPaths, proof: NO_PROOF, proofHeight: queryHeight(context) })
      },
    }),
    queryMethod({
      path: `${QUERY}/ConnectionClientState`,
      request: QueryConnectionClientStateRequest,
      response: QueryConnectionClientStateResponse,
      handle(context, { connectionId }) {
        const end = connectionOf(context.view, connectionId)
        if (end === undefined) return notFound(`connection-id: ${connectionId}: connection not found`)
        const found = clientStateOf(ibc, context, end.clientId)
        if (!found.ok) return found
        return ok({ identifiedClientState: found.value, proof: NO_PROOF, proofHeight: queryHeight(context) })
      },
    }),
    queryMethod({
      path: `${QUERY}/ConnectionConsensusState`,
      request: QueryConnectionConsensusStateRequest,
      response: QueryConnectionConsensusStateResponse,
      handle(context, { connectionId, revisionNumber, revisionHeight }) {
        const end = connectionOf(context.view, connectionId)
        if (end === undefined) return notFound(`connection-id: ${connectionId}: connection not found`)
        const { clientId } = end
        const consensusState = ibc.consensusState(context.view, clientId, { revisionNumber, revisionHeight })
        if (consensusState === undefined) return notFound(`client-id: ${clientId}: consensus state not found`)
        const proofHeight = queryHeight(context)
        return ok({ consensusState: { ...consensusState }, clientId, proof: NO_PROOF, proofHeight })
      },
    }),
    queryMethod({
      path: `${QUERY}/ConnectionParams`,
      request: QueryConnectionParamsRequest,
      response: paramsResponse,
      handle: () => ok({ maxExpectedTimePerBlock: MAX_EXPECTED_TIME_PER_BLOCK }),
    }),
  ]
}
