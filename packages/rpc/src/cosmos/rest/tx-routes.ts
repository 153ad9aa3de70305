import { base64Decode, utf8ToBytes } from '@pegzone/encoding'
import * as tx from 'cosmjs-types/cosmos/tx/v1beta1/service'
import type { FastifyInstance } from 'fastify'
import type { CosmosBackend } from '../backend.ts'
import { upperHex } from '../wire.ts'
import { GatewayError } from './error.ts'
import { gatewayJson, gatewayStatus } from './gateway.ts'
import type { QueryParams } from './route.ts'
import { uintOf } from './route.ts'

const base = '/cosmos/tx/v1beta1'
const service = '/cosmos.tx.v1beta1.Service'

/** Simulate, broadcast and search: what Keplr and other wallets send. */
export function addTxRoutes(app: FastifyInstance, backend: CosmosBackend): void {
  const { chain } = backend

  async function call(method: string, request: Uint8Array): Promise<Uint8Array> {
    const answer = await chain.query(`${service}/${method}`, request)
    if (answer.code === 0) return answer.value
    const { http, code, message } = gatewayStatus(answer)
    throw new GatewayError(http, code, message)
  }

  app.post(`${base}/simulate`, async ({ body }) => {
    const request = tx.SimulateRequest.fromPartial({ txBytes: txBytesOf(body) })
    const answer = await call('Simulate', tx.SimulateRequest.encode(request).finish())
    return gatewayJson(tx.SimulateResponse.toJSON(tx.SimulateResponse.decode(answer)))
  })

  app.post(`${base}/txs`, async ({ body }) => {
    const raw = txBytesOf(body)
    const mode = (body as Readonly<Record<string, unknown>>)['mode'] ?? 'BROADCAST_MODE_UNSPECIFIED'
    if (mode !== 'BROADCAST_MODE_SYNC' && mode !== 'BROADCAST_MODE_ASYNC') {
      throw new GatewayError(
        400,
        3,
        `unsupported broadcast type ${String(mode).slice(0, 40)}; supported types: sync, async`,
      )
    }
    const { code, codespace, log, hash, duplicate } = await backend.send(raw)
    // An asynchronous broadcast does not tell how CheckTx ended.
    const silent = mode === 'BROADCAST_MODE_ASYNC' && !duplicate
    return {
      tx_response: {
        height: '0',
        txhash: upperHex(hash),
        codespace: silent ? '' : codespace,
        code: silent ? 0 : code,
        data: '',
        raw_log: silent ? '' : log,
        logs: [],
        info: '',
        gas_wanted: '0',
        gas_used: '0',
        tx: null,
        timestamp: '',
        events: [],
      },
    }
  })

  app.get<{ Querystring: QueryParams }>(`${base}/txs`, async ({ query }) => {
    const order = query['order_by'] ?? ''
    const request = tx.GetTxsEventRequest.fromPartial({
      query: query['query'] ?? query['events'] ?? '',
      page: uintOf(query['page'], 'page'),
      limit: uintOf(query['limit'] ?? query['pagination.limit'], 'limit'),
      orderBy: /DESC$|^2$/.test(order) ? tx.OrderBy.ORDER_BY_DESC : tx.OrderBy.ORDER_BY_ASC,
    })
    if (request.query === '') throw new GatewayError(400, 3, 'must declare at least one event to search')
    const answer = await call('GetTxsEvent', tx.GetTxsEventRequest.encode(request).finish())
    return gatewayJson(tx.GetTxsEventResponse.toJSON(tx.GetTxsEventResponse.decode(answer)))
  })
}

function txBytesOf(body: unknown): Uint8Array {
  const text = typeof body === 'object' && body !== null && 'tx_bytes' in body ? body.tx_bytes : undefined
  const bytes = typeof text === 'string' ? base64Decode(text) : utf8ToBytes('')
  if (bytes === undefined) throw new GatewayError(400, 3, 'tx_bytes is not base64')
  if (bytes.length === 0) throw new GatewayError(400, 3, 'invalid empty tx')
  return bytes
}
