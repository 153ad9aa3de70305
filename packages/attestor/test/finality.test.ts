import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { finalHeight, parseFinality } from '../src/index.ts'

describe('parseFinality', () => {
  it.each([
    ['instant', 0],
    ['safe', 32],
    ['finalized', 64],
    ['confirmations:0', 0],
    ['confirmations:1', 1],
    ['confirmations:12', 12],
    ['confirmations:999999', 999_999],
  ])('%s asks for %i blocks on top', (text, depth) => {
    expect(parseFinality(text)).toEqual({ ok: true, value: { name: text, depth } })
  })

  it('counts safe and finalized in epochs of the given length, as anvil --slots-in-epoch does', () => {
    expect(parseFinality('safe', 4)).toMatchObject({ value: { depth: 4 } })
    expect(parseFinality('finalized', 4)).toMatchObject({ value: { depth: 8 } })
    expect(parseFinality('confirmations:3', 4)).toMatchObject({ value: { depth: 3 } })
  })

  it.each([
    '',
    ' instant',
    'Instant',
    'instant:',
    'instant:1',
    'safe:1',
    'finalized:2',
    'final',
    'confirmations',
    'confirmations:',
    'confirmations:-1',
    'confirmations:1.5',
    'confirmations:1e3',
    'confirmations: 3',
    'confirmations:0x3',
    'confirmations:1000000',
    'confirmations:3:4',
    'confirmations:3:',
    'confirmations:٣',
  ])('refuses %j', (text) => {
    expect(parseFinality(text)).toEqual({
      ok: false,
      rejection: { code: 'ATTESTOR_FINALITY_UNKNOWN', given: text },
    })
  })

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((tail) => `confirmations:${tail}`),
        ),
        (text) => {
          const parsed = parseFinality(text)
          if (parsed.ok) expect(Number.isSafeInteger(parsed.value.depth)).toBe(true)
        },
      ),
      { seed: 501, numRuns: 300 },
    )
  })
})

describe('finalHeight', () => {
  it.each([
    ['instant', 0, 0],
    ['instant', 7, 7],
    ['confirmations:1', 7, 6],
    ['confirmations:7', 7, 0],
    ['confirmations:8', 7, -1],
    ['finalized', 100, 36],
  ])('%s at head %i: %i', (text, head, height) => {
    const policy = parseFinality(text)
    expect(policy.ok && finalHeight(policy.value, head)).toBe(height)
  })
})
