import { gatewayJson, type JsonCodec } from './gateway.ts'

export type PathParams = Readonly<Record<string, string>>
/** The last value wins when a client repeats a key. */
export type QueryParams = Readonly<Record<string, string | undefined>>

/** A GET path that is one gRPC query. */
export interface QueryRoute {
  /** fastify path; `*` takes the rest, slashes included (denoms have them). */
  readonly url: string
  /** gRPC method. */
  readonly method: string
  encode(path: PathParams, query: QueryParams): Uint8Array
  render(answer: Uint8Array): unknown
}

interface RouteSpec<Q, A> {
  readonly url: string
  readonly method: string
  readonly request: { fromPartial(fields: object): Q; encode(request: Q): { finish(): Uint8Array } }
  readonly response: JsonCodec<A>
  readonly read?: (path: PathParams, query: QueryParams) => object
  /** Re-arranges the JSON where the path is older than the query behind it. */
  readonly shape?: (json: unknown) => unknown
}

export function queryRoute<Q, A>({ url, method, request, response, read, shape }: RouteSpec<Q, A>): QueryRoute {
  return {
    url,
    method,
    encode: (path, query) => request.encode(request.fromPartial(read?.(path, query) ?? {})).finish(),
    render(answer) {
      const json = gatewayJson(response.toJSON(response.decode(answer)))
      return shape === undefined ? json : shape(json)
    },
  }
}

/** Thrown by `read` for input that no query could take; the server answers 400. */
export class BadInput extends Error {
  override readonly name = 'BadInput'
}

/** `pagination.limit=5&pagination.key=…` as a PageRequest. */
export function paginationOf(query: QueryParams): object {
  const key = query['pagination.key']
  return {
    pagination: {
      ...(key !== undefined && { key: Buffer.from(key, 'base64') }),
      offset: uintOf(query['pagination.offset'], 'pagination.offset'),
      limit: uintOf(query['pagination.limit'], 'pagination.limit'),
      countTotal: query['pagination.count_total'] === 'true',
      reverse: query['pagination.reverse'] === 'true',
    },
  }
}

export function uintOf(text: string | undefined, name: string): bigint {
  if (text === undefined || text === '') return 0n
  if (!/^\d{1,19}$/.test(text)) throw new BadInput(`type mismatch, parameter: ${name}, error: not an unsigned integer`)
  return BigInt(text)
}
