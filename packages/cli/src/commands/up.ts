import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createPegzone, type PegzoneOptions, reasonOf } from '@pegzone/emulator'
import { PegZoneError } from '@pegzone/outcome'
import { cliCatalogue } from '../catalogue.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { banner } from '../output/banner.ts'
import type { Output } from '../output/output.ts'
import { type BlockTime, parseBlockTime, parsePort, parsePositive } from '../parse.ts'

export interface UpFlags {
  readonly preset?: string | undefined
  readonly genesis?: string | undefined
  readonly mnemonic?: string | undefined
  readonly prefix?: string | undefined
  readonly ephemeral?: boolean | undefined
  readonly dataDir: string
  readonly reset?: boolean | undefined
  readonly ethPort: string
  readonly cosmosPort: string
  readonly restPort: string
  readonly adminPort: string
  readonly host: string
  readonly readyFile?: string | undefined
  readonly finality: string
  readonly slotsInEpoch: string
  readonly ethBlockTime: string
  readonly cosmosBlockTime: string
  readonly history?: string | undefined
}

/** Runs until stopped: SIGINT and SIGTERM end it cleanly, a broken invariant or a failed disk end it with their code. */
export async function up(flags: UpFlags, output: Output): Promise<ExitCode> {
  const options = await optionsOf(flags)
  const stop = stopSignals()
  try {
    const zone = await createPegzone({
      ...options,
      onReport: ({ place, error }) => output.warn(`${place}: ${reasonOf(error)}`),
    })
    try {
      if (flags.readyFile !== undefined) await writeWhole(flags.readyFile, `${JSON.stringify(zone.status)}\n`)
      const dataDirectory = flags.ephemeral === true ? undefined : resolve(flags.dataDir)
      output.answer(zone.status, () =>
        banner({
          status: zone.status,
          keys: zone.developers,
          dataDirectory,
          resumed: zone.resumed,
          command: process.argv[1]?.endsWith('start.mjs') === true ? 'npm run pegzone --' : 'pegzone',
        }),
      )
      if (flags.host !== '127.0.0.1' && flags.host !== 'localhost' && flags.host !== '::1') {
        output.warn(`${flags.host} can be reached from other machines, and the keys above are public`)
      }
      return await Promise.race([
        stop.asked.then((code) => code),
        zone.stopped.then((error) => (error === undefined ? exitCodes.ok : output.failure(error))),
      ])
    } finally {
      await zone.close()
      if (flags.readyFile !== undefined) await rm(flags.readyFile, { force: true })
    }
  } finally {
    stop.release()
  }
}

async function optionsOf(flags: UpFlags): Promise<PegzoneOptions> {
  if (flags.ephemeral === true && flags.reset === true) throw conflict('--ephemeral', '--reset')
  if (flags.genesis !== undefined && flags.preset !== undefined) throw conflict('--genesis', '--preset')
  return {
    preset: flags.preset,
    genesis: flags.genesis === undefined ? undefined : { path: flags.genesis, text: await readText(flags.genesis) },
    mnemonic: flags.mnemonic,
    prefix: flags.prefix,
    dataDir: flags.ephemeral === true ? undefined : flags.dataDir,
    reset: flags.reset === true,
    host: flags.host,
    ports: {
      ethereum: parsePort('--eth-port', flags.ethPort),
      cosmos: parsePort('--cosmos-port', flags.cosmosPort),
      rest: parsePort('--rest-port', flags.restPort),
      admin: parsePort('--admin-port', flags.adminPort),
    },
    finality: flags.finality,
    slotsInEpoch: parsePositive('--slots-in-epoch', flags.slotsInEpoch),
    blocks: {
      ethereum: modeOf(parseBlockTime('--eth-block-time', flags.ethBlockTime)),
      cosmos: modeOf(parseBlockTime('--cosmos-block-time', flags.cosmosBlockTime)),
    },
    history: flags.history === undefined ? undefined : parsePositive('--history', flags.history),
  }
}

function modeOf(time: BlockTime): NonNullable<PegzoneOptions['blocks']>['ethereum'] {
  return typeof time === 'number' ? { type: 'interval', ms: time } : { type: time }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause)
    throw new PegZoneError(cliCatalogue, { code: 'CLI_GENESIS_UNREADABLE', path, detail }, { cause })
  }
}

/** Written beside, then renamed: whoever waits for the file never reads half of it. */
async function writeWhole(path: string, text: string): Promise<void> {
  const beside = `${path}.${process.pid}`
  await writeFile(beside, text)
  await rename(beside, path)
}

function conflict(one: string, other: string): PegZoneError {
  return new PegZoneError(cliCatalogue, { code: 'CLI_OPTIONS_CONFLICT', one, other })
}

/** The first signal asks; a second one ends the process at once, as people expect of Ctrl-C twice. */
function stopSignals(): { readonly asked: Promise<ExitCode>; release(): void } {
  let ask: (code: ExitCode) => void = () => {}
  const asked = new Promise<ExitCode>((resolve) => {
    ask = resolve
  })
  const interrupt = (): void => {
    process.once('SIGINT', () => process.exit(exitCodes.interrupted))
    ask(exitCodes.interrupted)
  }
  const terminate = (): void => ask(exitCodes.ok)
  process.once('SIGINT', interrupt)
  process.once('SIGTERM', terminate)
  return {
    asked,
    release() {
      process.off('SIGINT', interrupt)
      process.off('SIGTERM', terminate)
    },
  }
}
