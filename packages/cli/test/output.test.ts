import { loadSchemas } from '@pegzone/api'
import { ledgerCatalogue } from '@pegzone/ledger'
import { PegZoneError } from '@pegzone/outcome'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createOutput } from '../src/output/output.ts'
import { table, tokens } from '../src/output/table.ts'
import { parseBlockTime, parsePort, parsePositive } from '../src/parse.ts'

function caught(json: boolean) {
  const written = { stdout: '', stderr: '' }
  const stream = (name: 'stdout' | 'stderr') => ({
    write(text: string) {
      written[name] += text
    },
  })
  return { written, output: createOutput(json, '1.2.3', { stdout: stream('stdout'), stderr: stream('stderr') }) }
}

const locked = new PegZoneError(ledgerCatalogue, { code: 'LEDGER_LOCKED', directory: '/d', pid: 7 })

describe('an answer', () => {
  it('is text on stdout, or one envelope', () => {
    const human = caught(false)
    human.output.answer({ a: 1 }, () => 'one')
    expect(human.written).toEqual({ stdout: 'one\n', stderr: '' })
    const json = caught(true)
    json.output.answer({ a: 1 }, () => 'one')
    expect(json.written).toEqual({ stdout: '{"ok":true,"data":{"a":1},"meta":{"version":"1.2.3"}}\n', stderr: '' })
  })
})

describe('a warning', () => {
  it.each([true, false])('goes to stderr, with --json too, and once while it stays the same', (json) => {
    const { written, output } = caught(json)
    for (const text of ['one', 'one', 'two', 'one']) output.warn(text)
    expect(written).toEqual({ stdout: '', stderr: 'warning: one\nwarning: two\nwarning: one\n' })
  })
})

describe('a failure', () => {
  it('is four lines on stderr with code, what, why, fix, docs', () => {
    const { written, output } = caught(false)
    expect(output.failure(locked)).toBe(4)
    expect(written).toEqual({
      stdout: '',
      stderr:
        '✖ LEDGER_LOCKED  /d is in use by process 7.\n' +
        '  why   One process at a time may write a data directory, or blocks would be lost.\n' +
        '  fix   Stop that process, or choose another data directory.\n' +
        '  docs  docs/errors.md#ledger_locked\n',
    })
  })

  it('is an envelope of the published shape with --json, with the fields of the refusal', async () => {
    const { envelopeSchema, statusSchema } = await loadSchemas()
    const { written, output } = caught(true)
    expect(output.failure(locked)).toBe(4)
    const envelope: unknown = JSON.parse(written.stdout)
    expect(envelopeSchema(statusSchema).parse(envelope)).toEqual(envelope)
    expect(envelope).toMatchObject({
      ok: false,
      error: { code: 'LEDGER_LOCKED', details: { directory: '/d', pid: 7 } },
    })
  })

  it('that nobody foresaw says it is a bug and ends with 1', () => {
    const { written, output } = caught(false)
    expect(output.failure(new TypeError('x is not a function'))).toBe(1)
    expect(written.stderr).toMatch(/✖ API_UNEXPECTED {2}x is not a function\n {2}why {3}This is a bug/)
  })
})

describe('tables', () => {
  it('align columns and leave no space behind', () => {
    expect(
      table(
        ['a', 'bcd'],
        [
          ['long', 'x'],
          ['', 'yy'],
        ],
      ),
    ).toBe('a     bcd\nlong  x\n      yy')
  })

  it('write base units as tokens and lose none', () => {
    expect(['0', '1', '1000000000000000000', '1500000000000000000'].map(tokens)).toEqual([
      '0',
      '0.000000000000000001',
      '1',
      '1.5',
    ])
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 40n), (units) => {
        const [whole = '', fraction = ''] = tokens(String(units)).split('.')
        expect(BigInt(whole) * 10n ** 18n + BigInt(fraction.padEnd(18, '0'))).toBe(units)
      }),
      { seed: 7 },
    )
  })
})

describe('numbers on the command line', () => {
  it('ports run from 0 to 65535', () => {
    expect([parsePort('--p', '0'), parsePort('--p', '65535')]).toEqual([0, 65_535])
    for (const wrong of ['65536', '-1', '', '1.5', 'abc', ' 80', '0x50', '1e3']) {
      expect(() => parsePort('--p', wrong), wrong).toThrow(expect.objectContaining({ code: 'CLI_PORT_INVALID' }))
    }
  })

  it('counts start at 1', () => {
    expect(parsePositive('--n', '1')).toBe(1)
    for (const wrong of ['0', '-1', '', '1.5', 'x', '10000000000']) {
      expect(() => parsePositive('--n', wrong), wrong).toThrow(expect.objectContaining({ code: 'CLI_OPTION_INVALID' }))
    }
  })

  it('block times are auto or seconds from 0.01 on', () => {
    expect(['auto', '0.01', '1', '12.345'].map((text) => parseBlockTime('--t', text))).toEqual([
      'auto',
      10,
      1000,
      12_345,
    ])
    for (const wrong of ['0', '0.001', '-1', '', 'Auto', '1s', '1.2345', 'NaN', 'Infinity']) {
      expect(() => parseBlockTime('--t', wrong), wrong).toThrow(expect.objectContaining({ code: 'CLI_OPTION_INVALID' }))
    }
  })
})
