import { utf8ToBytes } from '@pegzone/encoding'
import { createMapDatabase } from '@pegzone/ledger'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Journal, type SoloEntry } from '../src/index.ts'
import { decodeSoloEntry, encodeSoloEntry } from '../src/journal-entry.ts'

const client = '06-solomachine-0'

function entry(sequence: bigint, kind: SoloEntry['kind'] = 'packet'): SoloEntry {
  return {
    kind,
    sequence,
    timestampNs: sequence * 1_000n,
    path: kind === 'packet' ? `commitments/${sequence}` : '',
    value: kind === 'packet' ? utf8ToBytes(`value ${sequence}`) : new Uint8Array(0),
    signed: utf8ToBytes(`signed ${sequence}`),
  }
}

function open(keep?: bigint) {
  const keyspace = createMapDatabase().keyspace('journal')
  const keys = async () => {
    const found: string[] = []
    for await (const [key] of keyspace.range()) found.push(key)
    return found
  }
  return { keyspace, keys, journal: new Journal(keyspace, keep) }
}

describe('Journal', () => {
  it('gives back what was written, in order of sequence, from a sequence on, per client', async () => {
    const { journal } = open()
    // 9 and 10, 255 and 256: the order is of numbers, not of digits.
    const written = [9n, 10n, 11n, 255n, 256n].map((sequence) => entry(sequence))
    await journal.writeSolo(client, written)
    await journal.writeSolo('06-solomachine-1', [entry(10n, 'header')])
    await journal.writeSolo('06-solomachine-00', [entry(10n, 'header')])
    expect(await journal.soloFrom(client, 1n)).toEqual(written)
    expect(await journal.soloFrom(client, 10n)).toEqual(written.slice(1))
    expect(await journal.soloFrom(client, 257n)).toEqual([])
    expect(await journal.soloFrom('06-solomachine-1', 1n)).toEqual([entry(10n, 'header')])
  })

  it('holds one entry per sequence: a burnt statement takes the place of the one it burns', async () => {
    const { journal } = open()
    await journal.writeSolo(client, [entry(1n), entry(2n)])
    await journal.writeSolo(client, [entry(1n, 'burnt')])
    expect(await journal.soloFrom(client, 1n)).toEqual([entry(1n, 'burnt'), entry(2n)])
  })

  it('writes nothing for no entries', async () => {
    const { journal, keys } = open()
    await journal.writeSolo(client, [])
    expect(await keys()).toEqual([])
  })

  it('prunes what is further below than it keeps, of this client only', async () => {
    const { journal, keys } = open(3n)
    await journal.writeSolo('06-solomachine-1', [entry(1n)])
    for (let sequence = 1n; sequence <= 8n; sequence++) await journal.writeSolo(client, [entry(sequence)])
    expect((await journal.soloFrom(client, 0n)).map(({ sequence }) => sequence)).toEqual([5n, 6n, 7n, 8n])
    expect(await journal.soloFrom('06-solomachine-1', 0n)).toHaveLength(1)
    expect(await keys()).toHaveLength(5)
  })

  it('prunes attestations by height', async () => {
    const { journal, keys } = open(2n)
    for (let height = 1n; height <= 5n; height++) {
      await journal.writeAttestation('attestation-0', height, utf8ToBytes(`a${height}`))
      await journal.writeAttestation('attestation-0', height, utf8ToBytes(`b${height}`))
    }
    const heights = (await keys()).map((key) => Number.parseInt(key.split('/')[2] as string, 16))
    expect(heights).toEqual([3, 3, 4, 4, 5, 5])
  })

  it.each([
    ['not JSON', 'packet'],
    ['not UTF-8', new Uint8Array([0xff, 0xfe])],
    ['not a list', '{"kind":"packet"}'],
    ['a field short', '["packet","1","1","p",""]'],
    ['a field too many', '["packet","1","1","p","","00",""]'],
    ['a number in it', '["packet",1,"1","p","","00"]'],
    ['an unknown kind', '["vote","1","1","p","","00"]'],
    ['a broken sequence', '["packet","","1","p","","00"]'],
    ['a negative time', '["packet","1","-1","p","","00"]'],
    ['half a byte', '["packet","1","1","p","0","00"]'],
    ['no hex', '["packet","1","1","p","","zz"]'],
    ['no signature', '["packet","1","1","p","",""]'],
    ['another sequence than its key says', '["packet","2","1","p","","00"]'],
  ])('throws on an entry that is damaged: %s', async (_, stored) => {
    const { journal, keyspace } = open()
    const bytes = typeof stored === 'string' ? utf8ToBytes(stored) : stored
    await keyspace.write([keyspace.put(`solo/${client}/${'1'.padStart(16, '0')}`, bytes)])
    await expect(journal.soloFrom(client, 1n)).rejects.toThrow('attestor journal')
  })

  it('round-trips any entry', () => {
    const bytes = fc.uint8Array({ maxLength: 80 })
    const u64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
    const entries = fc.record({
      kind: fc.constantFrom('packet' as const, 'header' as const, 'burnt' as const),
      sequence: u64,
      timestampNs: u64,
      path: fc.string(),
      value: bytes,
      signed: fc.uint8Array({ minLength: 1, maxLength: 80 }),
    })
    fc.assert(
      fc.property(entries, (each) => {
        expect(decodeSoloEntry(encodeSoloEntry(each))).toEqual(each)
      }),
      { seed: 502, numRuns: 200 },
    )
  })

  it('lets those who sign for one client take turns, and goes on after one failed', async () => {
    const { journal } = open()
    const log: string[] = []
    const work =
      (name: string, fails = false) =>
      async () => {
        log.push(`${name} begins`)
        await journal.soloFrom(client, 1n)
        log.push(`${name} ends`)
        if (fails) throw new Error(name)
        return name
      }
    const turns = await Promise.allSettled([
      journal.inTurn(client, work('a', true)),
      journal.inTurn(client, work('b')),
      journal.inTurn('06-solomachine-1', work('other')),
    ])
    expect(turns.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
    const ofClient = log.filter((line) => !line.startsWith('other'))
    expect(ofClient).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
  })
})
