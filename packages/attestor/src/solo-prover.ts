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

  async prove(statements: readonly Statement[]): Promise<Proofs> {
    const { told, journal, clientId } = this.#options
    const reviewed = await review(this.#options, statements)
    if (reviewed === undefined) return { messages: [], declined: declineAll(statements) }
    const { final, toldHead, sayable, declined } = reviewed
    if (sayable.length === 0) return { messages: [], declined }

    const client = await readSoloClient(told, toldHead, clientId)
    const signing = new Signing(this.#options, client, final)
    signing.resume(await journal.soloFrom(clientId, client.sequence), sayable)
    for (const each of sayable) signing.say(each)
    await journal.writeSolo(clientId, signing.written)
    return { messages: signing.messages, declined }
  }
}

/** One batch in the making: which sequence comes next, what the client's time will be by then, what has to be journaled. */
class Signing {
  readonly messages: ProvenMessage[] = []
  readonly written: SoloEntry[] = []
  readonly #options: SoloProverOptions
  readonly #client: SoloState
  /** Time of the block that is spoken of; a signature never dates the client back. */
  readonly #timeNs: bigint
  readonly #said = new Set<string>()
  #sequence: bigint
  #clientTimeNs: bigint

  constructor(options: SoloProverOptions, client: SoloState, final: Head) {
    this.#options = options
    this.#client = client
    this.#sequence = client.sequence
    this.#clientTimeNs = client.timestamp
    this.#timeNs = final.timeNs > client.timestamp ? final.timeNs : client.timestamp
  }

  /** Sends again, byte for byte, what was signed and has not landed; burns what nobody asks for any more. */
  resume(entries: readonly SoloEntry[], wanted: readonly Sayable[]): void {
    const open = new Map(wanted.map((each) => [keyOf(each.evidence), each]))
    for (const entry of entries) {
      if (entry.sequence !== this.#sequence) break
      const same = entry.kind === 'packet' ? open.get(keyOf({ path: entry.path, value: entry.value })) : undefined
      if (entry.kind !== 'packet') this.#push(updateOf(this.#options.clientId, entry.signed), entry.timestampNs)
      else if (same !== undefined && this.#fits(same.statement, entry.timestampNs)) {
        this.#push(proven(same.statement, entry.signed, ZERO_HEIGHT), entry.timestampNs)
        this.#said.add(keyOf(same.evidence))
      } else this.#header('burnt', later(this.#clientTimeNs, entry.timestampNs))
    }
  }

  say({ statement, evidence }: Sayable): void {
    if (this.#said.has(keyOf(evidence))) return
    const timestamp = later(this.#clientTimeNs, this.#timeNs)
    // A timeout is judged by the time stored before its own proof: a heartbeat goes first.
    if (!this.#fits(statement, this.#clientTimeNs)) this.#header('header', timestamp)
    const { path, value } = evidence
    const { diversifier } = this.#client
    const sequence = this.#sequence
    const signBytes = soloSignBytes({ sequence, timestamp, diversifier, path, data: value })
    const signed = encodeSoloProof(soloSingleSignature(this.#sign(signBytes)), timestamp)
    this.written.push({ kind: 'packet', sequence, timestampNs: timestamp, path, value, signed })
    this.#push(proven(statement, signed, ZERO_HEIGHT), timestamp)
  }

  #fits(statement: Statement, clientTimeNs: bigint): boolean {
    return statement.kind !== 'timeout' || clientTimeNs >= statement.packet.timeoutTimestamp
  }

  #header(kind: 'header' | 'burnt', timestamp: bigint): void {
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
