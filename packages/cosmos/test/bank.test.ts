import { expect, test } from 'vitest'
import { balanceOf, supplyOf } from '../src/bank/keeper.ts'
import { alice, coin, dave, deliver, send, sign, startChain } from './support.ts'

test('a send moves coins, emits the SDK’s events and costs a plausible amount of gas', () => {
  const t = startChain()
  const result = deliver(t, sign([send(dave.address, [coin(70)])], { fee: [coin(500)] }))
  expect(result.code).toBe(0)
  expect(result.gasUsed).toBeGreaterThan(60_000n)
  expect(result.gasUsed).toBeLessThan(80_000n)
  expect(balanceOf(t.ledger.latest, dave.address, 'acixo')).toBe(70n)
  expect(balanceOf(t.ledger.latest, alice.address, 'acixo')).toBe(5_000_000n - 570n)
  expect(supplyOf(t.ledger.latest, 'acixo')).toBe(15_000_000n)
  expect(result.events.map(({ type }) => type)).toEqual([
    ...['coin_spent', 'coin_received', 'transfer', 'message', 'tx', 'tx', 'tx'],
    ...['message', 'coin_spent', 'coin_received', 'transfer', 'message'],
  ])
  expect(result.events[7]!.attributes).toEqual([
    { key: 'action', value: '/cosmos.bank.v1beta1.MsgSend' },
    { key: 'sender', value: alice.address },
    { key: 'module', value: 'bank' },
    { key: 'msg_index', value: '0' },
  ])
  expect(result.events[10]!.attributes).toEqual([
    { key: 'recipient', value: dave.address },
    { key: 'sender', value: alice.address },
    { key: 'amount', value: '70acixo' },
    { key: 'msg_index', value: '0' },
  ])
})
