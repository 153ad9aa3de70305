import { MsgMultiSend } from 'cosmjs-types/cosmos/bank/v1beta1/tx'
import { describe, expect, test } from 'vitest'
import { accountOf, balanceOf, moduleAddress, supplyOf } from '../src/index.ts'
import { alice, bob, coin, dave, deliver, PREFIX, person, send, sign, startChain } from './support.ts'

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

test('a receiver gets its account with the first coin', () => {
  const t = startChain()
  expect(accountOf(t.ledger.latest, dave.address)).toBeUndefined()
  deliver(t, sign([send(dave.address, [coin(1)])]))
  // Three holders and two module accounts came before.
  expect(accountOf(t.ledger.latest, dave.address)).toMatchObject({ number: 5n, sequence: 0n })
})

test('a send to oneself changes nothing but fee and sequence', () => {
  const t = startChain()
  expect(deliver(t, sign([send(alice.address, [coin(5_000_000)])]))).toMatchObject({ code: 0 })
  expect(balanceOf(t.ledger.latest, alice.address, 'acixo')).toBe(5_000_000n)
})

describe('sends that are refused', () => {
  test.each([
    ['nothing', send(dave.address, []), 10, 'failed to execute message; message index: 0: invalid coins'],
    ['an amount of zero', send(dave.address, [coin(0)]), 10, /0acixo: invalid coins$/],
    ['a negative amount', send(dave.address, [coin(-1)]), 10, /-1acixo: invalid coins$/],
    ['a fraction', send(dave.address, [coin('1.5')]), 10, /invalid coins$/],
    ['coins out of order', send(dave.address, [coin(1, 'acixo'), coin(1, 'acdai')]), 10, /invalid coins$/],
    ['a denom twice', send(dave.address, [coin(1), coin(1)]), 10, /invalid coins$/],
    ['a denom that is none', send(dave.address, [coin(1, '1x')]), 10, /invalid coins$/],
    ['an amount beyond 256 bits', send(dave.address, [coin(1n << 256n)]), 10, /invalid coins$/],
    ['the largest amount', send(dave.address, [coin((1n << 256n) - 1n)]), 5, /insufficient funds$/],
    ['a denom nobody has', send(dave.address, [coin(1, 'none')]), 5, /spendable balance 0none is smaller than 1none/],
    ['to another chain', send(person(3, 'cosmos').address, [coin(1)]), 7, /invalid to address: .*invalid address$/],
    [
      'to a module account',
      send(moduleAddress('fee_collector', PREFIX), [coin(1)]),
      4,
      /not allowed to receive funds: unauthorized$/,
    ],
  ] as const)('%s', (_name, msg, code, log) => {
    const t = startChain()
    const result = deliver(t, sign([msg]))
    expect(result).toMatchObject({ code, codespace: 'sdk' })
    if (typeof log === 'string') expect(result.log).toBe(log)
    else expect(result.log).toMatch(log)
    expect(balanceOf(t.ledger.latest, alice.address, 'acixo')).toBe(5_000_000n)
  })
})

describe('multi-send', () => {
  const multi = (inputs: [string, ReturnType<typeof coin>[]][], outputs: [string, ReturnType<typeof coin>[]][]) => ({
    typeUrl: '/cosmos.bank.v1beta1.MsgMultiSend',
    value: MsgMultiSend.encode({
      inputs: inputs.map(([address, coins]) => ({ address, coins })),
      outputs: outputs.map(([address, coins]) => ({ address, coins })),
    }).finish(),
  })

  test('one input, several outputs', () => {
    const t = startChain()
    const result = deliver(
      t,
      sign([
        multi(
          [[alice.address, [coin(3, 'acdai'), coin(7)]]],
          [
            [dave.address, [coin(3, 'acdai'), coin(3)]],
            [bob.address, [coin(4)]],
          ],
        ),
      ]),
    )
    expect(result).toMatchObject({ code: 0 })
    expect(balanceOf(t.ledger.latest, dave.address, 'acdai')).toBe(3n)
    expect(balanceOf(t.ledger.latest, bob.address, 'acixo')).toBe(5_000_004n)
    expect(
      result.events.filter(({ type }) => type === 'transfer').map(({ attributes }) => attributes[1]!.value),
    ).toEqual(['3acdai,3acixo', '4acixo'])
  })

  test.each([
    ['no output', multi([[alice.address, [coin(1)]]], [])],
    ['sums that differ', multi([[alice.address, [coin(2)]]], [[dave.address, [coin(1)]]])],
    ['sums of other denoms', multi([[alice.address, [coin(1, 'acdai')]]], [[dave.address, [coin(1)]]])],
  ])('refuses %s', (_name, msg) => {
    const t = startChain()
    expect(deliver(t, sign([msg]))).toMatchObject({ code: 18, codespace: 'sdk' })
  })
})
