import { PegZoneError } from '@pegzone/outcome'
import { apiCatalogue, reasonOf } from './errors.ts'
import type { AdminEvent } from './events.ts'

export interface EventsOptions {
  /** `run` and `seq` of the last event seen: the stream goes on after it, or starts over with a snapshot. */
  readonly run?: string | undefined
  readonly since?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** The part of the WebSocket standard that is used; the browser's and that of `ws` both have it. */
export interface WebSocketLike {
  addEventListener(
    type: 'open' | 'message' | 'error' | 'close',
    listener: (event: { readonly data?: unknown }) => void,
  ): void
  close(): void
}
export type WebSocketClass = new (url: string) => WebSocketLike

/** Events that wait for the reader before the stream gives up: a stuck reader must not fill the memory. */
const bound = 10_000

/** One JSON event a line over fetch; the reader's pace is the server's (pull). Ends when the server closes. */
export async function* lineEvents(
  fetch: typeof globalThis.fetch,
  url: string,
  { signal }: EventsOptions,
): AsyncGenerator<AdminEvent> {
  const response = await fetch(url, { ...(signal !== undefined && { signal }) }).catch((cause: unknown) => {
    throw unreachable(url, cause)
  })
  if (!response.ok || response.body === null) throw unreachable(url, `status ${response.status}`)
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for await (const chunk of response.body) {
      const lines = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      // An empty line keeps an idle connection alive.
      for (const line of lines) if (line !== '') yield JSON.parse(line) as AdminEvent
    }
  } catch (cause) {
    if (signal?.aborted === true) return
    throw cause instanceof PegZoneError ? cause : unreachable(url, cause)
  }
}

/** The same over a WebSocket. Ends when the server closes; throws API_CONSUMER_SLOW past the bound. */
export async function* socketEvents(
  WebSocket: WebSocketClass,
  url: string,
  { signal }: EventsOptions,
): AsyncGenerator<AdminEvent> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'))
  const queue: AdminEvent[] = []
  let opened = false
  let ended = false
  let failure: Error | undefined
  let wake = (): void => {}
  const stop = (): void => socket.close()
  signal?.addEventListener('abort', stop)
  socket.addEventListener('open', () => {
    opened = true
  })
  socket.addEventListener('message', ({ data }) => {
    if (failure !== undefined) return
    queue.push(JSON.parse(String(data)) as AdminEvent)
    if (queue.length > bound) {
      failure = new PegZoneError(apiCatalogue, { code: 'API_CONSUMER_SLOW', url, waiting: queue.length })
      queue.length = 0
      socket.close()
    }
    wake()
  })
  socket.addEventListener('error', () => {
    if (!opened) failure = unreachable(url, 'the WebSocket did not open')
  })
  socket.addEventListener('close', () => {
    ended = true
    wake()
  })
  try {
    for (;;) {
      const next = queue.shift()
      if (next !== undefined) yield next
      else if (ended || failure !== undefined) break
      else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
    if (failure !== undefined && signal?.aborted !== true) throw failure
  } finally {
    signal?.removeEventListener('abort', stop)
    socket.close()
  }
}

function unreachable(url: string, cause: unknown): PegZoneError {
  return new PegZoneError(apiCatalogue, { code: 'API_UNREACHABLE', url, detail: reasonOf(cause) }, { cause })
}
