export { createPegzone, type DeveloperKeys, type Pegzone, type PegzoneOptions } from '@pegzone/emulator'
export { cliCatalogue } from './catalogue.ts'
export { type ExitCode, exitCodeOf, exitCodes } from './exit-codes.ts'
export { run } from './program.ts'
