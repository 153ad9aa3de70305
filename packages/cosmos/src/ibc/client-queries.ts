import { allowedClients, clientIds, type Ibc } from '@pegzone/ibc'
import { ok } from '@pegzone/outcome'
import {
  QueryClientParamsRequest,
  QueryClientParamsResponse,
  QueryClientStateRequest,
  QueryClientStateResponse,
  QueryClientStatesRequest,
  QueryClientStatesResponse,
  QueryClientStatusRequest,
  QueryClientStatusResponse,
  QueryConsensusStateHeightsRequest,
  QueryConsensusStateHeightsResponse,
  QueryConsensusStateRequest,
  QueryConsensusStateResponse,
  QueryConsensusStatesRequest,
  QueryConsensusStatesResponse,
} from 'cosmjs-types/ibc/core/client/v1/query'
import { type BoundQuery, notFound, queryMethod } from '../query/method.ts'
import { paginate } from '../query/page.ts'
import { hostOf } from './host.ts'
import { clientStateOf, NO_PROOF, queryHeight } from './query-help.ts'

const QUERY = '/ibc.core.client.v1.Query'

/** ibc.core.client.v1.Query. Of consensus states only the latest is listed; older ones answer by their height. */
export function clientQueries(ibc: Ibc): readonly BoundQuery[] {
  return [
    queryMethod({
      path: `${QUERY}/ClientState`,
      request: QueryClientStateRequest,
      response: QueryClientStateResponse,
      handle(context, { clientId }) {
        const found = clientStateOf(ibc, context, clientId)
        if (!found.ok) return found
        return ok({ clientState: found.value.clientState!, proof: NO_PROOF, proofHeight: queryHeight(context) })
      },
    }),
    queryMethod({
      path: `${QUERY}/ClientStates`,
      request: QueryClientStatesRequest,
      response: QueryClientStatesResponse,
      handle({ view }, { pagination }) {
        const page = paginate(
          clientIds(view)
            .map(([id]) => id)
            .sort(),
          (id) => id,
          pagination,
        )
        if (!page.ok) return page
        const clientStates = page.value.items.map((clientId) => ({
          clientId,
          clientState: { ...ibc.clientState(view, clientId)! },
        }))
        return ok({ clientStates, pagination: page.value.pagination })
      },
    }),
    queryMethod({
      path: `${QUERY}/ConsensusState`,
      request: QueryConsensusStateRequest,
      response: QueryConsensusStateResponse,
      handle(context, { clientId, latestHeight, revisionNumber, revisionHeight }) {
        const { view } = context
        const height = latestHeight ? ibc.latestHeight(view, clientId) : { revisionNumber, revisionHeight }
        const consensusState = height && ibc.consensusState(view, clientId, height)
        if (consensusState === undefined) return notFound(`client-id: ${clientId}: consensus state not found`)
        return ok({ consensusState: { ...consensusState }, proof: NO_PROOF, proofHeight: queryHeight(context) })
      },
    }),
    queryMethod({
      path: `${QUERY}/ConsensusStates`,
      request: QueryConsensusStatesRequest,
      response: QueryConsensusStatesResponse,
      handle({ view }, { clientId }) {
        const height = ibc.latestHeight(view, clientId)
        const consensusState = height && ibc.consensusState(view, clientId, height)
        const consensusStates =
          consensusState === undefined ? [] : [{ height: height!, consensusState: { ...consensusState } }]
        return ok({ consensusStates })
      },
    }),
    queryMethod({
      path: `${QUERY}/ConsensusStateHeights`,
      request: QueryConsensusStateHeightsRequest,
      response: QueryConsensusStateHeightsResponse,
      handle({ view }, { clientId }) {
        const height = ibc.latestHeight(view, clientId)
        return ok({ consensusStateHeights: height === undefined ? [] : [height] })
      },
    }),
    queryMethod({
      path: `${QUERY}/ClientStatus`,
      request: QueryClientStatusRequest,
      response: QueryClientStatusResponse,
      handle(context, { clientId }) {
        if (ibc.clientState(context.view, clientId) === undefined) {
          return notFound(`${clientId}: light client not found`)
        }
        return ok({ status: ibc.clientStatus(context.view, hostOf(context), clientId) })
      },
    }),
    queryMethod({
      path: `${QUERY}/ClientParams`,
      request: QueryClientParamsRequest,
      response: QueryClientParamsResponse,
      handle: ({ view }) => ok({ params: { allowedClients: [...allowedClients(view)] } }),
    }),
  ]
}
