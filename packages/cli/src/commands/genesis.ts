import { genesisFile } from '@pegzone/emulator'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Output } from '../output/output.ts'

export interface GenesisFlags {
  readonly preset?: string | undefined
  readonly mnemonic?: string | undefined
  readonly prefix?: string | undefined
}

/** Prints the genesis of a preset: a file to edit and give to `up --genesis`. */
export async function genesis(flags: GenesisFlags, output: Output): Promise<ExitCode> {
  const text = genesisFile(flags, Date.now())
  output.answer(JSON.parse(text), () => text.trimEnd())
  return exitCodes.ok
}
