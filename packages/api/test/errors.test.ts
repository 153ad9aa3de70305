import { AdminError, apiCatalogue, apiErrorOf } from '@pegzone/api'
import { type Catalogue, PegZoneError } from '@pegzone/outcome'
import { describe, expect, it } from 'vitest'

describe('apiErrorOf', () => {
  it('carries code, texts and fields of a refusal', () => {
    const catalogue: Catalogue<{ code: 'TEST_POOR'; have: bigint }> = {
      TEST_POOR: () => ({ what: 'Too poor.', why: 'Money.', fix: 'Earn.' }),
    }
    expect(apiErrorOf(new PegZoneError(catalogue, { code: 'TEST_POOR', have: 5n }))).toEqual({
      code: 'TEST_POOR',
      what: 'Too poor.',
      why: 'Money.',
      fix: 'Earn.',
      docs: 'docs/errors.md#test_poor',
      details: { have: '5' },
    })
  })

  it('passes on what a server sent', () => {
    const error = { code: 'X_Y', what: 'w', why: 'y', fix: 'f', docs: 'd' }
    expect(apiErrorOf(new AdminError(error, 400))).toBe(error)
  })

  it('calls everything else a bug', () => {
    expect(apiErrorOf(new TypeError('boom'))).toMatchObject({ code: 'API_UNEXPECTED', what: 'boom' })
    expect(apiErrorOf('text')).toMatchObject({ code: 'API_UNEXPECTED', what: 'text' })
  })

  it('has whole sentences for every code', () => {
    const texts = [
      apiCatalogue.API_UNREACHABLE({ code: 'API_UNREACHABLE', url: 'http://x', detail: 'refused' }),
      apiCatalogue.API_ANSWER_INVALID({ code: 'API_ANSWER_INVALID', url: 'http://x', status: 200, detail: '<html>' }),
      apiCatalogue.API_CONSUMER_SLOW({ code: 'API_CONSUMER_SLOW', url: 'http://x', waiting: 3 }),
    ]
    for (const { what, why, fix } of texts) for (const text of [what, why, fix]) expect(text).toMatch(/^\S.*\.$/)
  })
})
