import type { Catalogue } from '@pegzone/outcome'

/** Why a genesis of the contracts cannot be used. */
export type ContractsRejection =
  /** `path` is the place in the JSON, e.g. `DAI.balances.0x12…`. */
  | {
      readonly code: 'ETHEREUM_GENESIS_FIELD_INVALID'
      readonly path: string
      readonly expected: string
      readonly found: string
    }
  /** The parts are sound, but do not agree with each other. */
  | { readonly code: 'ETHEREUM_GENESIS_INCONSISTENT'; readonly law: string; readonly detail: string }

export const contractsCatalogue: Catalogue<ContractsRejection> = {
  ETHEREUM_GENESIS_FIELD_INVALID: ({ path, expected, found }) => ({
    what: `The genesis of the contracts has ${found} at ${path}, where ${expected} belongs.`,
    why: 'A ledger starts from a state that is whole; nothing is guessed.',
    fix: `Correct ${path}. Amounts are base units as a string of digits, addresses 0x and 40 hex digits.`,
  }),
  ETHEREUM_GENESIS_INCONSISTENT: ({ law, detail }) => ({
    what: `The genesis of the contracts breaks a law (${law}): ${detail}.`,
    why: 'The contracts keep their own counters, and what they count must be there.',
    fix: 'Change the balances or the counters so that they agree.',
  }),
}
