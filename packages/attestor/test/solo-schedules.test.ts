import { toHex } from '@pegzone/encoding'
import { type Packet, soloClient } from '@pegzone/ibc'
import { createMapDatabase, type Keyspace } from '@pegzone/ledger'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { balance, escrowAccount, supply } from '../../ibc/test/harness/bank.ts'
import type { ProvenMessage, Statement } from '../src/index.ts'
import { openZone, SECOND, wanted, type Zone } from './harness/zone.ts'

/** What may happen, in any order. Numbers choose among what there is. */
type Step =
  | { readonly do: 'send' | 'send back'; readonly short: boolean }
  | { readonly do: 'block' | 'long block' | 'receive' }
  /** Asks for some of what could be proven, in some order; the batch waits for its delivery. */
  | { readonly do: 'prove'; readonly pick: number }
  /** The same, but the process dies: before the journal is stored, or after and before anything left. */
  | { readonly do: 'prove and crash'; readonly pick: number; readonly stored: boolean }
  /** A batch that waits is delivered, lost, or delivered without being forgotten. */
  | { readonly do: 'deliver' | 'lose' | 'deliver and keep'; readonly pick: number }

const pick = fc.nat({ max: 2 ** 20 })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('send' as const, 'send back' as const), short: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('block' as const, 'long block' as const, 'receive' as const) }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('prove' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('prove and crash' as const), pick, stored: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('deliver' as const, 'lose' as const, 'deliver and keep' as const),
      pick,
    }),
  },
)

/** A store that dies on demand: the write that is under way is there, or is not. */
function mortal(keyspace: Keyspace): Keyspace & { next: 'lives' | 'dies' | 'dies after it is stored' } {
  const self = {
    ...keyspace,
    next: 'lives' as 'lives' | 'dies' | 'dies after it is stored',
    async write(...args: Parameters<Keyspace['write']>): Promise<void> {
      const fate = self.next
      self.next = 'lives'
      if (fate !== 'dies') await keyspace.write(...args)
      if (fate !== 'lives') throw new Error('crash')
    },
  }
  return self
}

/** Some of the list, in an order that the number decides. */
function some<T>(list: readonly T[], n: number): readonly T[] {
  const kept = list.filter((_, index) => ((n >> (index % 16)) & 1) === 1)
  return n % 3 === 0 ? [...kept].reverse() : kept
}

class Run {
  readonly keyspace = mortal(createMapDatabase().keyspace('journal'))
  readonly zone: Zone = openZone({ keyspace: this.keyspace })
  readonly waiting: (readonly ProvenMessage[])[] = []
  /** Packet statements that left, by the sequence they were signed at. */
  readonly #left = new Map<bigint, string>()
  readonly #settled = new Map<string, number>()
  /** The client's sequence that a batch was made for. */
  readonly #provenAt = new Map<readonly ProvenMessage[], bigint>()
  #sent = 0

  async take(step: Step): Promise<void> {
    const { zone } = this
    switch (step.do) {
      case 'send':
      case 'send back': {
        const from = step.do === 'send' ? zone.onEthereum : zone.onCosmos
        this.#sent += 1
        zone.send(from, 1n, step.short ? 20n * SECOND : 100_000n * SECOND)
        return
      }
      case 'block':
        zone.ethereum.block()
        zone.cosmos.block()
        return
      case 'long block':
        zone.ethereum.block(30n * SECOND)
        zone.ethereum.block()
        return
      case 'receive':
        return this.#ethereumHears()
      case 'prove':
        await this.#prove(some(wanted(zone.onCosmos), step.pick))
        return
      case 'prove and crash':
        this.keyspace.next = step.stored ? 'dies after it is stored' : 'dies'
        await zone
          .soloProver()
          .prove(some(wanted(zone.onCosmos), step.pick))
          .catch((error: Error) => expect(error.message).toBe('crash'))
        this.keyspace.next = 'lives'
        return
      case 'deliver':
      case 'lose':
      case 'deliver and keep': {
        const index = step.pick % Math.max(1, this.waiting.length)
        const batch = this.waiting[index]
        if (batch === undefined) return
        if (step.do !== 'deliver and keep') this.waiting.splice(index, 1)
        if (step.do !== 'lose') this.#deliver(batch)
        return
      }
    }
  }

  /** Everything that is still open, until nothing is. */
  async drain(): Promise<void> {
    const { zone } = this
    zone.ethereum.block(60n * SECOND)
    // By its head, too, Cosmos is past what can no longer be received.
    zone.cosmos.block()
    for (let round = 0; round < 12; round++) {
      zone.ethereum.block()
      zone.cosmos.block()
      await this.#ethereumHears()
      const batch = await this.#prove(wanted(zone.onCosmos))
      this.waiting.length = 0
      if (batch.length > 0) expect(this.#deliver(batch)).toBe(true)
    }
    expect(wanted(zone.onCosmos)).toEqual([])
    expect(zone.onCosmos.pending).toEqual([])
  }

  /** Every packet met one fate, and what is in escrow is what vouchers there are. */
  check(): void {
    const { ethereum, cosmos } = this.zone
    expect([...this.#settled.values()].every((times) => times === 1)).toBe(true)
    expect(balance(ethereum.view, escrowAccount({ portId: 'transfer', channelId: 'channel-0' }), 'ixo')).toBe(
      supply(cosmos.view, 'acixo'),
    )
    expect(supply(ethereum.view, 'ixo')).toBe(1_000_000n)
  }

  async #prove(statements: readonly Statement[]): Promise<readonly ProvenMessage[]> {
    const { messages } = await this.zone.soloProver().prove(statements)
    let sequence = soloClient(this.zone.cosmos.view, '06-solomachine-0')?.sequence ?? 0n
    this.#provenAt.set(messages, sequence)
    for (const message of messages) {
      if (message.type !== 'update') {
        const statement = `${message.type} ${message.packet.sequence} ${toHex(message.proof)}`
        const before = this.#left.get(sequence)
        expect(before ?? statement).toBe(statement)
        this.#left.set(sequence, statement)
      }
      sequence += 1n
    }
    this.waiting.push(messages)
    return messages
  }

  /** A batch lands as a whole or not at all; when it does, every message uses one sequence up and does something. */
  #deliver(messages: readonly ProvenMessage[]): boolean {
    const { cosmos, onCosmos } = this.zone
    const before = soloClient(cosmos.view, '06-solomachine-0')?.sequence ?? 0n
    const outcome = this.zone.deliver(onCosmos, messages)
    const after = soloClient(cosmos.view, '06-solomachine-0')?.sequence ?? 0n
    if (!outcome.ok) {
      expect(after).toBe(before)
      return false
    }
    // Only what has landed before can be redundant: in a batch of which a part is delivered again.
    if (this.#provenAt.get(messages) === before) expect(outcome.value).not.toContain('noop')
    const effective = messages.filter((_, index) => outcome.value[index] !== 'noop')
    expect(after - before).toBe(BigInt(effective.length))
    for (const message of effective) if (message.type !== 'update') this.#settle(message.type, message.packet)
    return true
  }

  #settle(how: ProvenMessage['type'], packet: Packet): void {
    const id = how === 'recv' ? `ethereum/${packet.sequence}` : `cosmos/${packet.sequence}`
    this.#settled.set(id, (this.#settled.get(id) ?? 0) + 1)
  }

  /** The other direction, by the attestors: it has no sequence to get wrong. */
  async #ethereumHears(): Promise<void> {
    const { zone } = this
    const { messages } = await zone.attestationProver().prove(wanted(zone.onEthereum))
    expect(zone.deliver(zone.onEthereum, messages).ok).toBe(true)
  }
}

describe('a solo machine under any schedule', () => {
  it('never signs two packet statements at one sequence, and settles every packet once', async () => {
    let batches = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const run = new Run()
        for (const each of steps) await run.take(each)
        batches += run.waiting.length
        await run.drain()
        run.check()
      }),
      { seed: 504, numRuns: 60 },
    )
    expect(batches).toBeGreaterThan(60)
  })
})
