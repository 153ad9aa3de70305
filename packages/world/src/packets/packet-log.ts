import { bytesToUtf8, utf8ToBytes } from '@pegzone/encoding'
import type { Keyspace, WriteOp } from '@pegzone/ledger'
import {
  isSettled,
  observe,
  type PacketObservation,
  type PacketPlace,
  type PacketRecord,
  type PacketState,
  packetIdOf,
  type Side,
} from './record.ts'

export interface PacketQuery {
  readonly state?: PacketState | undefined
  readonly source?: Side | undefined
  /** Only packets that are not settled. */
  readonly pending?: boolean | undefined
  /** Newest first, at most so many. Default 100. */
  readonly limit?: number | undefined
}

/** Settled packets kept in memory; older ones are read from the store. */
const window = 4096

/**
 * The lives of packets, made from what durable blocks say. An index, not a truth: the ledgers are. Kept in the store with
 * the height of each side that it has seen, so that a restart reads only the blocks after that.
 */
export class PacketLog {
  readonly #keyspace: Keyspace | undefined
  readonly #records = new Map<string, PacketRecord>()
  /** Of the records kept: the clocks of two ledgers do not order what happened on both. */
  readonly #arrivals = new Map<string, number>()
  #nextArrival = 0
  readonly #seen: Record<Side, number> = { ethereum: 0, cosmos: 0 }
  #write: Promise<void> = Promise.resolve()

  constructor(keyspace?: Keyspace) {
    this.#keyspace = keyspace
  }

  /** Reads back what was stored. */
  async open(): Promise<void> {
    if (this.#keyspace === undefined) return
    const stored: Stored[] = []
    for await (const [, value] of this.#keyspace.range({ gte: 'packet/', lt: 'packet0' })) stored.push(decode(value))
    // Keys are in the order of their text; the log is in the order in which the packets were first heard of.
    stored.sort((a, b) => a.arrival - b.arrival)
    for (const { arrival, record } of stored) {
      this.#records.set(record.id, record)
      this.#arrivals.set(record.id, arrival)
      this.#nextArrival = arrival + 1
    }
    this.#trim()
    for (const side of ['ethereum', 'cosmos'] as const) {
      const stored = await this.#keyspace.get(`seen/${side}`)
      if (stored !== undefined) this.#seen[side] = Number(bytesToUtf8(stored))
    }
  }

  /** Highest block of a side that has been taken in. */
  seen(side: Side): number {
    return this.#seen[side]
  }

  /** Takes in one block of a side, in height order. Answers the records that changed. */
  take(
    side: Side,
    height: number,
    observations: Iterable<readonly [PacketObservation, PacketPlace]>,
  ): readonly PacketRecord[] {
    const changed = new Map<string, PacketRecord>()
    for (const [observation, place] of observations) {
      const id = packetIdOf(observation)
      const record = observe(this.#records.get(id), observation, place)
      if (!this.#arrivals.has(id)) this.#arrivals.set(id, this.#nextArrival++)
      this.#records.set(id, record)
      changed.set(id, record)
    }
    this.#seen[side] = Math.max(this.#seen[side], height)
    if (changed.size > 0) {
      this.#trim()
      this.#store(side, [...changed.values()])
    }
    return [...changed.values()]
  }

  get(id: string): PacketRecord | undefined {
    return this.#records.get(id)
  }

  list({ state, source, pending, limit = 100 }: PacketQuery = {}): readonly PacketRecord[] {
    const found: PacketRecord[] = []
    for (const record of [...this.#records.values()].reverse()) {
      if (found.length >= limit) break
      if (state !== undefined && record.state !== state) continue
      if (source !== undefined && record.source !== source) continue
      if (pending === true && isSettled(record.state)) continue
      found.push(record)
    }
    return found
  }

  /** Resolves when everything taken in is stored; rejects if a write failed. */
  flushed(): Promise<void> {
    return this.#write
  }

  /** One write after the other, so that a later record never loses to an earlier one. */
  #store(side: Side, records: readonly PacketRecord[]): void {
    const keyspace = this.#keyspace
    if (keyspace === undefined) return
    const ops: WriteOp[] = records.map((record) =>
      keyspace.put(`packet/${record.id}`, encode({ arrival: this.#arrivals.get(record.id) ?? 0, record })),
    )
    ops.push(keyspace.put(`seen/${side}`, utf8ToBytes(String(this.#seen[side]))))
    this.#write = this.#write.then(() => keyspace.write(ops))
    // Whoever awaits `flushed` hears of a failure; without a listener it must not end the process by itself.
    this.#write.catch(() => undefined)
  }

  #trim(): void {
    if (this.#records.size <= 2 * window) return
    let excess = this.#records.size - window
    for (const [id, { state }] of this.#records) {
      if (excess <= 0) break
      if (!isSettled(state)) continue
      this.#records.delete(id)
      this.#arrivals.delete(id)
      excess -= 1
    }
  }
}

interface Stored {
  readonly arrival: number
  readonly record: PacketRecord
}

function encode(stored: Stored): Uint8Array {
  return utf8ToBytes(
    JSON.stringify(stored, (_, value: unknown) => (typeof value === 'bigint' ? { $n: value.toString() } : value)),
  )
}

function decode(bytes: Uint8Array): Stored {
  return JSON.parse(bytesToUtf8(bytes), (_, value: unknown) => {
    const digits = typeof value === 'object' && value !== null && '$n' in value ? value.$n : undefined
    return typeof digits === 'string' ? BigInt(digits) : value
  }) as Stored
}
