import { type EthereumBlock, type LogFilter, logsOf } from '@pegzone/ethereum'
import type { RpcMethod } from '../server/types.ts'
import type { EthereumBackend } from './backend.ts'
import { serverError } from './errors.ts'
import { logJson } from './format.ts'
import { findLogs, logFilterParam } from './log-query.ts'
import { positional } from './params.ts'

/** As geth: a filter that nobody polls for this long is dropped. */
const IDLE_MS = 300_000
const MAX_FILTERS = 10_000
/** Changes kept for one filter; more, and the filter is dropped: the client would have missed some. */
const MAX_CHANGES = 100_000

interface Filter {
  readonly kind: 'logs' | 'blocks' | 'pending'
  readonly logs: LogFilter
  /** As it came, for eth_getFilterLogs. */
  readonly request: unknown
  changes: unknown[]
  polledMs: number
}

/** Filters that clients poll. `now` is wall-clock milliseconds: how long a client has been silent is no matter of chain time. */
export class Filters {
  readonly #backend: EthereumBackend
  readonly #now: () => number
  readonly #filters = new Map<string, Filter>()
  #stop: (() => void) | undefined
  #count = 0n

  constructor(backend: EthereumBackend, now: () => number) {
    this.#backend = backend
    this.#now = now
  }

  methods(): Readonly<Record<string, RpcMethod>> {
    return {
      eth_newFilter: (params) => {
        const [request] = positional(params)
        return this.#open({ kind: 'logs', logs: logFilterParam(request), request })
      },
      eth_newBlockFilter: () => this.#open({ kind: 'blocks', logs: {}, request: undefined }),
      eth_newPendingTransactionFilter: () => this.#open({ kind: 'pending', logs: {}, request: undefined }),
      eth_uninstallFilter: (params) => this.#close(String(positional(params)[0])),
      eth_getFilterChanges: (params) => {
        const filter = this.#polled(params)
        const { changes } = filter
        filter.changes = []
        return changes
      },
      eth_getFilterLogs: async (params) => {
        const filter = this.#polled(params)
        if (filter.kind !== 'logs') throw serverError('filter not found')
        return (await findLogs(this.#backend, filter.request)).map((found) => logJson(found))
      },
    }
  }

  #open(kind: Pick<Filter, 'kind' | 'logs' | 'request'>): string {
    this.#dropIdle()
    if (this.#filters.size >= MAX_FILTERS) throw serverError('too many filters')
    this.#stop ??= this.#listen()
    // Hard to guess is not needed, unique per process and unlike a subscription is.
    const id = `0x${(++this.#count).toString(16)}`
    this.#filters.set(id, { ...kind, changes: [], polledMs: this.#now() })
    return id
  }

  #close(id: string): boolean {
    const known = this.#filters.delete(id)
    if (this.#filters.size === 0) {
      this.#stop?.()
      this.#stop = undefined
    }
    return known
  }

  #polled(params: Parameters<RpcMethod>[0]): Filter {
    const filter = this.#filters.get(String(positional(params)[0]))
    if (filter === undefined) throw serverError('filter not found')
    filter.polledMs = this.#now()
    return filter
  }

  #listen(): () => void {
    const { chain } = this.#backend
    const stops = [
      chain.onBlock((block) => this.#addBlock(block)),
      chain.onPending(({ hash }) => this.#add('pending', () => [hash])),
      chain.onReorg((dropped) => {
        for (const block of dropped) this.#addLogs(block, true)
      }),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }

  #addBlock(block: EthereumBlock): void {
    this.#dropIdle()
    this.#add('blocks', () => [block.hash])
    this.#addLogs(block, false)
  }

  #addLogs(block: EthereumBlock, removed: boolean): void {
    this.#add('logs', ({ logs }) => logsOf(block, logs).map((found) => logJson(found, removed)))
  }

  #add(kind: Filter['kind'], changesOf: (filter: Filter) => readonly unknown[]): void {
    for (const [id, filter] of this.#filters) {
      if (filter.kind !== kind) continue
      for (const change of changesOf(filter)) filter.changes.push(change)
      if (filter.changes.length > MAX_CHANGES) this.#close(id)
    }
  }

  #dropIdle(): void {
    const oldest = this.#now() - IDLE_MS
    for (const [id, { polledMs }] of this.#filters) if (polledMs < oldest) this.#close(id)
  }
}
