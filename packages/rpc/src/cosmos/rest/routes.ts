import * as auth from 'cosmjs-types/cosmos/auth/v1beta1/query'
import * as bank from 'cosmjs-types/cosmos/bank/v1beta1/query'
import * as tx from 'cosmjs-types/cosmos/tx/v1beta1/service'
import * as transfer from 'cosmjs-types/ibc/applications/transfer/v1/query'
import * as channel from 'cosmjs-types/ibc/core/channel/v1/query'
import * as client from 'cosmjs-types/ibc/core/client/v1/query'
import * as connection from 'cosmjs-types/ibc/core/connection/v1/query'
import { paginationOf, type QueryRoute, queryRoute, uintOf } from './route.ts'

const authV1 = '/cosmos.auth.v1beta1.Query'
const bankV1 = '/cosmos.bank.v1beta1.Query'
const txV1 = '/cosmos.tx.v1beta1.Service'
const transferV1 = '/ibc.applications.transfer.v1.Query'
const channelV1 = '/ibc.core.channel.v1.Query'
const clientV1 = '/ibc.core.client.v1.Query'
const connectionV1 = '/ibc.core.connection.v1.Query'

/** Paths that are one query each. Source: google.api.http annotations of cosmos-sdk 0.50 and ibc-go 8 and 10. */
export const queryRoutes: readonly QueryRoute[] = [
  queryRoute({
    url: '/cosmos/auth/v1beta1/accounts',
    method: `${authV1}/Accounts`,
    request: auth.QueryAccountsRequest,
    response: auth.QueryAccountsResponse,
    read: (_, query) => paginationOf(query),
  }),
  queryRoute({
    url: '/cosmos/auth/v1beta1/accounts/:address',
    method: `${authV1}/Account`,
    request: auth.QueryAccountRequest,
    response: auth.QueryAccountResponse,
    read: ({ address }) => ({ address }),
  }),
  queryRoute({
    url: '/cosmos/auth/v1beta1/account_info/:address',
    method: `${authV1}/AccountInfo`,
    request: auth.QueryAccountInfoRequest,
    response: auth.QueryAccountInfoResponse,
    read: ({ address }) => ({ address }),
  }),
  queryRoute({
    url: '/cosmos/auth/v1beta1/params',
    method: `${authV1}/Params`,
    request: auth.QueryParamsRequest,
    response: auth.QueryParamsResponse,
  }),
  queryRoute({
    url: '/cosmos/auth/v1beta1/bech32',
    method: `${authV1}/Bech32Prefix`,
    request: auth.Bech32PrefixRequest,
    response: auth.Bech32PrefixResponse,
  }),
  queryRoute({
    url: '/cosmos/bank/v1beta1/balances/:address',
    method: `${bankV1}/AllBalances`,
    request: bank.QueryAllBalancesRequest,
    response: bank.QueryAllBalancesResponse,
    read: ({ address }, query) => ({ address, ...paginationOf(query) }),
  }),
  queryRoute({
    url: '/cosmos/bank/v1beta1/balances/:address/by_denom',
    method: `${bankV1}/Balance`,
    request: bank.QueryBalanceRequest,
    response: bank.QueryBalanceResponse,
    read: ({ address }, { denom }) => ({ address, denom }),
  }),
  queryRoute({
    url: '/cosmos/bank/v1beta1/spendable_balances/:address',
    method: `${bankV1}/SpendableBalances`,
    request: bank.QuerySpendableBalancesRequest,
    response: bank.QuerySpendableBalancesResponse,
    read: ({ address }, query) => ({ address, ...paginationOf(query) }),
  }),
  queryRoute({
    url: '/cosmos/bank/v1beta1/spendable_balances/:address/by_denom',
    method: `${bankV1}/SpendableBalanceByDenom`,
    request: bank.QuerySpendableBalanceByDenomRequest,
    response: bank.QuerySpendableBalanceByDenomResponse,
    read: ({ address }, { denom }) => ({ address, denom }),
  }),
  queryRoute({
    url: '/cosmos/bank/v1beta1/supply',
    method: `${bankV1}/TotalSupply`,
    request: bank.QueryTotalSupplyRequest,
    response: bank.QueryTotalSupplyResponse,
    read: (_, query) => paginationOf(query),
  }),
  queryRoute({
    url: '/cosmos/bank/v1beta1/supply/by_denom',
    method: `${bankV1}/SupplyOf`,
    request: bank.QuerySupplyOfRequest,
    response: bank.QuerySupplyOfResponse,
    read: (_, { denom }) => ({ denom }),
  }),
  queryRoute({
    url: '/cosmos/bank/v1beta1/denoms_metadata',
    method: `${bankV1}/DenomsMetadata`,
    request: bank.QueryDenomsMetadataRequest,
    response: bank.QueryDenomsMetadataResponse,
    read: (_, query) => paginationOf(query),
  }),
  queryRoute({
    url: '/cosmos/bank/v1beta1/denoms_metadata/*',
    method: `${bankV1}/DenomMetadata`,
    request: bank.QueryDenomMetadataRequest,
    response: bank.QueryDenomMetadataResponse,
    read: ({ '*': denom }) => ({ denom }),
  }),
  queryRoute({
    url: '/cosmos/bank/v1beta1/denoms_metadata_by_query_string',
    method: `${bankV1}/DenomMetadataByQueryString`,
    request: bank.QueryDenomMetadataByQueryStringRequest,
    response: bank.QueryDenomMetadataByQueryStringResponse,
    read: (_, { denom }) => ({ denom }),
  }),
  queryRoute({
    url: '/cosmos/bank/v1beta1/denom_owners/*',
    method: `${bankV1}/DenomOwners`,
    request: bank.QueryDenomOwnersRequest,
    response: bank.QueryDenomOwnersResponse,
    read: ({ '*': denom }, query) => ({ denom, ...paginationOf(query) }),
  }),
  queryRoute({
    url: '/cosmos/bank/v1beta1/params',
    method: `${bankV1}/Params`,
    request: bank.QueryParamsRequest,
    response: bank.QueryParamsResponse,
  }),
  queryRoute({
    url: '/cosmos/tx/v1beta1/txs/:hash',
    method: `${txV1}/GetTx`,
    request: tx.GetTxRequest,
    response: tx.GetTxResponse,
    read: ({ hash }) => ({ hash }),
  }),
  queryRoute({
    url: '/ibc/apps/transfer/v1/params',
    method: `${transferV1}/Params`,
    request: transfer.QueryParamsRequest,
    response: transfer.QueryParamsResponse,
  }),
  queryRoute({
    url: '/ibc/apps/transfer/v1/denoms',
    method: `${transferV1}/Denoms`,
    request: transfer.QueryDenomsRequest,
    response: transfer.QueryDenomsResponse,
    read: (_, query) => paginationOf(query),
  }),
  queryRoute({
    url: '/ibc/apps/transfer/v1/denoms/*',
    method: `${transferV1}/Denom`,
    request: transfer.QueryDenomRequest,
    response: transfer.QueryDenomResponse,
    read: ({ '*': hash }) => ({ hash }),
  }),
  queryRoute({
    url: '/ibc/apps/transfer/v1/denom_traces',
    method: `${transferV1}/Denoms`,
    request: transfer.QueryDenomsRequest,
    response: transfer.QueryDenomsResponse,
    read: (_, query) => paginationOf(query),
    shape: (json) => {
      const { denoms, pagination } = json as { denoms: DenomJson[]; pagination?: unknown }
      return { denom_traces: denoms.map(traceJson), pagination: pagination ?? null }
    },
  }),
  queryRoute({
    url: '/ibc/apps/transfer/v1/denom_traces/*',
    method: `${transferV1}/Denom`,
    request: transfer.QueryDenomRequest,
    response: transfer.QueryDenomResponse,
    read: ({ '*': hash }) => ({ hash }),
    shape: (json) => ({ denom_trace: traceJson((json as { denom: DenomJson }).denom) }),
  }),
  queryRoute({
    url: '/ibc/apps/transfer/v1/channels/:channel/ports/:port/escrow_address',
    method: `${transferV1}/EscrowAddress`,
    request: transfer.QueryEscrowAddressRequest,
    response: transfer.QueryEscrowAddressResponse,
    read: ({ channel: channelId, port: portId }) => ({ channelId, portId }),
  }),
  queryRoute({
    url: '/ibc/core/channel/v1/channels',
    method: `${channelV1}/Channels`,
    request: channel.QueryChannelsRequest,
    response: channel.QueryChannelsResponse,
    read: (_, query) => paginationOf(query),
  }),
  queryRoute({
    url: '/ibc/core/channel/v1/channels/:channel/ports/:port',
    method: `${channelV1}/Channel`,
    request: channel.QueryChannelRequest,
    response: channel.QueryChannelResponse,
    read: ({ channel: channelId, port: portId }) => ({ channelId, portId }),
  }),
  queryRoute({
    url: '/ibc/core/channel/v1/channels/:channel/ports/:port/client_state',
    method: `${channelV1}/ChannelClientState`,
    request: channel.QueryChannelClientStateRequest,
    response: channel.QueryChannelClientStateResponse,
    read: ({ channel: channelId, port: portId }) => ({ channelId, portId }),
  }),
  queryRoute({
    url: '/ibc/core/channel/v1/channels/:channel/ports/:port/packet_commitments',
    method: `${channelV1}/PacketCommitments`,
    request: channel.QueryPacketCommitmentsRequest,
    response: channel.QueryPacketCommitmentsResponse,
    read: ({ channel: channelId, port: portId }, query) => ({ channelId, portId, ...paginationOf(query) }),
  }),
  queryRoute({
    url: '/ibc/core/channel/v1/channels/:channel/ports/:port/packet_commitments/:sequence',
    method: `${channelV1}/PacketCommitment`,
    request: channel.QueryPacketCommitmentRequest,
    response: channel.QueryPacketCommitmentResponse,
    read: ({ channel: channelId, port: portId, sequence }) => ({
      channelId,
      portId,
      sequence: uintOf(sequence, 'sequence'),
    }),
  }),
  queryRoute({
    url: '/ibc/core/client/v1/client_states',
    method: `${clientV1}/ClientStates`,
    request: client.QueryClientStatesRequest,
    response: client.QueryClientStatesResponse,
    read: (_, query) => paginationOf(query),
  }),
  queryRoute({
    url: '/ibc/core/client/v1/client_states/:client',
    method: `${clientV1}/ClientState`,
    request: client.QueryClientStateRequest,
    response: client.QueryClientStateResponse,
    read: ({ client: clientId }) => ({ clientId }),
  }),
  queryRoute({
    url: '/ibc/core/client/v1/client_status/:client',
    method: `${clientV1}/ClientStatus`,
    request: client.QueryClientStatusRequest,
    response: client.QueryClientStatusResponse,
    read: ({ client: clientId }) => ({ clientId }),
  }),
  queryRoute({
    url: '/ibc/core/connection/v1/connections',
    method: `${connectionV1}/Connections`,
    request: connection.QueryConnectionsRequest,
    response: connection.QueryConnectionsResponse,
    read: (_, query) => paginationOf(query),
  }),
  queryRoute({
    url: '/ibc/core/connection/v1/connections/:connection',
    method: `${connectionV1}/Connection`,
    request: connection.QueryConnectionRequest,
    response: connection.QueryConnectionResponse,
    read: ({ connection: connectionId }) => ({ connectionId }),
  }),
]

interface DenomJson {
  readonly base: string
  readonly trace: readonly { readonly port_id: string; readonly channel_id: string }[]
}

/** The form of ibc-go up to 8, which Keplr asks for. */
function traceJson({ base, trace }: DenomJson) {
  return { path: trace.map((hop) => `${hop.port_id}/${hop.channel_id}`).join('/'), base_denom: base }
}
