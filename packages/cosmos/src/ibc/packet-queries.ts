import {
  acknowledgements,
  commitmentOf,
  type Ibc,
  isReceived,
  paths,
  pendingCommitments,
  unreceivedAcks,
  unreceivedPackets,
} from '@pegzone/ibc'
import { ok } from '@pegzone/outcome'
import type { PacketState } from 'cosmjs-types/ibc/core/channel/v1/channel'
import {
  QueryPacketAcknowledgementRequest,
  QueryPacketAcknowledgementResponse,
  QueryPacketAcknowledgementsRequest,
  QueryPacketAcknowledgementsResponse,
  QueryPacketCommitmentRequest,
  QueryPacketCommitmentResponse,
  QueryPacketCommitmentsRequest,
  QueryPacketCommitmentsResponse,
  QueryPacketReceiptRequest,
  QueryPacketReceiptResponse,
  QueryUnreceivedAcksRequest,
  QueryUnreceivedAcksResponse,
  QueryUnreceivedPacketsRequest,
  QueryUnreceivedPacketsResponse,
} from 'cosmjs-types/ibc/core/channel/v1/query'
import { type BoundQuery, notFound, queryMethod } from '../query/method.ts'
import { paginate } from '../query/page.ts'
import { endOf } from './channel-queries.ts'
import { NO_PROOF, queryHeight } from './query-help.ts'

const QUERY = '/ibc.core.channel.v1.Query'
const ALL = Number.POSITIVE_INFINITY

/** ibc.core.channel.v1.Query, packets. */
export function packetQueries(ibc: Ibc): readonly BoundQuery[] {
  return [
    queryMethod({
      path: `${QUERY}/PacketCommitment`,
      request: QueryPacketCommitmentRequest,
      response: QueryPacketCommitmentResponse,
      handle(context, { sequence, ...names }) {
        const end = endOf(context, names)
        if (!end.ok) return end
        const commitment = commitmentOf(context.view, names, sequence)
        if (commitment === undefined) return notFound('packet commitment hash not found')
        return ok({ commitment, proof: NO_PROOF, proofHeight: queryHeight(context) })
      },
    }),
    queryMethod({
      path: `${QUERY}/PacketCommitments`,
      request: QueryPacketCommitmentsRequest,
      response: QueryPacketCommitmentsResponse,
      handle(context, { pagination, ...names }) {
        const end = endOf(context, names)
        if (!end.ok) return end
        const page = paginate(pendingCommitments(context.view, names, 1n, ALL), sequenceKey, pagination)
        if (!page.ok) return page
        const commitments = page.value.items.map((item) => packetState(names, item))
        return ok({ commitments, pagination: page.value.pagination, height: queryHeight(context) })
      },
    }),
    queryMethod({
      path: `${QUERY}/PacketReceipt`,
      request: QueryPacketReceiptRequest,
      response: QueryPacketReceiptResponse,
      handle(context, { sequence, ...names }) {
        const end = endOf(context, names)
        if (!end.ok) return end
        const received = isReceived(context.view, names, sequence)
        return ok({ received, proof: NO_PROOF, proofHeight: queryHeight(context) })
      },
    }),
    queryMethod({
      path: `${QUERY}/PacketAcknowledgement`,
      request: QueryPacketAcknowledgementRequest,
      response: QueryPacketAcknowledgementResponse,
      handle(context, { sequence, portId, channelId }) {
        const end = endOf(context, { portId, channelId })
        if (!end.ok) return end
        const acknowledgement = ibc.readPath(context.view, paths.acknowledgement(portId, channelId, sequence))
        if (acknowledgement === undefined) return notFound('packet acknowledgement hash not found')
        return ok({ acknowledgement, proof: NO_PROOF, proofHeight: queryHeight(context) })
      },
    }),
    queryMethod({
      path: `${QUERY}/PacketAcknowledgements`,
      request: QueryPacketAcknowledgementsRequest,
      response: QueryPacketAcknowledgementsResponse,
      handle(context, { pagination, packetCommitmentSequences, ...names }) {
        const end = endOf(context, names)
        if (!end.ok) return end
        const wanted = new Set(packetCommitmentSequences)
        const all = acknowledgements(context.view, names, 1n, ALL)
        const chosen = wanted.size === 0 ? all : all.filter(([sequence]) => wanted.has(sequence))
        const page = paginate(chosen, sequenceKey, pagination)
        if (!page.ok) return page
        const items = page.value.items.map((item) => packetState(names, item))
        return ok({ acknowledgements: items, pagination: page.value.pagination, height: queryHeight(context) })
      },
    }),
    queryMethod({
      path: `${QUERY}/UnreceivedPackets`,
      request: QueryUnreceivedPacketsRequest,
      response: QueryUnreceivedPacketsResponse,
      handle(context, { packetCommitmentSequences, ...names }) {
        const end = endOf(context, names)
        if (!end.ok) return end
        const sequences = [...unreceivedPackets(context.view, names, packetCommitmentSequences)]
        return ok({ sequences, height: queryHeight(context) })
      },
    }),
    queryMethod({
      path: `${QUERY}/UnreceivedAcks`,
      request: QueryUnreceivedAcksRequest,
      response: QueryUnreceivedAcksResponse,
      handle(context, { packetAckSequences, ...names }) {
        const end = endOf(context, names)
        if (!end.ok) return end
        const sequences = [...unreceivedAcks(context.view, names, packetAckSequences)]
        return ok({ sequences, height: queryHeight(context) })
      },
    }),
  ]
}

/** Fixed width, so that text order is number order. */
function sequenceKey([sequence]: readonly [bigint, Uint8Array]): string {
  return sequence.toString().padStart(20, '0')
}

function packetState(
  { portId, channelId }: { readonly portId: string; readonly channelId: string },
  [sequence, data]: readonly [bigint, Uint8Array],
): PacketState {
  return { portId, channelId, sequence, data }
}
