import { type AdminEvent, loadSchemas, packetId, parsePacketId, succeed } from '@pegzone/api'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { books, heads, packet, snapshot, status } from './sample.ts'

let schemas: Awaited<ReturnType<typeof loadSchemas>>
beforeAll(async () => {
  schemas = await loadSchemas()
})

describe('published shapes', () => {
  it('accepts what the types describe', () => {
    expect(schemas.statusSchema.parse(status)).toEqual(status)
    expect(schemas.packetSchema.parse(packet)).toEqual(packet)
    expect(schemas.booksSchema.parse(books)).toEqual(books)
    expect(schemas.headsSchema.parse(heads)).toEqual(heads)
    const events: AdminEvent[] = [
      { run: 'r', seq: 0, type: 'snapshot', data: snapshot },
      { run: 'r', seq: 1, type: 'packet', data: packet },
      { run: 'r', seq: 2, type: 'notice', data: { level: 'warn', code: 'WORLD_SLOW', text: 'slow' } },
    ]
    for (const event of events) expect(schemas.eventSchema.parse(event)).toEqual(event)
    const envelope = schemas.envelopeSchema(schemas.statusSchema)
    expect(envelope.safeParse(succeed(status, { version: '0.1.0' })).success).toBe(true)
  })

  it('keeps fields of later versions and refuses missing ones', () => {
    expect(schemas.statusSchema.parse({ ...status, later: 1 })).toHaveProperty('later', 1)
    const { mnemonic: _, ...without } = status
    expect(schemas.statusSchema.safeParse(without).success).toBe(false)
    expect(schemas.packetSchema.safeParse({ ...packet, amount: 5 }).success).toBe(false)
    expect(schemas.packetSchema.safeParse({ ...packet, state: 'lost' }).success).toBe(false)
  })

  it('names the fields of status as issue 2 publishes them', () => {
    const { status: schema } = schemas.jsonSchemas() as {
      status: { properties: Record<string, object>; required: string[] }
    }
    expect(Object.keys(schema.properties)).toEqual([
      'schemaVersion',
      'pid',
      'preset',
      'crypto',
      'ethereum',
      'cosmos',
      'admin',
      'mnemonic',
      'accounts',
    ])
    expect(schema.required).toEqual(Object.keys(schema.properties))
  })
})

describe('packet ids', () => {
  it('round-trips', () => {
    const id = fc.record({
      source: fc.constantFrom('ethereum' as const, 'cosmos' as const),
      channel: fc.nat({ max: 9_999 }).map((n) => `channel-${n}` as const),
      sequence: fc.integer({ min: 1, max: 1e9 }),
    })
    fc.assert(
      fc.property(id, (parts) => {
        expect(parsePacketId(packetId(parts.source, parts.channel, parts.sequence))).toEqual(parts)
      }),
      { seed: 7, numRuns: 100 },
    )
  })

  it.each(['', 'ethereum', 'ethereum/channel-0/0', 'bitcoin/channel-0/1', 'cosmos/channel-0/1/2', 'cosmos/chan-0/1'])(
    'refuses %j',
    (text) => {
      expect(parsePacketId(text)).toBeUndefined()
    },
  )
})
