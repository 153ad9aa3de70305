import { decodeRlp, encodeRlp } from 'ethers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesToHex, equalBytes, fromHex, type RlpItem, rlpDecode, rlpEncode } from '../src/index.ts'

const { item } = fc.letrec<{ item: RlpItem }>((tie) => ({
  item: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.uint8Array({ maxLength: 70 }),
    fc.array(tie('item'), { maxLength: 5 }),
  ),
}))

function hexed(value: RlpItem): unknown {
  return value instanceof Uint8Array ? bytesToHex(value) : value.map(hexed)
}

describe('RLP', () => {
  it('is that of ethers, and comes back', () => {
    fc.assert(
      fc.property(item, (value) => {
        const encoded = rlpEncode(value)
        expect(bytesToHex(encoded)).toBe(encodeRlp(hexed(value) as string))
        expect(decodeRlp(encoded)).toEqual(hexed(value))
        expect(rlpDecode(encoded)).toEqual({ ok: true, value })
      }),
      { seed: 51, numRuns: 300 },
    )
    for (const length of [55, 56, 255, 256, 65535, 65536, 2 ** 24]) {
      const value = new Uint8Array(length).fill(1)
      const back = rlpDecode(rlpEncode([value]))
      if (!back.ok) throw new Error(back.rejection.detail)
      // not toEqual: it would compare 2^24 boxed numbers
      expect(equalBytes((back.value as readonly Uint8Array[])[0]!, value)).toBe(true)
    }
  })

  it('has one encoding: what decodes encodes to the same bytes', () => {
    fc.assert(
      fc.property(
        item,
        fc.nat(),
        fc.integer({ min: 0, max: 255 }),
        fc.uint8Array({ maxLength: 80 }),
        (value, at, byte, noise) => {
          const spoilt = rlpEncode(value)
          spoilt[at % spoilt.length] = byte
          for (const bytes of [spoilt, noise]) {
            const outcome = rlpDecode(bytes)
            if (outcome.ok) expect(rlpEncode(outcome.value)).toEqual(bytes)
            else expect(outcome.rejection.code).toBe('ENCODING_RLP_MALFORMED')
          }
        },
      ),
      { seed: 52, numRuns: 2000 },
    )
  })

  it.each([
    ['nothing', ''],
    ['trailing byte', '8000'],
    ['cut string', '83aabb'],
    ['cut list', 'c3aabb'],
    ['prefix before a small byte', '8101'],
    ['long form of 55 bytes', `b837${'00'.repeat(55)}`],
    ['long list form of 1 byte', 'f80101'],
    ['length with a leading zero', `b90038${'00'.repeat(56)}`],
    ['length of 2^64 - 1', 'bfffffffffffffffff'],
    ['item longer than its list', 'c183aabbcc'],
    ['65 lists in each other', Array.from({ length: 65 }, (_, i) => rlpHead(64 - i)).join('')],
  ])('refuses %s', (_name, hex) => {
    expect(rlpDecode(fromHex(hex))).toMatchObject({ ok: false, rejection: { code: 'ENCODING_RLP_MALFORMED' } })
  })
})

/** Header of a list that holds `depth` more lists, each holding the next. */
function rlpHead(depth: number): string {
  let length = 0
  for (let i = 0; i < depth; i++) length += length < 56 ? 1 : 2
  return length < 56 ? (0xc0 + length).toString(16) : `f8${length.toString(16).padStart(2, '0')}`
}
