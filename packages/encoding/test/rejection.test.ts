import { explain, PegZoneError } from '@pegzone/outcome'
import { describe, expect, it } from 'vitest'
import { type EncodingRejection, encodingCatalogue } from '../src/index.ts'

const rejections: readonly EncodingRejection[] = [
  { code: 'ENCODING_RLP_MALFORMED', offset: 3, detail: 'trailing bytes' },
  { code: 'ENCODING_TX_TYPE_UNSUPPORTED', type: 3 },
  { code: 'ENCODING_TX_MALFORMED', detail: 'too many fields' },
  { code: 'ENCODING_TX_SIGNATURE_INVALID', detail: 's in the upper half' },
  { code: 'ENCODING_ABI_MALFORMED', signature: 'f(uint8)', detail: 'uint8 out of range' },
  { code: 'ENCODING_PROTOBUF_MALFORMED', type: '/a.B', detail: 'field number 0' },
  { code: 'ENCODING_TYPE_URL_UNKNOWN', typeUrl: '/a.B' },
  { code: 'ENCODING_AMINO_UNSUPPORTED', typeUrl: '/a.B' },
]

describe('every refusal', () => {
  it('has a case here', () => {
    expect(rejections.map(({ code }) => code).sort()).toEqual(Object.keys(encodingCatalogue).sort())
  })

  it.each(rejections)('$code speaks in whole sentences and names its cause', (rejection) => {
    const { code, ...cause } = rejection
    const { what, why, fix } = explain(encodingCatalogue, rejection)
    for (const text of [what, why, fix]) expect(text).toMatch(/^\S.*\.$/)
    for (const value of Object.values(cause)) expect(what).toContain(String(value))
    expect(new PegZoneError(encodingCatalogue, rejection).code).toBe(code)
  })
})
