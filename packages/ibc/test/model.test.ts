import { utf8ToBytes } from '@pegzone/encoding'
import {
  acknowledgementOf,
  commitmentOf,
  isReceived,
  nextSequences,
  type Packet,
  packetCommitment,
  parseTransferData,
  pendingCommitments,
  SUCCESS_ACK,
  sentPackets,
  transferBooks,
} from '@pegzone/ibc'
import { ok } from '@pegzone/outcome'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BLOCKED, balance, credit, escrowAccount, supply } from './harness/bank.ts'
import { SECOND } from './harness/chain.ts'
import { type Endpoint, receiptPath, transfer } from './harness/path.ts'
import { pegzone } from './harness/pegzone.ts'

/** What may happen, in any order and any number of times. `pick` chooses among all packets ever sent. */
type Action =
  | {
      readonly do: 'send'
      readonly side: 0 | 1
      readonly amount: bigint
      readonly fails: boolean
      readonly seconds: number
    }
  | { readonly do: 'recv' | 'ack' | 'timeout' | 'forge'; readonly pick: number }
  | { readonly do: 'block'; readonly side: 0 | 1; readonly seconds: number }
  | { readonly do: 'reward'; readonly amount: bigint }
  | { readonly do: 'release' }

const side = fc.constantFrom<(0 | 1)[]>(0, 1)
const pick = fc.nat(1000)
const seconds = fc.integer({ min: 1, max: 40 })
const amount = fc.bigInt(1n, 60n)
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      side,
      amount,
      fails: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
      seconds,
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('recv' as const), pick }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('ack' as const), pick }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('timeout' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('forge' as const), pick }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('block' as const), side, seconds }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reward' as const), amount }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('release' as const) }) },
)

type Fate = 'sent' | 'received' | 'held' | 'refused' | 'acknowledged' | 'refunded' | 'timed-out'

interface Tracked {
  readonly from: Endpoint
  readonly packet: Packet
  readonly amount: bigint
  fate: Fate
}

const DENOMS = ['ixo', 'acixo'] as const
const START = 1_000_000n

/** The system and, beside it, what should have become of every packet. */
class Model {
  readonly zone
  readonly sides: readonly [Endpoint, Endpoint]
  readonly packets: Tracked[] = []
  rewards = 0n

  constructor(holds: boolean) {
    this.zone = pegzone({ holds })
    this.sides = [this.zone.onEthereum, this.zone.onCosmos]
    // Something in escrow and something in hand, so that packets go both ways from the start.
    this.send({ do: 'send', side: 0, amount: 25n, fails: false, seconds: 30 })
    for (const tracked of this.packets) {
      this.recv(tracked)
      this.ack(tracked)
    }
    this.reward(200n)
  }

  step(action: Action): void {
    if (action.do === 'send') this.send(action)
    else if (action.do === 'block') this.sides[action.side].chain.block(BigInt(action.seconds) * SECOND)
    else if (action.do === 'reward') this.reward(action.amount)
    else if (action.do === 'release') this.release()
    else {
      const tracked = this.packets[action.pick % Math.max(this.packets.length, 1)]
      if (tracked !== undefined) this[action.do](tracked)
    }
  }

  reward(amount: bigint): void {
    this.rewards += amount
    this.zone.cosmos.must((state) => ok(credit(state, 'alice', 'acixo', amount)))
  }

  send({ side, amount, fails, seconds }: Extract<Action, { do: 'send' }>): void {
    const from = this.sides[side]
    const denom = DENOMS[side]
    const funded = balance(from.chain.view, 'alice', denom) >= amount
    const sequence = nextSequences(from.chain.view, from.ref)!.send
    const receiver = fails ? BLOCKED : 'alice'
    const sent = transfer(from, { denom, amount, receiver, inNs: BigInt(seconds) * SECOND })
    expect(sent.ok).toBe(funded)
    if (!sent.ok) return
    expect(sent.value.sequence).toBe(sequence)
    this.packets.push({ from, packet: sent.value.packet, amount, fate: 'sent' })
  }

  recv(tracked: Tracked): void {
    const { from, packet } = tracked
    const to = from.counterparty
    const elapsed = to.chain.host.timeNs >= packet.timeoutTimestamp
    const outcome = to.recv(packet)
    const committed = isOpen(tracked)
    expect(outcome.ok).toBe(!elapsed && committed)
    if (!outcome.ok) return
    expect(outcome.value.result).toBe(tracked.fate === 'sent' ? 'success' : 'noop')
    if (outcome.value.result === 'noop') return
    const { acknowledgement, refused } = outcome.value
    tracked.fate = refused !== undefined ? 'refused' : acknowledgement === undefined ? 'held' : 'received'
  }

  ack(tracked: Tracked): void {
    const { from, packet } = tracked
    const written = acknowledgementOf(from.counterparty.chain.view, from.counterparty.ref, packet.sequence)
    const outcome = from.acknowledge(packet, written ?? SUCCESS_ACK)
    if (!isOpen(tracked)) {
      expect(outcome).toEqual(ok({ result: 'noop' }))
      return
    }
    const answered = tracked.fate === 'received' || tracked.fate === 'refused'
    expect(outcome.ok).toBe(answered)
    if (answered) tracked.fate = tracked.fate === 'received' ? 'acknowledged' : 'refunded'
  }

  timeout(tracked: Tracked): void {
    const { from, packet } = tracked
    from.update()
    const { timeNs } = from.counterparty.chain.host
    const proofHeight = from.chain.ibc.latestHeight(from.chain.view, from.clientId)!
    const outcome = from.timeout(packet, 1n, { ...from.proveOne(receiptPath(packet)), proofHeight })
    if (timeNs < packet.timeoutTimestamp) {
      expect(outcome).toMatchObject({ ok: false, rejection: { code: 'IBC_TIMEOUT_NOT_REACHED' } })
    } else if (!isOpen(tracked)) {
      expect(outcome).toEqual(ok({ result: 'noop' }))
    } else {
      expect(outcome.ok).toBe(tracked.fate === 'sent')
      if (outcome.ok) tracked.fate = 'timed-out'
    }
  }

  /** Good proofs with an altered packet: never anything but a refusal (or a noop that changes nothing). */
  forge({ from, packet, amount }: Tracked): void {
    const to = from.counterparty
    const text = new TextDecoder().decode(packet.data).replace(`"${amount}"`, `"${amount + 1n}"`)
    const forged = { ...packet, data: utf8ToBytes(text) }
    expect(to.recv(forged).ok).toBe(false)
    const acknowledged = from.acknowledge(forged, SUCCESS_ACK)
    expect(acknowledged).not.toEqual(ok({ result: 'success' }))
  }

  release(): void {
    const { ethereum, onEthereum } = this.zone
    ethereum.must((state, host) => ethereum.transfer.releaseHeld(state, host, { ...onEthereum.ref, denom: 'ixo' }))
    for (const tracked of this.packets) {
      if (tracked.fate !== 'held') continue
      const written = acknowledgementOf(ethereum.view, onEthereum.ref, tracked.packet.sequence)
      if (written !== undefined) tracked.fate = written.length === SUCCESS_ACK.length ? 'received' : 'refused'
    }
  }

  check(): void {
    const { ethereum, cosmos, onEthereum, onCosmos } = this.zone
    const sum = (of: (tracked: Tracked) => boolean) =>
      this.packets.filter(of).reduce((total, { amount }) => total + amount, 0n)
    const open = (fate: Fate) => fate === 'sent' || fate === 'held' || fate === 'refused'

    // I1, I9: U = c + F − K = M, by the packets and by the books of either side.
    const inFlight = sum(({ fate }) => open(fate))
    const e = transferBooks(ethereum.view, { ...onEthereum.ref, denom: 'ixo' })
    const c = transferBooks(cosmos.view, { ...onCosmos.ref, denom: 'acixo' })
    expect(e.sent - e.refunded - c.received + c.sent - c.refunded - e.received).toBe(inFlight)
    const escrow = balance(ethereum.view, escrowAccount(onEthereum.ref), 'ixo')
    expect(e.escrowed).toBe(escrow)
    expect(supply(cosmos.view, 'acixo') + inFlight - escrow).toBe(this.rewards)
    expect(e.held).toBe(sum(({ fate }) => fate === 'held'))
    // I7: on Ethereum nothing is made or lost.
    expect(supply(ethereum.view, 'ixo')).toBe(START)
    // I2, I4: each effect once, so balances follow from the fates alone.
    const paid = (from: Endpoint) => sum((p) => p.from === from && (p.fate === 'received' || p.fate === 'acknowledged'))
    const taken = (from: Endpoint) => sum((p) => p.from === from && p.fate !== 'refunded' && p.fate !== 'timed-out')
    expect(balance(ethereum.view, 'alice', 'ixo')).toBe(START - taken(onEthereum) + paid(onCosmos))
    expect(balance(cosmos.view, 'alice', 'acixo')).toBe(this.rewards - taken(onCosmos) + paid(onEthereum))

    for (const end of this.sides) {
      const own = this.packets.filter(({ from }) => from === end)
      // I5: contiguous from 1.
      expect(own.map(({ packet }) => packet.sequence)).toEqual(own.map((_, i) => BigInt(i + 1)))
      expect(nextSequences(end.chain.view, end.ref)!.send).toBe(BigInt(own.length + 1))
      // I6: a commitment while and only while the packet is open, by the formula over the stored packet.
      const pending = own.filter(isOpen).map(({ packet }) => packet)
      expect(sentPackets(end.chain.view, end.ref).map(({ packet }) => packet)).toEqual(pending)
      expect(pendingCommitments(end.chain.view, end.ref).map(([, commitment]) => commitment)).toEqual(
        pending.map(packetCommitment),
      )
      for (const { packet, fate, amount } of own) {
        expect(commitmentOf(end.chain.view, end.ref, packet.sequence) !== undefined).toBe(isOpen({ fate }))
        // I3: what timed out was never received.
        expect(isReceived(end.counterparty.chain.view, end.counterparty.ref, packet.sequence)).toBe(
          fate !== 'sent' && fate !== 'timed-out',
        )
        expect(parseTransferData(packet.data)).toMatchObject({ value: { amount } })
      }
    }
  }
}

function isOpen({ fate }: Pick<Tracked, 'fate'>): boolean {
  return fate === 'sent' || fate === 'received' || fate === 'held' || fate === 'refused'
}

describe('any schedule of sends, relays, duplicates, forgeries, delays and releases', () => {
  it.each([
    ['paying at once', false, 1201],
    ['holding what own sends may need', true, 1202],
  ])('keeps I1 to I7 when %s', (_name, holds, seed) => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(fc.array(action, { minLength: 30, maxLength: 80, size: 'max' }), (actions) => {
        const model = new Model(holds)
        for (const each of actions) {
          model.step(each)
          model.check()
          for (const { fate } of model.packets) seen.add(fate)
        }
      }),
      { seed, numRuns: 20 },
    )
    // The schedules reach every end there is.
    for (const fate of [
      'sent',
      'received',
      'refused',
      'acknowledged',
      'refunded',
      'timed-out',
      ...(holds ? ['held'] : []),
    ])
      expect(seen).toContain(fate)
  })

  it('settles everything once the faults stop (I10)', () => {
    fc.assert(
      fc.property(fc.array(action, { minLength: 20, maxLength: 40, size: 'max' }), (actions) => {
        const model = new Model(true)
        for (const each of actions) model.step(each)
        for (let round = 0; round < 4; round++) {
          for (const end of model.sides) end.chain.block(round === 0 ? SECOND : 60n * SECOND)
          model.release()
          for (const tracked of model.packets) {
            if (tracked.fate === 'sent' && round === 0) model.recv(tracked)
            if (tracked.fate === 'sent' && round > 0) model.timeout(tracked)
            if (tracked.fate === 'received' || tracked.fate === 'refused') model.ack(tracked)
          }
        }
        model.check()
        expect(model.packets.filter(isOpen)).toEqual([])
      }),
      { seed: 1203, numRuns: 15 },
    )
  })
})
