import { type Outcome, ok } from '@pegzone/outcome'
import {
  QueryAllBalancesRequest,
  QueryAllBalancesResponse,
  QueryBalanceRequest,
  QueryBalanceResponse,
  QueryDenomMetadataByQueryStringRequest,
  QueryDenomMetadataByQueryStringResponse,
  QueryDenomMetadataRequest,
  QueryDenomMetadataResponse,
  QueryDenomOwnersRequest,
  QueryDenomOwnersResponse,
  QueryDenomsMetadataRequest,
  QueryDenomsMetadataResponse,
  QueryParamsRequest,
  QueryParamsResponse,
  QuerySendEnabledRequest,
  QuerySendEnabledResponse,
  QuerySpendableBalanceByDenomRequest,
  QuerySpendableBalanceByDenomResponse,
  QuerySpendableBalancesRequest,
  QuerySpendableBalancesResponse,
  QuerySupplyOfRequest,
  QuerySupplyOfResponse,
  QueryTotalSupplyRequest,
  QueryTotalSupplyResponse,
} from 'cosmjs-types/cosmos/bank/v1beta1/query'
import { addressProblem } from '../auth/keeper.ts'
import { paramsOf } from '../auth/params.ts'
import type { SdkRejection } from '../errors.ts'
import { type BoundQuery, invalidArgument, notFound, type QueryContext, queryMethod } from '../query/method.ts'
import { paginate } from '../query/page.ts'
import { isDenom, toWire } from './coins.ts'
import { balanceOf, balancesOf, balancesTable, supplyOf, supplyTable } from './keeper.ts'
import { allMetadata, metadataOf } from './metadata.ts'

const QUERY = '/cosmos.bank.v1beta1.Query'

/** Queries of x/bank. Nothing is ever locked here, so spendable balances are balances. */
export const bankQueries: readonly BoundQuery[] = [
  queryMethod({
    path: `${QUERY}/Balance`,
    request: QueryBalanceRequest,
    response: QueryBalanceResponse,
    handle: (context, request) => balance(context, request),
  }),
  queryMethod({
    path: `${QUERY}/SpendableBalanceByDenom`,
    request: QuerySpendableBalanceByDenomRequest,
    response: QuerySpendableBalanceByDenomResponse,
    handle: (context, request) => balance(context, request),
  }),
  queryMethod({
    path: `${QUERY}/AllBalances`,
    request: QueryAllBalancesRequest,
    response: QueryAllBalancesResponse,
    handle: (context, request) => allBalances(context, request),
  }),
  queryMethod({
    path: `${QUERY}/SpendableBalances`,
    request: QuerySpendableBalancesRequest,
    response: QuerySpendableBalancesResponse,
    handle: (context, request) => allBalances(context, request),
  }),
  queryMethod({
    path: `${QUERY}/TotalSupply`,
    request: QueryTotalSupplyRequest,
    response: QueryTotalSupplyResponse,
    handle({ view }, { pagination }) {
      const supply = Array.from(view.read(supplyTable).range(), ([denom, amount]) => toWire({ denom, amount }))
      const page = paginate(supply, ({ denom }) => denom, pagination)
      return page.ok ? ok({ supply: page.value.items, pagination: page.value.pagination }) : page
    },
  }),
  queryMethod({
    path: `${QUERY}/SupplyOf`,
    request: QuerySupplyOfRequest,
    response: QuerySupplyOfResponse,
    handle({ view }, { denom }) {
      if (!isDenom(denom)) return invalidArgument(`invalid denom: ${denom}`)
      return ok({ amount: toWire({ denom, amount: supplyOf(view, denom) }) })
    },
  }),
  queryMethod({
    path: `${QUERY}/DenomMetadata`,
    request: QueryDenomMetadataRequest,
    response: QueryDenomMetadataResponse,
    handle: (context, request) => metadata(context, request),
  }),
  queryMethod({
    path: `${QUERY}/DenomMetadataByQueryString`,
    request: QueryDenomMetadataByQueryStringRequest,
    response: QueryDenomMetadataByQueryStringResponse,
    handle: (context, request) => metadata(context, request),
  }),
  queryMethod({
    path: `${QUERY}/DenomsMetadata`,
    request: QueryDenomsMetadataRequest,
    response: QueryDenomsMetadataResponse,
    handle({ view }, { pagination }) {
      const page = paginate(allMetadata(view), ({ base }) => base, pagination)
      return page.ok ? ok({ metadatas: page.value.items, pagination: page.value.pagination }) : page
    },
  }),
  queryMethod({
    path: `${QUERY}/DenomOwners`,
    request: QueryDenomOwnersRequest,
    response: QueryDenomOwnersResponse,
    handle({ view }, { denom, pagination }) {
      if (!isDenom(denom)) return invalidArgument(`invalid denom: ${denom}`)
      const owners: { address: string; balance: { denom: string; amount: string } }[] = []
      for (const [[address, held], amount] of view.read(balancesTable).range()) {
        if (held === denom) owners.push({ address, balance: toWire({ denom, amount }) })
      }
      const page = paginate(owners, ({ address }) => address, pagination)
      return page.ok ? ok({ denomOwners: page.value.items, pagination: page.value.pagination }) : page
    },
  }),
  queryMethod({
    path: `${QUERY}/Params`,
    request: QueryParamsRequest,
    response: QueryParamsResponse,
    handle: () => ok({ params: { sendEnabled: [], defaultSendEnabled: true } }),
  }),
  queryMethod({
    path: `${QUERY}/SendEnabled`,
    request: QuerySendEnabledRequest,
    response: QuerySendEnabledResponse,
    handle({ view }, { denoms, pagination }) {
      const disabled = paramsOf(view).sendDisabled.filter((denom) => denoms.length === 0 || denoms.includes(denom))
      const entries = disabled.toSorted().map((denom) => ({ denom, enabled: false }))
      const page = paginate(entries, ({ denom }) => denom, pagination)
      return page.ok ? ok({ sendEnabled: page.value.items, pagination: page.value.pagination }) : page
    },
  }),
]

function balance(
  { view, prefix }: QueryContext,
  { address, denom }: { readonly address: string; readonly denom: string },
): Outcome<{ balance: { denom: string; amount: string } }, SdkRejection> {
  if (!isDenom(denom)) return invalidArgument(`invalid denom: ${denom}`)
  const problem = addressProblem(address, prefix)
  if (problem !== undefined) return invalidArgument(`invalid address: ${problem}`)
  return ok({ balance: toWire({ denom, amount: balanceOf(view, address, denom) }) })
}

function allBalances(
  { view, prefix }: QueryContext,
  { address, pagination }: QueryAllBalancesRequest | QuerySpendableBalancesRequest,
): Outcome<QueryAllBalancesResponse, SdkRejection> {
  const problem = addressProblem(address, prefix)
  if (problem !== undefined) return invalidArgument(`invalid address: ${problem}`)
  const page = paginate(balancesOf(view, address).map(toWire), ({ denom }) => denom, pagination)
  return page.ok ? ok({ balances: page.value.items, pagination: page.value.pagination }) : page
}

function metadata({ view }: QueryContext, { denom }: { readonly denom: string }) {
  const found = metadataOf(view, denom)
  return found === undefined ? notFound(`client metadata for denom ${denom}`) : ok({ metadata: found })
}
