import { PegZoneError } from '@pegzone/outcome'
import type { ActionInput, ActionOutput, AdminAction } from './actions.ts'
import type { BooksData } from './books.ts'
import type { Envelope } from './envelope.ts'
import { AdminError, apiCatalogue, reasonOf } from './errors.ts'
import { type EventsOptions, lineEvents, socketEvents, type WebSocketClass } from './event-stream.ts'
import type { AdminEvent, HeadsData } from './events.ts'
import type { PacketData, PacketFilter } from './packets.ts'
import { adminRoutes } from './routes.ts'
import type { StatusData } from './status.ts'

export interface AdminClientOptions {
  /** `http://127.0.0.1:4747`; a path in it is kept. */
  readonly url: string
  /** The per-run token; only `act` needs it. */
  readonly token?: string | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
  /** For the event stream. Default: the global one if there is any (browsers), else lines over fetch (Node 20). */
  readonly WebSocket?: WebSocketClass | undefined
  /** A call without answer fails after this long. Default 10 000. The event stream has no limit. */
  readonly timeoutMs?: number | undefined
}

/**
 * Calls resolve to the data of the envelope. They reject with AdminError (the server refused), or with PegZoneError
 * API_UNREACHABLE or API_ANSWER_INVALID.
 */
export interface AdminClient {
  readonly url: string
  status(): Promise<StatusData>
  heads(): Promise<HeadsData>
  packets(filter?: PacketFilter): Promise<readonly PacketData[]>
  packet(id: string): Promise<PacketData>
  books(): Promise<BooksData>
  act<A extends AdminAction>(action: A, input?: ActionInput<A>): Promise<ActionOutput<A>>
  /** A snapshot, then every change in order; from `since` on without snapshot if the server still has it. Cold. */
  events(options?: EventsOptions): AsyncIterable<AdminEvent>
}

export function createAdminClient(options: AdminClientOptions): AdminClient {
  const { token, fetch = globalThis.fetch, timeoutMs = 10_000 } = options
  const url = options.url.replace(/\/+$/, '')

  async function call<T>(path: string, input?: object): Promise<T> {
    const target = url + path
    const response = await fetch(target, {
      signal: AbortSignal.timeout(timeoutMs),
      ...(input !== undefined && {
        method: 'POST',
        body: JSON.stringify(input),
        headers: {
          'content-type': 'application/json',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
      }),
    }).catch((cause: unknown) => {
      throw new PegZoneError(apiCatalogue, { code: 'API_UNREACHABLE', url: target, detail: reasonOf(cause) }, { cause })
    })
    const envelope = await readEnvelope<T>(response, target)
    if (!envelope.ok) throw new AdminError(envelope.error, response.status)
    return envelope.data
  }

  return {
    url,
    status: () => call(adminRoutes.status),
    heads: () => call(adminRoutes.heads),
    packets: (filter = {}) => call(adminRoutes.packets + queryOf({ ...filter })),
    packet: (id) => call(`${adminRoutes.packets}/${encodeURIComponent(id)}`),
    books: () => call(adminRoutes.books),
    act: (action, input = {}) => call(`${adminRoutes.actions}/${action}`, input),
    events(stream = {}) {
      const target = url + adminRoutes.events + queryOf({ run: stream.run, since: stream.since })
      const socket = options.WebSocket ?? (globalThis as { readonly WebSocket?: WebSocketClass }).WebSocket
      return socket === undefined ? lineEvents(fetch, target, stream) : socketEvents(socket, target, stream)
    },
  }
}

async function readEnvelope<T>(response: Response, url: string): Promise<Envelope<T>> {
  const text = await response.text()
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw invalid(response, url, text.slice(0, 80), cause)
  }
  if (typeof value !== 'object' || value === null || !('ok' in value)) throw invalid(response, url, text.slice(0, 80))
  return value as Envelope<T>
}

function invalid({ status }: Response, url: string, detail: string, cause?: unknown): PegZoneError {
  return new PegZoneError(apiCatalogue, { code: 'API_ANSWER_INVALID', url, status, detail }, { cause })
}

function queryOf(fields: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  return given.length === 0
    ? ''
    : `?${new URLSearchParams(Object.fromEntries(given.map(([key, value]) => [key, String(value)])))}`
}
