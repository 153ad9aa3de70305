import type { Observable } from 'rxjs'

/** A block as an observer sees it. `hash` tells two blocks of one height apart after a reorg. */
export interface Head {
  readonly height: number
  readonly timeNs: bigint
  readonly hash: string
}

/**
 * What can be read of a chain from outside: heads, headers, and the values at ICS-24 paths by height.
 * Emulated ledgers answer what is durable; a real chain answers through its RPC. Reads reject when the chain cannot be
 * asked: a failed query is not an absent value.
 */
export interface ChainView {
  readonly chainId: string
  /** Hot. One value per new head, reorgs included. Never errors; completes when the chain stops. */
  readonly head$: Observable<Head>
  head(): Promise<Head>
  /** The canonical block at `height`; undefined when above the head. */
  header(height: number): Promise<Head | undefined>
  /** Value at an ICS-24 path right after block `height`; undefined when absent. */
  read(path: string, height: number): Promise<Uint8Array | undefined>
}
