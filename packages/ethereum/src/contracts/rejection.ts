import type { EthAddress } from '@pegzone/encoding'
import type { Catalogue } from '@pegzone/outcome'

/** Why a genesis of the contracts cannot be used. */
export type GenesisRejection =
  /** `path` is the place in the JSON, e.g. `DAI.balances.0x12…`. */
  | {
      readonly code: 'ETHEREUM_GENESIS_FIELD_INVALID'
      readonly path: string
      readonly expected: string
      readonly found: string
    }
  /** The parts are sound, but do not agree with each other. */
  | { readonly code: 'ETHEREUM_GENESIS_INCONSISTENT'; readonly law: string; readonly detail: string }

/** Why the bridge does not pay a packet; the sender gets the error acknowledgement and a refund. */
export type BridgeRejection =
  | { readonly code: 'ETHEREUM_BRIDGE_RECEIVER_INVALID'; readonly receiver: string }
  | { readonly code: 'ETHEREUM_BRIDGE_RECEIVER_BLOCKED'; readonly receiver: EthAddress }
  | { readonly code: 'ETHEREUM_BRIDGE_DENOM_UNKNOWN'; readonly denom: string }
  | {
      readonly code: 'ETHEREUM_BRIDGE_ESCROW_SHORT'
      readonly denom: string
      readonly have: bigint
      readonly need: bigint
    }

export type ContractsRejection = GenesisRejection | BridgeRejection

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
  ETHEREUM_BRIDGE_RECEIVER_INVALID: ({ receiver }) => ({
    what: `"${receiver}" is no Ethereum address.`,
    why: 'A packet names its receiver on the destination chain: 0x and 40 hex digits, in one case or with a right checksum.',
    fix: 'The sender is refunded; send again to a correct address.',
  }),
  ETHEREUM_BRIDGE_RECEIVER_BLOCKED: ({ receiver }) => ({
    what: `${receiver} cannot receive over the bridge.`,
    why: 'The zero address and the built-in contracts could never give the tokens back.',
    fix: 'The sender is refunded; send again to an account.',
  }),
  ETHEREUM_BRIDGE_DENOM_UNKNOWN: ({ denom }) => ({
    what: `The bridge carries no lane for "${denom}".`,
    why: 'It pays dai, ixo and ixos out of escrow and mints nothing.',
    fix: 'The sender is refunded; send one of the three mirrored tokens.',
  }),
  ETHEREUM_BRIDGE_ESCROW_SHORT: ({ denom, have, need }) => ({
    what: `The bridge has ${have} base units of ${denom} in escrow for this channel and ${need} were asked.`,
    why: 'The lane is strict: what was minted on the other side without escrow cannot all be redeemed.',
    fix: 'The sender is refunded; send at most what is in escrow.',
  }),
}
