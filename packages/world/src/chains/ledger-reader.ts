import type { Head } from '@pegzone/attestor'
import {
  acknowledgementsOf,
  type ChannelRef,
  type Ibc,
  type SentPacket,
  sentPackets,
  unreceivedPackets,
} from '@pegzone/ibc'
import type { Ledger, View } from '@pegzone/ledger'
import type { WorldClock } from '../clock/world-clock.ts'

/** Reads what is durable of one ledger, as an observer from outside would. */
export class LedgerReader {
  readonly #ledger: Ledger
  readonly #ibc: Pick<Ibc, 'readPath'>
  readonly #channel: ChannelRef
  readonly #clock: WorldClock

  constructor(ledger: Ledger, ibc: Pick<Ibc, 'readPath'>, channel: ChannelRef, clock: WorldClock) {
    this.#ledger = ledger
    this.#ibc = ibc
    this.#channel = channel
    this.#clock = clock
  }

  head(): Head {
    const { height, timeNs, root } = this.#ledger.durable
    return { height, timeNs, hash: root }
  }

  async header(height: number): Promise<Head | undefined> {
    const head = this.head()
    if (height === head.height) return head
    if (height > head.height) return undefined
    const block = await this.#clock.during(this.#ledger.block(height))
    return block && { height: block.height, timeNs: block.timeNs, hash: block.root }
  }

  async read(path: string, height: number): Promise<Uint8Array | undefined> {
    return this.#ibc.readPath(await this.#at(height), path)
  }

  async pendingSends(from: bigint, limit: number): Promise<readonly SentPacket[]> {
    return sentPackets(await this.#durable(), this.#channel, from, limit)
  }

  async unreceived(sequences: readonly bigint[]): Promise<readonly bigint[]> {
    return unreceivedPackets(await this.#durable(), this.#channel, sequences)
  }

  async acknowledgements(sequences: readonly bigint[]): Promise<readonly (Uint8Array | undefined)[]> {
    const view = await this.#durable()
    return acknowledgementsOf(view, this.#channel, sequences)
  }

  #durable(): Promise<View> {
    return this.#at(this.#ledger.durable.height)
  }

  /** The latest view serves while nothing newer is sealed; it is read synchronously, before anything can be written. */
  async #at(height: number): Promise<View> {
    if (height === this.#ledger.head.height) return this.#ledger.latest
    return this.#clock.during(this.#ledger.at(height))
  }
}
