import { DEV_MNEMONIC, validateMnemonic } from '@pegzone/encoding'
import { PegZoneError } from '@pegzone/outcome'
import {
  deriveAccounts,
  isPresetName,
  parseWorldGenesis,
  presetGenesis,
  presetNames,
  type WorldGenesis,
} from '@pegzone/world'
import { type EmulatorRejection, emulatorCatalogue } from './catalogue.ts'
import { defaults, type PegzoneOptions } from './options.ts'

/** What the user asked of a new world; undefined: no wish. */
type Wishes = Pick<PegzoneOptions, 'preset' | 'genesis' | 'mnemonic' | 'prefix'>

/** The genesis that a new world starts from. `nowMs` is its time unless a file says otherwise. */
export function chooseGenesis(wishes: Wishes, nowMs: number): WorldGenesis {
  const { genesis, mnemonic = DEV_MNEMONIC, prefix = defaults.prefix, preset = defaults.preset } = wishes
  if (genesis !== undefined) return readGenesis(genesis)
  if (!validateMnemonic(mnemonic)) throw refused({ code: 'EMULATOR_MNEMONIC_INVALID' })
  if (!/^[a-z][a-z0-9]{0,19}$/.test(prefix)) throw refused({ code: 'EMULATOR_PREFIX_INVALID', given: prefix })
  if (!isPresetName(preset)) throw refused({ code: 'EMULATOR_PRESET_UNKNOWN', given: preset, known: presetNames })
  return presetGenesis({
    name: preset,
    mnemonic,
    prefix,
    accounts: deriveAccounts(mnemonic, prefix),
    timeNs: BigInt(Math.floor(nowMs / 1000)) * 1_000_000_000n,
    ethereumChainId: defaults.ethereumChainId,
    cosmosChainId: defaults.cosmosChainId,
  })
}

/** The genesis of a preset as a file that `--genesis` takes: to copy and edit. Throws as `chooseGenesis` does. */
export function genesisFile(wishes: Wishes, nowMs: number): string {
  return `${JSON.stringify(chooseGenesis(wishes, nowMs), null, 2)}\n`
}

/** A kept world goes on as it is: what was asked for must not contradict it. */
export function checkKept(kept: WorldGenesis, wishes: Wishes, directory: string): void {
  const asked: readonly (readonly [what: string, kept: string, asked: string | undefined])[] = [
    ['preset', kept.name, wishes.preset],
    ['mnemonic', kept.mnemonic, wishes.mnemonic],
    ['prefix', kept.cosmos.prefix, wishes.prefix],
    ['genesis', canonical(kept), wishes.genesis && canonical(readGenesis(wishes.genesis))],
  ]
  for (const [what, have, want] of asked) {
    if (want === undefined || want === have) continue
    const shown =
      what === 'genesis' ? { kept: 'another one', asked: wishes.genesis?.path ?? '' } : { kept: have, asked: want }
    throw refused({ code: 'EMULATOR_GENESIS_DIFFERS', directory, what, ...shown })
  }
}

function readGenesis({ path, text }: { readonly path: string; readonly text: string }): WorldGenesis {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause)
    throw new PegZoneError(emulatorCatalogue, { code: 'EMULATOR_GENESIS_NO_JSON', path, detail }, { cause })
  }
  return parseWorldGenesis(value)
}

function canonical(genesis: WorldGenesis): string {
  return JSON.stringify(genesis)
}

function refused(rejection: EmulatorRejection): PegZoneError {
  return new PegZoneError(emulatorCatalogue, rejection)
}
