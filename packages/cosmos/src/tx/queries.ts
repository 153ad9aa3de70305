import { fromHex, toHex } from '@pegzone/encoding'
import { ok } from '@pegzone/outcome'
import type { TxResponse } from 'cosmjs-types/cosmos/base/abci/v1beta1/abci'
import {
  GetTxRequest,
  GetTxResponse,
  GetTxsEventRequest,
  GetTxsEventResponse,
  OrderBy,
  SimulateRequest,
  SimulateResponse,
} from 'cosmjs-types/cosmos/tx/v1beta1/service'
import { AuthInfo, Tx, TxBody, TxRaw } from 'cosmjs-types/cosmos/tx/v1beta1/tx'
import type { SearchCondition, TxRecord } from '../chain/search-types.ts'
import { rfc3339 } from '../chain/timestamp.ts'
import { sdkRefuse } from '../errors.ts'
import { type BoundQuery, invalidArgument, notFound, queryMethod } from '../query/method.ts'

const SERVICE = '/cosmos.tx.v1beta1.Service'

/** The tx service: simulation and look-ups. */
export const txQueries: readonly BoundQuery[] = [
  queryMethod({
    path: `${SERVICE}/Simulate`,
    request: SimulateRequest,
    response: SimulateResponse,
    handle({ node }, { tx, txBytes }) {
      // CosmJS up to 0.28 fills the deprecated field `tx` instead of `tx_bytes`.
      const raw = txBytes.length > 0 || tx === undefined ? txBytes : encodeTx(tx)
      if (raw.length === 0) return invalidArgument('empty txBytes is not allowed')
      const { code, log, gasWanted, gasUsed, data, events } = node.simulate(raw)
      if (code !== 0) {
        return sdkRefuse(
          'COSMOS_INVALID_REQUEST',
          `rpc error: code = Unknown desc = ${log} with gas used: '${gasUsed}'`,
        )
      }
      return ok({
        gasInfo: { gasWanted, gasUsed },
        result: { data, log, events: events.map(toAbciEvent), msgResponses: [] },
      })
    },
  }),
  queryMethod({
    path: `${SERVICE}/GetTx`,
    request: GetTxRequest,
    response: GetTxResponse,
    async handle({ node }, { hash }) {
      if (!/^[0-9a-fA-F]{64}$/.test(hash)) return invalidArgument('tx hash must be 64 hex digits')
      const found = await node.tx(fromHex(hash))
      if (found === undefined) return notFound(`tx not found: ${hash}`)
      return ok({ tx: decodeTx(found.tx), txResponse: toTxResponse(found) })
    },
  }),
  queryMethod({
    path: `${SERVICE}/GetTxsEvent`,
    request: GetTxsEventRequest,
    response: GetTxsEventResponse,
    async handle({ node }, request) {
      const conditions = parseTerms(request.query === '' ? request.events : request.query.split(' AND '))
      if (conditions === undefined) return invalidArgument("terms are key='value' joined by AND")
      const perPage = request.limit === 0n ? 100 : Number(request.limit > 100n ? 100n : request.limit)
      const found = await node.searchTxs(conditions, {
        page: request.page === 0n ? 1 : Number(request.page),
        perPage,
        order: request.orderBy === OrderBy.ORDER_BY_DESC ? 'desc' : 'asc',
      })
      return ok({
        txs: found.txs.map(({ tx }) => decodeTx(tx)),
        txResponses: found.txs.map(toTxResponse),
        total: BigInt(found.total),
      })
    },
  }),
]

/** Equality terms of the old form, `message.sender='…'`. The full query language is the RPC layer's. */
function parseTerms(terms: readonly string[]): readonly SearchCondition[] | undefined {
  const conditions: SearchCondition[] = []
  for (const term of terms) {
    const match = /^\s*([\w.-]+)\s*=\s*(?:'([^']*)'|(\d+))\s*$/.exec(term)
    if (match === null) return undefined
    const [, key, text, digits] = match
    conditions.push({ key: key!, op: '=', value: text ?? BigInt(digits!) })
  }
  return conditions
}

function encodeTx({ body, authInfo, signatures }: Tx): Uint8Array {
  return TxRaw.encode({
    bodyBytes: body === undefined ? NONE : TxBody.encode(body).finish(),
    authInfoBytes: authInfo === undefined ? NONE : AuthInfo.encode(authInfo).finish(),
    signatures,
  }).finish()
}

const NONE = new Uint8Array(0)

/** A Tx has the same wire form as its TxRaw. */
function decodeTx(raw: Uint8Array): Tx {
  return Tx.decode(raw)
}

function toTxResponse({ hash, height, tx, result, timeNs }: TxRecord): TxResponse {
  return {
    height: BigInt(height),
    txhash: toHex(hash).toUpperCase(),
    codespace: result.codespace,
    code: result.code,
    data: toHex(result.data).toUpperCase(),
    rawLog: result.log,
    logs: [],
    info: '',
    gasWanted: BigInt.asIntN(64, result.gasWanted),
    gasUsed: result.gasUsed,
    tx: { typeUrl: Tx.typeUrl, value: tx },
    timestamp: rfc3339(timeNs).replace(/\.\d+Z$/, 'Z'),
    events: result.events.map(toAbciEvent),
  }
}

function toAbciEvent({ type, attributes }: TxRecord['result']['events'][number]) {
  return { type, attributes: attributes.map(({ key, value }) => ({ key, value, index: true })) }
}
