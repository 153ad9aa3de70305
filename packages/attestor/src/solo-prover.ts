import { secp256k1, sha256 } from '@pegzone/encoding'
import {
  type Any,
  encodeSoloProof,
  SOLO_HEADER,
  type SoloState,
  soloHeader,
  soloHeaderStatement,
  soloSignBytes,
  soloSingleSignature,
  ZERO_HEIGHT,
} from '@pegzone/ibc'
import type { Head } from './chain-view.ts'
import type { Evidence } from './check.ts'
import { readSoloClient } from './client-state.ts'
import type { Journal } from './journal.ts'
import type { SoloEntry } from './journal-entry.ts'
import { declineAll, type ProverEnds, proven, review, type Sayable } from './proven.ts'
import type { Proofs, ProvenMessage, Prover, Statement } from './statement.ts'

export interface SoloProverOptions extends ProverEnds {
  /** Private key of the solo machine, 32 bytes. */
  readonly key: Uint8Array
  readonly journal: Journal
}

/**
 * Signs for an `06-solomachine` client. Its sequence is strict: one signature uses it up, so the order of the messages is
 * the order of the signatures, and a statement that was signed at a sequence and has not landed must be sent again, or
 * burnt by a header at that sequence, before anything else can follow.
 */
export class SoloProver implements Prover {
  readonly clientId: string
  readonly #options: SoloProverOptions

  constructor(options: SoloProverOptions) {
    this.clientId = options.clientId
    this.#options = options
  }

  prove(statements: readonly Statement[]): Promise<Proofs> {
    return this.#options.journal.inTurn(this.clientId, () => this.#prove(statements))
  }

  async #prove(statements: readonly Statement[]): Promise<Proofs> {
    const { told, journal, clientId } = this.#options
    const reviewed = await review(this.#options, statements)
    if (reviewed === undefined) return { messages: [], declined: declineAll(statements) }
    const { final, toldHead, sayable, declined } = reviewed
    if (sayable.length === 0) return { messages: [], declined }

    const client = await readSoloClient(told, toldHead, clientId)
    const signed = await journal.soloFrom(clientId, client.sequence)
    const signing = new Signing(this.#options, { client, final, signed, wanted: sayable })
    for (const each of sayable) signing.say(each)
    await journal.writeSolo(clientId, signing.written)
    return { messages: signing.messages, declined }
  }
}

interface SigningTask {
  readonly client: SoloState
  readonly final: Head
  /** What the journal holds from the client's sequence on. */
  readonly signed: readonly SoloEntry[]
  readonly wanted: readonly Sayable[]
}

/** One batch in the making: which sequence comes next, what the client's time will be by then, what has to be journaled. */
class Signing {
  readonly messages: ProvenMessage[] = []
  readonly written: SoloEntry[] = []
  readonly #options: SoloProverOptions
  readonly #client: SoloState
  readonly #signed: ReadonlyMap<bigint, SoloEntry>
  readonly #wanted: ReadonlyMap<string, Sayable>
  /** Time of the block that is spoken of; a signature never dates the client back. */
  readonly #timeNs: bigint
  readonly #said = new Set<string>()
  #sequence: bigint
  #clientTimeNs: bigint

  constructor(options: SoloProverOptions, { client, final, signed, wanted }: SigningTask) {
    this.#options = options
    this.#client = client
    this.#signed = new Map(signed.map((entry) => [entry.sequence, entry]))
    this.#wanted = new Map(wanted.map((each) => [keyOf(each.evidence), each]))
    this.#sequence = client.sequence
    this.#clientTimeNs = client.timestamp
    this.#timeNs = final.timeNs
  }

  say({ statement, evidence }: Sayable): void {
    const key = keyOf(evidence)
    this.#clearWay()
    if (this.#said.has(key)) return
    // A timeout is judged by the time stored before its own proof: a heartbeat goes first.
    if (!this.#fits(statement)) {
      this.#signHeader('header', later(this.#clientTimeNs, this.#timeNs))
      this.#clearWay()
      if (this.#said.has(key)) return
    }
    const { path, value } = evidence
    const { diversifier } = this.#client
    const sequence = this.#sequence
    const timestamp = later(this.#clientTimeNs, this.#timeNs)
    const signBytes = soloSignBytes({ sequence, timestamp, diversifier, path, data: value })
    const signed = encodeSoloProof(soloSingleSignature(this.#sign(signBytes)), timestamp)
    this.written.push({ kind: 'packet', sequence, timestampNs: timestamp, path, value, signed })
    this.#said.add(key)
    this.#push(proven(statement, signed, ZERO_HEIGHT), timestamp)
  }

  /**
   * Goes on, while something is left to say, to the next sequence at which nothing was signed. What was signed on the
   * way and has not landed is sent again, byte for byte; what nobody asks for any more is burnt.
   */
  #clearWay(): void {
    while (this.#said.size < this.#wanted.size) {
      const entry = this.#signed.get(this.#sequence)
      if (entry === undefined) return
      if (!this.#sendAgain(entry)) this.#signHeader('burnt', later(this.#clientTimeNs, entry.timestampNs))
    }
  }

  /** False when the entry may not or need not land any more. */
  #sendAgain(entry: SoloEntry): boolean {
    const { kind, timestampNs, signed } = entry
    if (timestampNs < this.#clientTimeNs) return false
    if (kind !== 'packet') {
      this.#push(updateOf(this.#options.clientId, signed), timestampNs)
      return true
    }
    const key = keyOf(entry)
    const wanted = this.#wanted.get(key)
    if (wanted === undefined || this.#said.has(key) || !this.#fits(wanted.statement)) return false
    this.#said.add(key)
    this.#push(proven(wanted.statement, signed, ZERO_HEIGHT), timestampNs)
    return true
  }

  #fits(statement: Statement): boolean {
    return statement.kind !== 'timeout' || this.#clientTimeNs >= statement.packet.timeoutTimestamp
  }

  #signHeader(kind: 'header' | 'burnt', timestamp: bigint): void {
    const { publicKey: newPublicKey, diversifier: newDiversifier } = this.#client
    const sequence = this.#sequence
    const renewal = { timestamp, newPublicKey, newDiversifier }
    const statement = soloHeaderStatement({ sequence, diversifier: newDiversifier }, renewal)
    const signature = soloSingleSignature(this.#sign(soloSignBytes(statement)))
    const { value: signed } = soloHeader({ ...renewal, signature })
    this.written.push({ kind, sequence, timestampNs: timestamp, path: '', value: new Uint8Array(0), signed })
    this.#push(updateOf(this.#options.clientId, signed), timestamp)
  }

  #push(message: ProvenMessage, timestampNs: bigint): void {
    this.messages.push(message)
    this.#sequence += 1n
    this.#clientTimeNs = later(this.#clientTimeNs, timestampNs)
  }

  #sign(signBytes: Uint8Array): Uint8Array {
    return secp256k1.sign(sha256(signBytes), this.#options.key).signature
  }
}

function updateOf(clientId: string, header: Uint8Array): ProvenMessage {
  const message: Any = { typeUrl: SOLO_HEADER, value: header }
  return { type: 'update', clientId, message }
}

function keyOf({ path, value }: Evidence): string {
  return `${path}=${Buffer.from(value).toString('base64')}`
}

function later(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
