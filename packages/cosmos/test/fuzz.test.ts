import fc from 'fast-check'
import { expect, test } from 'vitest'
import { incoming, openMockChannel, recv, transfer } from './ibc-support.ts'
import { coin, dave, genesisOf, send, sign, startChain } from './support.ts'

const t = startChain(genesisOf(), { setUpIbc: openMockChannel })
const raw = sign(
  [send(dave.address, [coin(1)]), transfer('2', 'acixo', { memo: 'm' }), recv(incoming(1n, 'ixo', '5'))],
  {
    gas: 900_000n,
    fee: [coin(10)],
    memo: 'all of it is signed',
  },
)

test('no bit of a signed transaction can be flipped, and no byte added, dropped or doubled', () => {
  for (let at = 0; at < raw.length; at++) {
    for (let bit = 0; bit < 8; bit++) {
      const flipped = Uint8Array.from(raw)
      flipped[at]! ^= 1 << bit
      expect(t.chain.checkTx(flipped).code).not.toBe(0)
    }
    const dropped = Uint8Array.from([...raw.subarray(0, at), ...raw.subarray(at + 1)])
    expect(t.chain.checkTx(dropped).code).not.toBe(0)
    const doubled = Uint8Array.from([...raw.subarray(0, at), raw[at]!, ...raw.subarray(at)])
    expect(t.chain.checkTx(doubled).code).not.toBe(0)
  }
  expect(t.chain.checkTx(raw)).toMatchObject({ code: 0 })
}, 60_000)

test('any bytes are answered, in CheckTx, simulation, delivery and queries', async () => {
  const u = startChain(genesisOf(), { setUpIbc: openMockChannel })
  const mutated = fc
    .tuple(fc.nat(raw.length), fc.uint8Array({ maxLength: 12 }), fc.nat(6))
    .map(([at, bytes, drop]) => Uint8Array.from([...raw.subarray(0, at), ...bytes, ...raw.subarray(at + drop)]))
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 200 }), mutated), async (bytes) => {
      expect(u.chain.checkTx(bytes).code).toBeGreaterThanOrEqual(0)
      expect(u.chain.simulate(bytes).code).toBeGreaterThanOrEqual(0)
      expect(u.chain.replay(u.ledger.head.timeNs + 1n, [bytes]).results).toHaveLength(1)
      for (const path of [
        'auth.v1beta1.Query/Accounts',
        'bank.v1beta1.Query/AllBalances',
        'tx.v1beta1.Service/Simulate',
      ]) {
        expect((await u.chain.query(`/cosmos.${path}`, bytes)).code).toBeGreaterThanOrEqual(0)
      }
    }),
    { numRuns: 300, seed: 7 },
  )
}, 60_000)
