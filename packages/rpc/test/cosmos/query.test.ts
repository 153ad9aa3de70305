import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eventValues, matches } from '../../src/cosmos/match.ts'
import { parseQuery, type QueryTerm } from '../../src/cosmos/query.ts'

const terms = (text: string): readonly QueryTerm[] => {
  const parsed = parseQuery(text)
  if (!parsed.ok) throw new Error(`${parsed.rejection.detail} at ${parsed.rejection.at}`)
  return parsed.value
}

describe('parseQuery', () => {
  it.each<[string, readonly QueryTerm[]]>([
    ['', []],
    ['  ', []],
    ["tx.hash='AB12'", [{ key: 'tx.hash', op: '=', value: 'AB12' }]],
    ["tm.event = 'Tx'", [{ key: 'tm.event', op: '=', value: 'Tx' }]],
    ['tx.height=5', [{ key: 'tx.height', op: '=', value: 5n }]],
    [
      'tx.height>=5 AND tx.height<9',
      [
        { key: 'tx.height', op: '>=', value: 5n },
        { key: 'tx.height', op: '<', value: 9n },
      ],
    ],
    [
      "a.b CONTAINS 'x y' AND c.d EXISTS",
      [
        { key: 'a.b', op: 'CONTAINS', value: 'x y' },
        { key: 'c.d', op: 'EXISTS' },
      ],
    ],
    ["a.b='x AND y = 3'", [{ key: 'a.b', op: '=', value: 'x AND y = 3' }]],
    ["a.b=''", [{ key: 'a.b', op: '=', value: '' }]],
    [
      "message.action='/cosmos.bank.v1beta1.MsgSend'",
      [{ key: 'message.action', op: '=', value: '/cosmos.bank.v1beta1.MsgSend' }],
    ],
    ['a.b > 123456789012345678901234567890', [{ key: 'a.b', op: '>', value: 123456789012345678901234567890n }]],
    ['a.b > -3', [{ key: 'a.b', op: '>', value: -3n }]],
    ['a.b > 1.5', [{ key: 'a.b', op: '>', value: 1n }]],
    ['a.b >= 1.5', [{ key: 'a.b', op: '>', value: 1n }]],
    ['a.b < 1.5', [{ key: 'a.b', op: '<=', value: 1n }]],
    ['a.b < -1.5', [{ key: 'a.b', op: '<=', value: -2n }]],
    ['a.b = 1.0', [{ key: 'a.b', op: '=', value: 1n }]],
    ['a.t >= TIME 2013-05-03T14:45:00Z', [{ key: 'a.t', op: '>=', timeNs: 1_367_592_300_000_000_000n }]],
    ['a.t < DATE 2013-05-03', [{ key: 'a.t', op: '<', timeNs: 1_367_539_200_000_000_000n }]],
    ['a.t = TIME 1970-01-01T00:00:00.000000001Z', [{ key: 'a.t', op: '=', timeNs: 1n }]],
    [
      'ANDREW.b=1 AND AND.c EXISTS',
      [
        { key: 'ANDREW.b', op: '=', value: 1n },
        { key: 'AND.c', op: 'EXISTS' },
      ],
    ],
  ])('%s', (text, expected) => {
    expect(terms(text)).toEqual(expected)
  })

  it.each<[string, number, RegExp]>([
    ['=', 0, /key/],
    ['a.b', 3, /expected one of/],
    ['a.b ~ 3', 4, /expected one of/],
    ['a.b = ', 6, /number/],
    ["a.b = 'open", 6, /text/],
    ["a.b > 'text'", 12, /number/],
    ['a.b = 5x', 6, /number/],
    ['a.b = 5 OR c.d = 6', 8, /AND/],
    ['a.b = 5 and c.d = 6', 8, /AND/],
    ['a.b = 5 AND', 11, /key/],
    ['a.b CONTAINS 5', 13, /CONTAINS/],
    ['(a.b = 5)', 0, /key/],
    ['a.t > TIME yesterday', 6, /number/],
    ['a.t > DATE 2013-13-77', 6, /number/],
    ['x'.repeat(3000), 2048, /longer/],
  ])('refuses %j at %i', (text, at, detail) => {
    const parsed = parseQuery(text)
    expect(parsed).toMatchObject({ ok: false, rejection: { code: 'RPC_QUERY_INVALID', at } })
    if (!parsed.ok) expect(parsed.rejection.detail).toMatch(detail)
  })

  it('never throws, and prints back to itself', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60, unit: 'binary' }), (text) => {
        parseQuery(text)
      }),
      { seed: 3, numRuns: 500 },
    )
    const key = fc.stringMatching(/^[a-z]{1,5}\.[a-z]{1,5}$/)
    const term = fc.oneof(
      fc.tuple(key, fc.constantFrom('=', '<', '<=', '>', '>='), fc.bigInt({ min: 0n, max: 10n ** 30n })),
      fc.tuple(key, fc.constantFrom('=', 'CONTAINS'), fc.stringMatching(/^[^']{0,10}$/)),
    )
    fc.assert(
      fc.property(fc.array(term, { minLength: 1, maxLength: 5 }), (list) => {
        const text = list.map(([k, op, v]) => `${k} ${op} ${typeof v === 'bigint' ? v : `'${v}'`}`).join(' AND ')
        expect(terms(text)).toEqual(list.map(([k, op, value]) => ({ key: k, op, value })))
      }),
      { seed: 5, numRuns: 200 },
    )
  })
})

describe('matches', () => {
  const values = eventValues(
    [
      {
        type: 'transfer',
        attributes: [
          { key: 'recipient', value: 'ixo1a' },
          { key: 'amount', value: '100acixo' },
        ],
      },
      {
        type: 'transfer',
        attributes: [
          { key: 'recipient', value: 'ixo1b' },
          { key: 'amount', value: '7acdai' },
        ],
      },
      {
        type: 'vote',
        attributes: [
          { key: 'at', value: '2024-01-02T03:04:05.5Z' },
          { key: 'empty', value: '' },
        ],
      },
    ],
    { 'tm.event': 'Tx', 'tx.height': '12' },
  )

  it.each([
    ["tm.event='Tx'", true],
    ["tm.event='NewBlock'", false],
    ["tm.event='Tx' AND transfer.recipient='ixo1b'", true],
    ["transfer.recipient='ixo1c'", false],
    ['tx.height=12', true],
    ['tx.height > 11 AND tx.height <= 12', true],
    ['tx.height > 12', false],
    ['transfer.amount > 99', true],
    ['transfer.amount >= 101', false],
    ["transfer.amount = '100acixo'", true],
    ['transfer.recipient > 0', false],
    ["transfer.recipient CONTAINS 'xo1'", true],
    ["transfer.recipient CONTAINS 'zzz'", false],
    ['vote.empty EXISTS', true],
    ['vote.missing EXISTS', false],
    ['vote.at > DATE 2024-01-02', true],
    ['vote.at < TIME 2024-01-02T03:04:05.500000001Z', true],
    ['vote.at < TIME 2024-01-02T03:04:05.5Z', false],
    ['vote.at = TIME 2024-01-02T03:04:05.5Z', true],
    ['', true],
  ])('%s is %s', (text, expected) => {
    expect(matches(terms(text), values)).toBe(expected)
  })
})
