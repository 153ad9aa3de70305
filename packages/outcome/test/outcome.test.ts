import { describe, expect, expectTypeOf, it } from 'vitest'
import { type Catalogue, explain, type Outcome, ok, PegZoneError, refuse } from '../src/index.ts'

type Rejection =
  | { readonly code: 'SHOP_SOLD_OUT'; readonly item: string }
  | { readonly code: 'SHOP_CLOSED'; readonly opens: bigint }

const catalogue: Catalogue<Rejection> = {
  SHOP_SOLD_OUT: ({ item }) => ({ what: `${item} is sold out.`, why: 'Stock is finite.', fix: 'Come back.' }),
  SHOP_CLOSED: ({ opens }) => ({ what: 'Closed.', why: 'It is night.', fix: `Come at ${opens}.` }),
}

describe('outcome', () => {
  it('tells value and refusal apart by type', () => {
    const outcome = ok(3) as Outcome<number, Rejection>
    if (outcome.ok) expectTypeOf(outcome.value).toEqualTypeOf<number>()
    else expectTypeOf(outcome.rejection).toEqualTypeOf<Rejection>()
    expect(ok()).toEqual({ ok: true, value: undefined })
    expect(refuse({ code: 'SHOP_CLOSED', opens: 8n })).toEqual({
      ok: false,
      rejection: { code: 'SHOP_CLOSED', opens: 8n },
    })
  })

  it('wants a text for every code', () => {
    // @ts-expect-error SHOP_CLOSED has no text
    const incomplete: Catalogue<Rejection> = { SHOP_SOLD_OUT: catalogue.SHOP_SOLD_OUT }
    expect(Object.keys(incomplete)).toHaveLength(1)
  })

  it('speaks: what, why, fix, and where to read on', () => {
    const rejection = { code: 'SHOP_SOLD_OUT', item: 'bread' } as const
    const cause = new Error('the baker')
    const error = new PegZoneError(catalogue, rejection, { cause })
    expect(error.message).toBe(
      'bread is sold out.\n  why: Stock is finite.\n  fix: Come back.\n  docs: docs/errors.md#shop_sold_out',
    )
    expect([error.name, error.code, error.cause]).toEqual(['PegZoneError', 'SHOP_SOLD_OUT', cause])
    expect(error.explanation).toEqual(explain(catalogue, rejection))
  })
})
