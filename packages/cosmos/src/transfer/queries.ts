import {
  channels,
  type DenomPath,
  denomEntries,
  denomPathText,
  parseDenom,
  totalEscrow,
  traceHash,
  transferParams,
  voucherTraces,
} from '@pegzone/ibc'
import type { View } from '@pegzone/ledger'
import { type Outcome, ok } from '@pegzone/outcome'
import {
  QueryDenomHashRequest,
  QueryDenomHashResponse,
  QueryDenomRequest,
  QueryDenomResponse,
  QueryDenomsRequest,
  QueryDenomsResponse,
  QueryEscrowAddressRequest,
  QueryEscrowAddressResponse,
  QueryParamsRequest,
  QueryParamsResponse,
  QueryTotalEscrowForDenomRequest,
  QueryTotalEscrowForDenomResponse,
} from 'cosmjs-types/ibc/applications/transfer/v1/query'
import { supplyOf } from '../bank/keeper.ts'
import type { SdkRejection } from '../errors.ts'
import { type BoundQuery, invalidArgument, notFound, queryMethod } from '../query/method.ts'
import { paginate } from '../query/page.ts'
import { escrowAccount } from './bank.ts'
import { denomTraceRequest, denomTraceResponse, denomTracesRequest, denomTracesResponse } from './trace-codecs.ts'

const QUERY = '/ibc.applications.transfer.v1.Query'

/** ibc.applications.transfer.v1.Query: Denom(s) of ibc-go v9 and later beside DenomTrace(s) of the earlier ones. */
export const transferQueries: readonly BoundQuery[] = [
  queryMethod({
    path: `${QUERY}/Params`,
    request: QueryParamsRequest,
    response: QueryParamsResponse,
    handle: ({ view }) => ok({ params: { ...transferParams(view) } }),
  }),
  queryMethod({
    path: `${QUERY}/Denom`,
    request: QueryDenomRequest,
    response: QueryDenomResponse,
    handle({ view }, { hash }) {
      const trace = traceOfHash(view, hash)
      return trace.ok ? ok({ denom: toDenom(trace.value) }) : trace
    },
  }),
  queryMethod({
    path: `${QUERY}/Denoms`,
    request: QueryDenomsRequest,
    response: QueryDenomsResponse,
    handle({ view }, { pagination }) {
      const page = paginate(allTraces(view), denomPathText, pagination)
      return page.ok ? ok({ denoms: page.value.items.map(toDenom), pagination: page.value.pagination }) : page
    },
  }),
  queryMethod({
    path: `${QUERY}/DenomTrace`,
    request: denomTraceRequest,
    response: denomTraceResponse,
    handle({ view }, { hash }) {
      const trace = traceOfHash(view, hash)
      return trace.ok ? ok({ denomTrace: toTrace(trace.value) }) : trace
    },
  }),
  queryMethod({
    path: `${QUERY}/DenomTraces`,
    request: denomTracesRequest,
    response: denomTracesResponse,
    handle({ view }, { pagination }) {
      const page = paginate(allTraces(view), denomPathText, pagination)
      return page.ok ? ok({ denomTraces: page.value.items.map(toTrace), pagination: page.value.pagination }) : page
    },
  }),
  queryMethod({
    path: `${QUERY}/DenomHash`,
    request: QueryDenomHashRequest,
    response: QueryDenomHashResponse,
    handle({ view }, { trace }) {
      const path = parseDenom(trace)
      if (path === undefined) return invalidArgument(`${trace} is no denom path`)
      const known = allTraces(view).some((other) => denomPathText(other) === trace)
      return known ? ok({ hash: traceHash(trace) }) : notFound(`${trace}: denomination not found`)
    },
  }),
  queryMethod({
    path: `${QUERY}/EscrowAddress`,
    request: QueryEscrowAddressRequest,
    response: QueryEscrowAddressResponse,
    handle({ view, prefix }, { portId, channelId }) {
      const exists = channels(view).some(([ref]) => ref.portId === portId && ref.channelId === channelId)
      return exists
        ? ok({ escrowAddress: escrowAccount({ portId, channelId }, prefix) })
        : notFound(`port ID (${portId}) channel ID (${channelId}): channel not found`)
    },
  }),
  queryMethod({
    path: `${QUERY}/TotalEscrowForDenom`,
    request: QueryTotalEscrowForDenomRequest,
    response: QueryTotalEscrowForDenomResponse,
    handle: ({ view }, { denom }) => ok({ amount: { denom, amount: totalEscrow(view, denom).toString() } }),
  }),
]

/** Traces of standard vouchers, and those of registered denoms that have been minted. */
function allTraces(view: View): readonly DenomPath[] {
  const registered = denomEntries(view).filter(({ denom }) => supplyOf(view, denom) > 0n)
  const texts = [...voucherTraces(view).map(([, trace]) => trace), ...registered.map(({ trace }) => trace)]
  return texts.sort().map((text) => parseDenom(text)!)
}

/** `HASH` or `ibc/HASH`, either case. */
function traceOfHash(view: View, text: string): Outcome<DenomPath, SdkRejection> {
  const hash = text.replace(/^ibc\//, '').toUpperCase()
  if (!/^[0-9A-F]{64}$/.test(hash)) return invalidArgument(`invalid denom trace hash: ${text}`)
  const found = allTraces(view).find((path) => traceHash(denomPathText(path)) === hash)
  return found === undefined ? notFound(`denomination trace not found for ${hash}`) : ok(found)
}

function toDenom({ hops, base }: DenomPath) {
  return { base, trace: hops.map(({ portId, channelId }) => ({ portId, channelId })) }
}

function toTrace({ hops, base }: DenomPath) {
  return { path: hops.map(({ portId, channelId }) => `${portId}/${channelId}`).join('/'), baseDenom: base }
}
