import { PegZoneError } from '@pegzone/outcome'
import { describe, expect, it } from 'vitest'
import { type ProtocolRejection, protocolCatalogue } from '../src/index.ts'

const rejections: { readonly [C in ProtocolRejection['code']]: Extract<ProtocolRejection, { readonly code: C }> } = {
  PROTOCOL_ZERO_AMOUNT: { code: 'PROTOCOL_ZERO_AMOUNT' },
  PROTOCOL_ZERO_OUTPUT: { code: 'PROTOCOL_ZERO_OUTPUT', given: 9n },
  PROTOCOL_BELOW_MINIMUM: { code: 'PROTOCOL_BELOW_MINIMUM', what: 'IXO', have: 9n, need: 10n },
  PROTOCOL_ABOVE_MAXIMUM: { code: 'PROTOCOL_ABOVE_MAXIMUM', have: 11n, most: 10n },
  PROTOCOL_DEADLINE_PASSED: { code: 'PROTOCOL_DEADLINE_PASSED', now: 11n, deadline: 10n },
  PROTOCOL_AMOUNT_TOO_LARGE: { code: 'PROTOCOL_AMOUNT_TOO_LARGE', what: 'reserve', units: 1n << 120n },
  PROTOCOL_KAPPA_INVALID: { code: 'PROTOCOL_KAPPA_INVALID', kappa: '0.5' },
  PROTOCOL_CURVE_INVALID: { code: 'PROTOCOL_CURVE_INVALID', reason: 'the anchor is empty' },
  PROTOCOL_POOL_INVALID: { code: 'PROTOCOL_POOL_INVALID', reason: 'the fee is too high' },
  PROTOCOL_EXCEEDS_SUPPLY: { code: 'PROTOCOL_EXCEEDS_SUPPLY', supply: 9n, burned: 10n },
  PROTOCOL_ANCHOR_TOO_SMALL: { code: 'PROTOCOL_ANCHOR_TOO_SMALL', supply: 9n },
  PROTOCOL_CURVE_ABSENT: { code: 'PROTOCOL_CURVE_ABSENT' },
  PROTOCOL_POOL_EMPTY: { code: 'PROTOCOL_POOL_EMPTY' },
  PROTOCOL_FIRST_DEPOSIT_TOO_SMALL: { code: 'PROTOCOL_FIRST_DEPOSIT_TOO_SMALL', x: 1n, y: 2n },
  PROTOCOL_VOUCHERS_STRANDED: { code: 'PROTOCOL_VOUCHERS_STRANDED', left: 1n },
  PROTOCOL_EXCEEDS_VOUCHERS: { code: 'PROTOCOL_EXCEEDS_VOUCHERS', vouchers: 9n, asked: 10n },
  PROTOCOL_EXCEEDS_RESERVE: { code: 'PROTOCOL_EXCEEDS_RESERVE', reserve: 9n, asked: 10n },
  PROTOCOL_QUOTE_LIVE: { code: 'PROTOCOL_QUOTE_LIVE', block: 7n },
  PROTOCOL_QUOTE_STALE: { code: 'PROTOCOL_QUOTE_STALE', ageBlocks: 11n, validBlocks: 10n },
  PROTOCOL_QUOTE_OUTSIDE_SANITY: { code: 'PROTOCOL_QUOTE_OUTSIDE_SANITY', rate: 12n, low: 9n, high: 11n },
  PROTOCOL_IMBALANCE_EXCEEDED: { code: 'PROTOCOL_IMBALANCE_EXCEEDED', scope: 'total', imbalance: 11n, cap: 10n },
}

describe('the catalogue', () => {
  it('speaks in whole sentences and names what it was given', () => {
    for (const [code, rejection] of Object.entries(rejections)) {
      const { message, explanation } = new PegZoneError(protocolCatalogue, rejection)
      for (const sentence of Object.values(explanation)) expect(sentence).toMatch(/^[A-Z0-9k].*\.$/)
      expect(message).toContain(`docs/errors.md#${code.toLowerCase()}`)
      for (const [field, given] of Object.entries(rejection)) {
        if (field !== 'code' && field !== 'given' && typeof given === 'bigint') expect(message).toContain(`${given}`)
      }
    }
    expect(Object.keys(protocolCatalogue).sort()).toEqual(Object.keys(rejections).sort())
  })

  it('says what to do about a cap of the block', () => {
    const rejection = { code: 'PROTOCOL_IMBALANCE_EXCEEDED', scope: 'block', imbalance: 2n, cap: 1n } as const
    expect(protocolCatalogue.PROTOCOL_IMBALANCE_EXCEEDED(rejection).fix).toContain('next block')
  })
})
