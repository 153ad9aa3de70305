import type { Catalogue } from '@pegzone/outcome'

export type EmulatorRejection =
  | { readonly code: 'EMULATOR_PRESET_UNKNOWN'; readonly given: string; readonly known: readonly string[] }
  | { readonly code: 'EMULATOR_MNEMONIC_INVALID' }
  | { readonly code: 'EMULATOR_PREFIX_INVALID'; readonly given: string }
  | { readonly code: 'EMULATOR_FINALITY_INVALID'; readonly given: string }
  | {
      readonly code: 'EMULATOR_HISTORY_SHORT'
      readonly given: number
      readonly least: number
      readonly finality: string
    }
  | { readonly code: 'EMULATOR_GENESIS_NO_JSON'; readonly path: string; readonly detail: string }
  | {
      readonly code: 'EMULATOR_GENESIS_DIFFERS'
      readonly directory: string
      readonly what: string
      readonly kept: string
      readonly asked: string
    }
  | { readonly code: 'EMULATOR_DIRECTORY_UNUSABLE'; readonly directory: string; readonly detail: string }

export const emulatorCatalogue: Catalogue<EmulatorRejection> = {
  EMULATOR_PRESET_UNKNOWN: ({ given, known }) => ({
    what: `There is no preset "${given}".`,
    why: `A preset is one of ${known.join(', ')}.`,
    fix: 'Name one of these, or give a genesis file by --genesis.',
  }),
  EMULATOR_MNEMONIC_INVALID: () => ({
    what: 'The mnemonic is not valid.',
    why: 'It must be 12, 15, 18, 21 or 24 English BIP-39 words whose checksum is right.',
    fix: 'Check the words, or leave --mnemonic out for the public development accounts.',
  }),
  EMULATOR_PREFIX_INVALID: ({ given }) => ({
    what: `The prefix "${given}" cannot start a bech32 address.`,
    why: 'A prefix has 1 to 20 lower-case letters and digits, and starts with a letter.',
    fix: 'Choose another prefix, or leave --prefix out for "ixo".',
  }),
  EMULATOR_FINALITY_INVALID: ({ given }) => ({
    what: `There is no finality policy "${given}".`,
    why: 'Attestors sign when a block is final, so they must know what that means.',
    fix: 'Use instant, confirmations:K (for instance confirmations:12), safe or finalized.',
  }),
  EMULATOR_HISTORY_SHORT: ({ given, least, finality }) => ({
    what: `A history of ${given} blocks is too short for ${finality} finality.`,
    why: 'Relayer and attestors read the newest final block, and the blocks made while they do.',
    fix: `Keep at least ${least} blocks, or leave --history out for 10000.`,
  }),
  EMULATOR_GENESIS_NO_JSON: ({ path, detail }) => ({
    what: `The genesis file ${path} is not JSON: ${detail}.`,
    why: 'A genesis file is one JSON object.',
    fix: 'Correct the file.',
  }),
  EMULATOR_GENESIS_DIFFERS: ({ directory, what, kept, asked }) => ({
    what: `${directory} holds a world whose ${what} is ${kept}; ${asked} was asked for.`,
    why: 'A kept world goes on from where it was; its genesis cannot be changed.',
    fix: `Leave the option out to go on with the kept world, name another --data-dir, or delete it by --reset.`,
  }),
  EMULATOR_DIRECTORY_UNUSABLE: ({ directory, detail }) => ({
    what: `The data directory ${directory} cannot be used: ${detail}.`,
    why: 'State is written there before anything is announced.',
    fix: 'Check the path and its permissions, or run with --ephemeral.',
  }),
}
