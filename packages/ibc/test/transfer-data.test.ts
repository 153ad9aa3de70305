import { bytesToUtf8, utf8ToBytes } from '@pegzone/encoding'
import {
  denomPathText,
  encodeTransferData,
  errorAck,
  localDenom,
  parseAck,
  parseDenom,
  parseTransferData,
  registerDenom,
  SUCCESS_ACK,
  traceOf,
} from '@pegzone/ibc'
import { createLedger } from '@pegzone/ledger'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const good = { denom: 'ixo', amount: '1', sender: 's', receiver: 'r' }
const parse = (text: string) => parseTransferData(utf8ToBytes(text))
const json = (over: object) => JSON.stringify({ ...good, ...over })

describe('packet data', () => {
  it('is read in either key order of ibc-go, with or without memo and white space', () => {
    const data = { denom: 'ixo', amount: 100n, sender: 's', receiver: 'r', memo: '' }
    for (const text of [
      '{"amount":"100","denom":"ixo","receiver":"r","sender":"s"}',
      '{"denom":"ixo","amount":"100","sender":"s","receiver":"r"}',
      ' { "denom" : "ixo" ,\n"amount":"100","sender":"s","receiver":"r" , "memo" : "" } ',
      '{"denom":"i\\u0078o","amount":"100","sender":"s","receiver":"r"}',
    ])
      expect(parse(text)).toEqual({ ok: true, value: data })
  })

  it.each([
    ['no JSON', 'IBC_TRANSFER_DATA_INVALID', 'hello'],
    ['a truncated object', 'IBC_TRANSFER_DATA_INVALID', json({}).slice(0, -1)],
    ['a tail', 'IBC_TRANSFER_DATA_INVALID', `${json({})}x`],
    ['an array', 'IBC_TRANSFER_DATA_INVALID', '[]'],
    ['an empty object', 'IBC_TRANSFER_DATA_INVALID', '{}'],
    ['an unknown field', 'IBC_TRANSFER_DATA_INVALID', json({ extra: 'x' })],
    ['a field twice', 'IBC_TRANSFER_DATA_INVALID', json({}).replace('{', '{"amount":"2",')],
    ['a field twice by escapes', 'IBC_TRANSFER_DATA_INVALID', json({}).replace('{', '{"\\u0061mount":"2",')],
    ['a number as amount', 'IBC_TRANSFER_DATA_INVALID', json({ amount: 1 })],
    ['null', 'IBC_TRANSFER_DATA_INVALID', json({ memo: null })],
    ['a nested object', 'IBC_TRANSFER_DATA_INVALID', json({ memo: {} })],
    ['a raw line break in a text', 'IBC_TRANSFER_DATA_INVALID', json({ memo: 'x' }).replace('"x"', '"\n"')],
    ['an unknown escape', 'IBC_TRANSFER_DATA_INVALID', json({ memo: 'x' }).replace('"x"', '"\\q"')],
    ['a blank sender', 'IBC_TRANSFER_DATA_INVALID', json({ sender: ' ' })],
    ['no receiver', 'IBC_TRANSFER_DATA_INVALID', json({ receiver: undefined })],
    ['amount 0', 'IBC_TRANSFER_AMOUNT', json({ amount: '0' })],
    ['a sign', 'IBC_TRANSFER_AMOUNT', json({ amount: '+1' })],
    ['a negative amount', 'IBC_TRANSFER_AMOUNT', json({ amount: '-1' })],
    ['a leading zero, octal elsewhere', 'IBC_TRANSFER_AMOUNT', json({ amount: '010' })],
    ['hexadecimal', 'IBC_TRANSFER_AMOUNT', json({ amount: '0x10' })],
    ['a fraction', 'IBC_TRANSFER_AMOUNT', json({ amount: '1.5' })],
    ['an exponent', 'IBC_TRANSFER_AMOUNT', json({ amount: '1e3' })],
    ['other digits', 'IBC_TRANSFER_AMOUNT', json({ amount: '١' })],
    ['2^256', 'IBC_TRANSFER_AMOUNT', json({ amount: `${1n << 256n}` })],
    ['a million digits', 'IBC_TRANSFER_AMOUNT', json({ amount: '9'.repeat(1_000_000) })],
    ['no denom', 'IBC_TRANSFER_DENOM', json({ denom: '' })],
    ['a path without base', 'IBC_TRANSFER_DENOM', json({ denom: 'transfer/channel-0/' })],
    ['a path over a malformed port', 'IBC_TRANSFER_DENOM', json({ denom: 'p!/channel-0/x' })],
    ['a long receiver', 'IBC_TRANSFER_FIELD_TOO_LONG', json({ receiver: 'é'.repeat(1025) })],
    ['a long memo', 'IBC_TRANSFER_FIELD_TOO_LONG', json({ memo: 'x'.repeat(32_769) })],
  ])('refuses %s', (_name, code, text) => {
    expect(parse(text)).toMatchObject({ ok: false, rejection: { code } })
  })

  it('refuses bytes that are no UTF-8', () => {
    expect(parseTransferData(Uint8Array.of(0x7b, 0xff, 0x7d))).toMatchObject({ ok: false })
  })

  it('accepts the largest amount and lengths', () => {
    const amount = (1n << 256n) - 1n
    const memo = 'x'.repeat(32_768)
    expect(parse(json({ amount: `${amount}`, memo, receiver: 'é'.repeat(1024) }))).toMatchObject({
      value: { amount, memo },
    })
  })

  it('comes back from its encoding', () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }).filter((s) => s.trim() !== '')
    fc.assert(
      fc.property(
        fc.record({
          denom: text.filter((s) => !s.includes('/')),
          amount: fc.bigInt(1n, (1n << 256n) - 1n),
          sender: text,
          receiver: text,
          memo: fc.string({ unit: 'binary', maxLength: 30 }),
        }),
        (data) => {
          expect(parseTransferData(encodeTransferData(data))).toEqual({ ok: true, value: data })
        },
      ),
      { seed: 20_26 },
    )
  })
})

describe('acknowledgements', () => {
  it.each(['{"result":"AQ=="}', '{"error":"x"}', bytesToUtf8(errorAck(5))])('reads %s', (text) => {
    expect(parseAck(utf8ToBytes(text))).toBeDefined()
  })

  it.each([
    '{}',
    '{"result":"AQ=="} ',
    ' {"result":"AQ=="}',
    '{"result":"AQ"}',
    '{"result":"AR=="}',
    '{"result":"AQ==","error":"x"}',
    '{"error":"\\u0078"}',
    '{"error":"x\\q"}',
    '{"result":1}',
    'null',
    '',
  ])('refuses %s, which would not encode to itself', (text) => {
    expect(parseAck(utf8ToBytes(text))).toBeUndefined()
  })

  it('knows success', () => {
    expect(parseAck(SUCCESS_ACK.slice())).toEqual({ result: Uint8Array.of(1) })
  })
})

describe('denom paths', () => {
  it.each([
    ['ixo', 0, 'ixo'],
    ['transfer/channel-0/ixo', 1, 'ixo'],
    ['transfer/channel-0/transfer/channel-7/ixo', 2, 'ixo'],
    ['transfer/channel-0/gamm/pool/1', 1, 'gamm/pool/1'],
    ['gamm/pool/1', 0, 'gamm/pool/1'],
    ['transfer/channel-0', 0, 'transfer/channel-0'],
    ['transfer/channel-00/ixo', 0, 'transfer/channel-00/ixo'],
    ['transfer/channel-18446744073709551616/ixo', 0, 'transfer/channel-18446744073709551616/ixo'],
    ['transfer/channel-x/ixo', 0, 'transfer/channel-x/ixo'],
  ])('%s has %i hops', (path, hops, base) => {
    const parsed = parseDenom(path)!
    expect(parsed.hops).toHaveLength(hops)
    expect(parsed.base).toBe(base)
    expect(denomPathText(parsed)).toBe(path)
  })
})

describe('denom registry', () => {
  it('is one to one and refuses look-alikes', () => {
    const ledger = createLedger()
    const register = (trace: string, denom: string) => ledger.apply((state) => registerDenom(state, { trace, denom }))
    expect(register('transfer/channel-0/ixo', 'acixo')).toEqual({ ok: true, value: undefined })
    expect(localDenom(ledger.latest, 'transfer/channel-0/ixo')).toBe('acixo')
    expect(traceOf(ledger.latest, 'acixo')).toEqual({ ok: true, value: 'transfer/channel-0/ixo' })
    for (const [trace, denom, code] of [
      ['transfer/channel-0/ixo', 'other', 'IBC_TRANSFER_DENOM_REGISTERED'],
      ['transfer/channel-1/ixo', 'acixo', 'IBC_TRANSFER_DENOM_REGISTERED'],
      ['ixo', 'acixo2', 'IBC_TRANSFER_DENOM'],
      ['transfer/channel-0/dai', 'ibc/ABC', 'IBC_TRANSFER_DENOM'],
      ['transfer/channel-0/dai', 'transfer/channel-0/x', 'IBC_TRANSFER_DENOM'],
      ['transfer/channel-0/dai', '', 'IBC_TRANSFER_DENOM'],
    ] as const)
      expect(register(trace, denom)).toMatchObject({ rejection: { code } })
    expect(traceOf(ledger.latest, 'transfer/channel-0/x')).toMatchObject({ ok: false })
    expect(traceOf(ledger.latest, 'ibc/00')).toMatchObject({ ok: false })
  })
})
