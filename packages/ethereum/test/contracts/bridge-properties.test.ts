import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  type AbiPacket,
  absenceProof,
  arriving,
  BridgeBench,
  FAILURE,
  GENESIS_NS,
  HOUR_NS,
  PROOF_HEIGHT,
  RELAYER,
  SUCCESS,
} from './bridge-harness.ts'
import { alice, bob, contractAddresses, TOKEN } from './harness.ts'

/** What a relayer, honest or not, can bring about. `pick` chooses among the packets that there are. */
const step = fc.oneof(
  fc.record({ type: fc.constant('send' as const), amount: fc.bigInt(1n, 80n * TOKEN) }),
  fc.record({ type: fc.constant('arrive' as const), amount: fc.bigInt(1n, 150n * TOKEN) }),
  fc.record({ type: fc.constant('replay' as const), pick: fc.nat() }),
  fc.record({ type: fc.constant('acknowledge' as const), pick: fc.nat(), success: fc.boolean() }),
  fc.record({ type: fc.constant('time-out' as const), pick: fc.nat() }),
)

it('every packet has one outcome, the escrow is what the books say, and what own sends need stays there', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const bench = BridgeBench.create().openChannel()
      bench.approveAll(alice)
      const total = bench.balance('DAI', alice) + bench.balance('DAI', bob) + bench.books('DAI')['escrow']!
      const sent: AbiPacket[] = []
      const open = new Set<bigint>()
      const arrived: AbiPacket[] = []
      bench.updateMock(GENESIS_NS + HOUR_NS)
      for (const each of steps) {
        if (each.type === 'send') {
          const packet = bench.transfer(alice, 'DAI', each.amount, GENESIS_NS + HOUR_NS + 1n)
          sent.push(packet)
          open.add(packet.sequence)
          bench.updateMock(GENESIS_NS + HOUR_NS)
        } else if (each.type === 'arrive') {
          const packet = arriving(BigInt(arrived.length + 1), 'dai', each.amount, bob)
          arrived.push(packet)
          bench.receive(packet)
        } else if (each.type === 'replay') {
          const packet = arrived[each.pick % Math.max(arrived.length, 1)]
          if (packet === undefined) continue
          bench.receive(packet)
          expect(bench.logNames).toEqual(['PegBridge.Noop'])
        } else {
          const packet = sent[each.pick % Math.max(sent.length, 1)]
          if (packet === undefined) continue
          if (each.type === 'acknowledge') bench.acknowledge(each.success ? SUCCESS : FAILURE, packet)
          else {
            bench.updateMock(GENESIS_NS + HOUR_NS + 1n)
            bench.send(RELAYER, 'PegBridge', 'timeoutPackets', [packet], [absenceProof(packet)], PROOF_HEIGHT)
            bench.updateMock(GENESIS_NS + HOUR_NS)
          }
          expect(bench.logNames.includes('PegBridge.Noop')).toBe(!open.delete(packet.sequence))
        }
        const { escrow, pending, held, heldCount, sent: out, received } = bench.books('DAI') as Record<string, bigint>
        expect(bench.balance('DAI', contractAddresses.PegBridge)).toBe(escrow)
        expect(escrow! >= pending!).toBe(true)
        const owed = sent
          .filter(({ sequence }) => open.has(sequence))
          .reduce((sum, packet) => sum + amountOf(packet), 0n)
        expect(pending).toBe(owed)
        expect(out).toBe(sent.reduce((sum, packet) => sum + amountOf(packet), 0n))
        expect(held === 0n).toBe(heldCount === 0n)
        expect(bench.balance('DAI', bob)).toBe(1_000_000n * TOKEN + received!)
        expect(bench.balance('DAI', alice) + bench.balance('DAI', bob) + escrow!).toBe(total)
        // Nothing settles any more: then nothing may wait.
        if (open.size === 0) expect(heldCount).toBe(0n)
      }
      expect(bench.contracts.violations(bench.view)).toEqual([])
    }),
    { numRuns: 60, seed: 20250104 },
  )
})

function amountOf({ data }: AbiPacket): bigint {
  return BigInt((JSON.parse(Buffer.from(data.slice(2), 'hex').toString()) as { amount: string }).amount)
}
