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

  read(path: string, height: number): Promise<Uint8Array | undefined> {
    return this.#look(height, (view) => this.#ibc.readPath(view, path))
  }

  pendingSends(from: bigint, limit: number): Promise<readonly SentPacket[]> {
    return this.#lookNow((view) => sentPackets(view, this.#channel, from, limit))
  }

  unreceived(sequences: readonly bigint[]): Promise<readonly bigint[]> {
    return this.#lookNow((view) => unreceivedPackets(view, this.#channel, sequences))
  }

  acknowledgements(sequences: readonly bigint[]): Promise<readonly (Uint8Array | undefined)[]> {
    return this.#lookNow((view) => acknowledgementsOf(view, this.#channel, sequences))
  }

  #lookNow<T>(look: (view: View) => T): Promise<T> {
    return this.#look(this.#ledger.durable.height, look)
  }

  /** While nothing newer is sealed the live state serves. It is read at the call: a turn later it may hold a block that a crash can undo. */
  async #look<T>(height: number, look: (view: View) => T): Promise<T> {
    if (height === this.#ledger.head.height) return look(this.#ledger.latest)
    return look(await this.#clock.during(this.#ledger.at(height)))
  }
}
