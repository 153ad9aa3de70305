import type { View } from '@pegzone/ledger'
import type { Outcome } from '@pegzone/outcome'
import type { CosmosBlock, CosmosValidator, SimulateResult } from '../chain/block-types.ts'
import type { SearchCondition, SearchPage, TxRecord, TxSearch } from '../chain/search-types.ts'
import { type SdkRejection, sdkRefuse } from '../errors.ts'

/** What a query sees: one height of the state, and what the node knows beside the state. */
export interface QueryContext {
  readonly view: View
  /** Height of `view`. */
  readonly height: number
  readonly timeNs: bigint
  readonly chainId: string
  readonly prefix: string
  readonly node: QueryNode
}

/** Services that are not about state: blocks, transactions, simulation. Always of the latest height. */
export interface QueryNode {
  readonly validator: CosmosValidator
  simulate(raw: Uint8Array): SimulateResult
  tx(hash: Uint8Array): Promise<TxRecord | undefined>
  searchTxs(conditions: readonly SearchCondition[], page?: SearchPage): Promise<TxSearch>
  block(height?: number): Promise<CosmosBlock | undefined>
}

type Answer<T> = Outcome<T, SdkRejection>

/** One gRPC method. Codecs are those of cosmjs-types; REST and abci_query share the table. */
export interface QueryMethod<Q, A> {
  /** `/cosmos.bank.v1beta1.Query/Balance` */
  readonly path: string
  readonly request: { decode(bytes: Uint8Array): Q }
  readonly response: { encode(answer: A): { finish(): Uint8Array } }
  handle(context: QueryContext, request: Q): Answer<A> | Promise<Answer<A>>
}

/** A method with its types tied together, as the router holds it. */
export interface BoundQuery {
  readonly path: string
  run(context: QueryContext, data: Uint8Array): Promise<Outcome<Uint8Array, SdkRejection>>
}

export function queryMethod<Q, A>(method: QueryMethod<Q, A>): BoundQuery {
  return {
    path: method.path,
    async run(context, data) {
      let request: Q
      try {
        request = method.request.decode(data)
      } catch (error) {
        // The generated decoders throw plain errors on outside bytes that are no such message.
        return invalidArgument(error instanceof Error ? error.message : String(error))
      }
      const answer = await method.handle(context, request)
      return answer.ok ? { ok: true, value: method.response.encode(answer.value).finish() } : answer
    },
  }
}

/** gRPC NotFound, as an SDK error: code 22. Clients match on the text. */
export function notFound(what: string): Outcome<never, SdkRejection> {
  return sdkRefuse('COSMOS_KEY_NOT_FOUND', `rpc error: code = NotFound desc = ${what}`)
}

/** gRPC InvalidArgument, as an SDK error: code 18. */
export function invalidArgument(what: string): Outcome<never, SdkRejection> {
  return sdkRefuse('COSMOS_INVALID_REQUEST', `rpc error: code = InvalidArgument desc = ${what}`)
}
