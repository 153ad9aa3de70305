import { PubKey } from 'cosmjs-types/cosmos/crypto/secp256k1/keys'
import { QueryDenomResponse, QueryDenomsResponse } from 'cosmjs-types/ibc/applications/transfer/v1/query'
import { Order, State } from 'cosmjs-types/ibc/core/channel/v1/channel'
import { QueryChannelClientStateResponse, QueryChannelResponse } from 'cosmjs-types/ibc/core/channel/v1/query'
import { ClientState } from 'cosmjs-types/ibc/lightclients/solomachine/v3/solomachine'
import { describe, expect, it } from 'vitest'
import { gatewayStatus } from '../../src/cosmos/rest/gateway.ts'
import { queryRoutes } from '../../src/cosmos/rest/routes.ts'

function render(url: string, answer: Uint8Array): unknown {
  const route = queryRoutes.find((one) => one.url === url)
  if (route === undefined) throw new Error(`no route ${url}`)
  return route.render(answer)
}

describe('IBC answers in the JSON of grpc-gateway', () => {
  const denom = { base: 'ixo', trace: [{ portId: 'transfer', channelId: 'channel-0' }] }

  it('denoms, in the new form and in the one Keplr asks for', () => {
    const one = QueryDenomResponse.encode({ denom }).finish()
    expect(render('/ibc/apps/transfer/v1/denoms/*', one)).toEqual({
      denom: { base: 'ixo', trace: [{ port_id: 'transfer', channel_id: 'channel-0' }] },
    })
    expect(render('/ibc/apps/transfer/v1/denom_traces/*', one)).toEqual({
      denom_trace: { path: 'transfer/channel-0', base_denom: 'ixo' },
    })
    const pagination = { nextKey: new Uint8Array(0), total: 1n }
    const all = QueryDenomsResponse.encode({ denoms: [denom], pagination }).finish()
    expect(render('/ibc/apps/transfer/v1/denom_traces', all)).toEqual({
      denom_traces: [{ path: 'transfer/channel-0', base_denom: 'ixo' }],
      pagination: { next_key: null, total: '1' },
    })
  })

  it('a channel, with enums by name and numbers as text', () => {
    const answer = QueryChannelResponse.fromPartial({
      channel: {
        state: State.STATE_OPEN,
        ordering: Order.ORDER_UNORDERED,
        counterparty: { portId: 'transfer', channelId: 'channel-0' },
        connectionHops: ['connection-0'],
        version: 'ics20-1',
      },
      proofHeight: { revisionNumber: 1n, revisionHeight: 7n },
    })
    expect(
      render('/ibc/core/channel/v1/channels/:channel/ports/:port', QueryChannelResponse.encode(answer).finish()),
    ).toMatchObject({
      channel: {
        state: 'STATE_OPEN',
        ordering: 'ORDER_UNORDERED',
        counterparty: { port_id: 'transfer', channel_id: 'channel-0' },
        connection_hops: ['connection-0'],
      },
      proof_height: { revision_number: '1', revision_height: '7' },
    })
  })

  it('a client state inside Any inside Any; unknown types stay base64', () => {
    const publicKey = { typeUrl: PubKey.typeUrl, value: PubKey.encode({ key: Uint8Array.of(2, 3) }).finish() }
    const state = ClientState.fromPartial({
      sequence: 5n,
      consensusState: { publicKey, diversifier: 'd', timestamp: 9n },
    })
    const show = (typeUrl: string, value: Uint8Array): unknown =>
      render(
        '/ibc/core/channel/v1/channels/:channel/ports/:port/client_state',
        QueryChannelClientStateResponse.encode(
          QueryChannelClientStateResponse.fromPartial({
            identifiedClientState: { clientId: '06-solomachine-0', clientState: { typeUrl, value } },
          }),
        ).finish(),
      )
    expect(show(ClientState.typeUrl, ClientState.encode(state).finish())).toMatchObject({
      identified_client_state: {
        client_id: '06-solomachine-0',
        client_state: {
          '@type': '/ibc.lightclients.solomachine.v3.ClientState',
          sequence: '5',
          consensus_state: { public_key: { '@type': PubKey.typeUrl, key: 'AgM=' }, diversifier: 'd', timestamp: '9' },
        },
      },
    })
    expect(show('/x.Y', Uint8Array.of(1))).toMatchObject({
      identified_client_state: { client_state: { '@type': '/x.Y', value: 'AQ==' } },
    })
  })
})

describe('gatewayStatus', () => {
  it.each([
    [22, 'rpc error: code = NotFound desc = account a not found: key not found', 404, 5, 'account a not found'],
    [18, 'rpc error: code = InvalidArgument desc = empty address: invalid request', 400, 3, 'empty address'],
    [
      18,
      "rpc error: code = Unknown desc = out of gas with gas used: '5': invalid request",
      500,
      2,
      "out of gas with gas used: '5'",
    ],
    [6, 'unknown query path: unknown request', 501, 12, 'unknown query path'],
    [26, 'height 9 is in the future: invalid height', 400, 3, 'height 9 is in the future: invalid height'],
    [1, 'something else', 500, 2, 'something else'],
  ])('code %i, %s', (code, log, http, grpc, message) => {
    expect(gatewayStatus({ code, log })).toEqual({ http, code: grpc, message })
  })
})
