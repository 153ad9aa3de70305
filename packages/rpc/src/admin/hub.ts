import { randomUUID } from 'node:crypto'
import type { AdminEvent, Change, SnapshotData } from '@pegzone/api'
import type { AdminHandlers } from './handlers.ts'

/** How a watcher is reached. */
interface Sink {
  /** Takes one event, already JSON. False: full for now, `drained` will be called. */
  write(text: string): boolean
}

interface Watcher {
  drained(): void
  stop(): void
}

export interface Hub {
  readonly run: string
  /** Starts a watcher: from the event after `since` if it is of this run and still kept, else with a snapshot. */
  watch(sink: Sink, from: { readonly run?: string | undefined; readonly since?: number | undefined }): Watcher
  close(): void
}

/** Settled packets that a snapshot shows beside the pending ones. */
const snapshotPackets = 500

/**
 * Numbers the changes and keeps the last `kept` of them once, for all watchers. Each watcher has a cursor into them
 * and takes events as fast as its socket does; one that falls off the end gets a fresh snapshot instead of a backlog.
 * Nothing is recorded before the first watcher comes.
 */
export function createHub(
  handlers: AdminHandlers,
  onError: (error: unknown, method: string) => void,
  kept = 4096,
): Hub {
  const run = randomUUID()
  /** `texts[i]` is event `first + i`. */
  let texts: string[] = []
  let first = 1
  let last = 0
  let unsubscribe: (() => void) | undefined
  const pumps = new Set<() => void>()

  function record(change: Change): void {
    last += 1
    texts.push(JSON.stringify({ run, seq: last, ...change } satisfies AdminEvent))
    if (texts.length >= 2 * kept) {
      texts = texts.slice(-kept)
      first = last - texts.length + 1
    }
    for (const pump of pumps) pump()
  }

  async function snapshot(): Promise<string> {
    const seq = last
    const [packets, books] = await Promise.all([handlers.packets({ limit: snapshotPackets }), handlers.books()])
    // Data may be newer than `seq`: the events after it then say again what the snapshot has, and the last one wins.
    const data: SnapshotData = { status: handlers.status(), heads: handlers.heads(), packets, books }
    return JSON.stringify({ run, seq, type: 'snapshot', data } satisfies AdminEvent)
  }

  return {
    run,
    watch(sink, from) {
      unsubscribe ??= handlers.onChange(record)
      let next = from.run === run && from.since !== undefined ? from.since + 1 : -1
      let ready = true
      let busy = false
      let stopped = false

      const usable = (): boolean => next >= first && next <= last + 1

      function pump(): void {
        if (busy || stopped) return
        if (!usable()) {
          busy = true
          void resync()
          return
        }
        while (ready && next <= last) {
          const text = texts[next - first] as string
          next += 1
          ready = sink.write(text)
        }
      }

      async function resync(): Promise<void> {
        const seq = last
        try {
          const text = await snapshot()
          if (stopped) return
          ready = sink.write(text)
          next = seq + 1
        } catch (error) {
          onError(error, 'events')
          stop()
          return
        } finally {
          busy = false
        }
        pump()
      }

      function stop(): void {
        stopped = true
        pumps.delete(pump)
      }

      pumps.add(pump)
      pump()
      return {
        drained() {
          ready = true
          pump()
        },
        stop,
      }
    },
    close() {
      unsubscribe?.()
      pumps.clear()
    },
  }
}
