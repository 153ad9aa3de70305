import { describe, expect, it } from 'vitest'
import { readArgs } from '../../src/cosmos/args.ts'
import type { RpcContext, RpcError } from '../../src/server/types.ts'

const context = (transport: RpcContext['transport']): RpcContext => ({
  transport,
  connection: 0,
  notify: undefined,
  onClose: () => {},
})
const spec = { height: 'int', prove: 'bool', path: 'text', data: 'hex', tx: 'base64' } as const
const json = (params: readonly unknown[] | Record<string, unknown>) => readArgs(spec, params, context('http'))
const uri = (params: Record<string, unknown>) => readArgs(spec, params, context('uri'))

describe('arguments', () => {
  it('are named or positional, and may be absent, null or empty', () => {
    const expected = { height: 5, prove: true, path: '/x', data: Uint8Array.of(1), tx: Uint8Array.of(2) }
    expect(json({ height: '5', prove: true, path: '/x', data: '01', tx: 'Ag==', more: 1 })).toEqual(expected)
    expect(json(['5', true, '/x', '0x01', 'Ag=='])).toEqual(expected)
    expect(json([5])).toEqual({ height: 5 })
    expect(json({ height: null, path: '', data: '' })).toEqual({})
  })

  it('have quotes and 0x in the URI form', () => {
    expect(uri({ height: '5', prove: 'false', path: '"/x"', data: '0x01', tx: '"ab"' })).toEqual({
      height: 5,
      prove: false,
      path: '/x',
      data: Uint8Array.of(1),
      tx: Uint8Array.of(0x61, 0x62),
    })
    expect(uri({ height: '"7"', path: '/bare' })).toEqual({ height: 7, path: '/bare' })
  })

  it.each<[string, Record<string, unknown>]>([
    ['height', { height: 'x' }],
    ['height', { height: 1.5 }],
    ['height', { height: '9007199254740993' }],
    ['height', { height: {} }],
    ['prove', { prove: 1 }],
    ['path', { path: 5 }],
    ['data', { data: 'zz' }],
    ['data', { data: [1] }],
    ['tx', { tx: '!!' }],
    ['tx', { tx: 7 }],
  ])('refuses a wrong %s: %j', (name, params) => {
    try {
      json(params)
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ code: -32602, message: 'Invalid params' })
      expect((error as RpcError).data).toMatch(new RegExp(`^${name}: `))
    }
  })

  it('refuses more positions than there are names', () => {
    expect(() => json([1, true, '', '', '', 6])).toThrow('Invalid params')
  })
})
