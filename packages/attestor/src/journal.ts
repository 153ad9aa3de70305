import { toHex } from '@pegzone/encoding'
import type { Keyspace, WriteOp } from '@pegzone/ledger'
import { decodeSoloEntry, encodeSoloEntry, type SoloEntry } from './journal-entry.ts'

/**
 * What attestors have signed, written before a signature leaves. A rewind of the world restores it; a reorg of a chain
 * never does: a signature that was given stays given. One key has one journal: two that do not know of each other would
 * sign two statements at one sequence.
 *
 * Solo machine statements are kept by (client, sequence): at most one packet statement each. Entries far below the
 * client's present sequence can never land again and are pruned.
 */
export class Journal {
  readonly #keyspace: Keyspace
  readonly #keep: bigint
  readonly #turns = new Map<string, Promise<unknown>>()

  constructor(keyspace: Keyspace, keep = 1024n) {
    this.#keyspace = keyspace
    this.#keep = keep
  }

  /**
   * One piece of signing work per client at a time: from reading what was signed to having stored what is signed now.
   * Provers that share a journal take turns, so that neither signs over what the other is about to.
   */
  inTurn<T>(clientId: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(clientId) ?? Promise.resolve()).then(work)
    this.#turns.set(
      clientId,
      turn.catch(() => undefined), // the one whose turn it was hears of it
    )
    return turn
  }

  /** Entries from `sequence` on, in order. Throws on an entry that is damaged or not where it belongs. */
  async soloFrom(clientId: string, sequence: bigint): Promise<readonly SoloEntry[]> {
    const entries: SoloEntry[] = []
    const range = this.#keyspace.range({ gte: soloKey(clientId, sequence), lt: soloEnd(clientId) })
    for await (const [key, value] of range) {
      const entry = decodeSoloEntry(value)
      if (key !== soloKey(clientId, entry.sequence)) throw new Error(`attestor journal: ${key} holds another sequence`)
      entries.push(entry)
    }
    return entries
  }

  /** Writes entries and prunes what is out of reach, in one batch. Resolves when it is stored. */
  async writeSolo(clientId: string, entries: readonly SoloEntry[]): Promise<void> {
    const last = entries.at(-1)
    if (last === undefined) return
    const ops: WriteOp[] = entries.map((entry) =>
      this.#keyspace.put(soloKey(clientId, entry.sequence), encodeSoloEntry(entry)),
    )
    const oldest = last.sequence - this.#keep
    if (oldest > 0n) {
      const stale = this.#keyspace.range({ gte: soloKey(clientId, 0n), lt: soloKey(clientId, oldest), limit: 256 })
      for await (const [key] of stale) ops.push(this.#keyspace.del(key))
    }
    await this.#keyspace.write(ops)
  }

  /** The digest signed for a batch at a height, so that a restart knows what it has said. */
  async writeAttestation(clientId: string, height: bigint, digest: Uint8Array): Promise<void> {
    const ops: WriteOp[] = [this.#keyspace.put(attestationKey(clientId, height, digest), digest)]
    const oldest = height - this.#keep
    if (oldest > 0n) {
      const gte = `attestation/${clientId}/`
      const lt = `attestation/${clientId}/${sortable(oldest)}`
      for await (const [key] of this.#keyspace.range({ gte, lt, limit: 256 })) ops.push(this.#keyspace.del(key))
    }
    await this.#keyspace.write(ops)
  }
}

function soloKey(clientId: string, sequence: bigint): string {
  return `solo/${clientId}/${sortable(sequence)}`
}

function soloEnd(clientId: string): string {
  return `solo/${clientId}0` // '0' follows '/'
}

function attestationKey(clientId: string, height: bigint, digest: Uint8Array): string {
  return `attestation/${clientId}/${sortable(height)}/${toHex(digest)}`
}

function sortable(n: bigint): string {
  return n.toString(16).padStart(16, '0')
}
