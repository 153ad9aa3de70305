import { describe, expect, it } from 'vitest'
import { exitCodeOf, exitCodes } from '../src/index.ts'

/** The published contract (docs/cli.md), code by code. */
const table: readonly (readonly [errorCode: string, exit: number])[] = [
  ['CLI_PORT_INVALID', 2],
  ['CLI_OPTION_INVALID', 2],
  ['CLI_OPTIONS_CONFLICT', 2],
  ['CLI_GENESIS_UNREADABLE', 3],
  ['EMULATOR_PRESET_UNKNOWN', 3],
  ['EMULATOR_MNEMONIC_INVALID', 3],
  ['EMULATOR_PREFIX_INVALID', 3],
  ['EMULATOR_FINALITY_INVALID', 3],
  ['EMULATOR_GENESIS_NO_JSON', 3],
  ['EMULATOR_GENESIS_DIFFERS', 3],
  ['WORLD_GENESIS_INVALID', 3],
  ['WORLD_GENESIS_REFUSED', 3],
  ['EMULATOR_DIRECTORY_UNUSABLE', 4],
  ['LEDGER_LOCKED', 4],
  ['LEDGER_STOPPED', 4],
  ['RPC_PORT_IN_USE', 4],
  ['RPC_PORT_DENIED', 4],
  ['RPC_HOST_UNKNOWN', 4],
  ['RPC_LISTEN_FAILED', 4],
  ['API_UNREACHABLE', 5],
  ['API_ANSWER_INVALID', 5],
  ['WORLD_INVARIANT_BROKEN', 6],
  ['LEDGER_CORRUPT', 8],
  ['LEDGER_LAYOUT_UNKNOWN', 8],
  ['WORLD_STATE_INCOMPLETE', 8],
  ['API_UNEXPECTED', 1],
  ['SOMETHING_ELSE', 1],
]

describe('exit codes', () => {
  it.each(table)('%s ends with %i', (errorCode, exit) => {
    expect(exitCodeOf(errorCode)).toBe(exit)
  })

  it('are the published numbers', () => {
    expect(exitCodes).toEqual({
      ok: 0,
      unexpected: 1,
      usage: 2,
      config: 3,
      environment: 4,
      unreachable: 5,
      assertion: 6,
      state: 8,
      interrupted: 130,
    })
  })
})
