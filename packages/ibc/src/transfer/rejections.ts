import type { Catalogue } from '@pegzone/outcome'
import type { AppRejection } from '../app.ts'

type Of<C extends string, F = unknown> = { readonly code: C; readonly abciCode: number } & Readonly<F>

/** What the transfer app refuses. `abciCode` is the code ibc-go registers for the same cause. */
export type TransferRejection =
  | Of<'IBC_TRANSFER_VERSION', { version: string }>
  | Of<'IBC_TRANSFER_ORDER', { ordering: string }>
  | Of<'IBC_TRANSFER_CLOSE_FORBIDDEN'>
  | Of<'IBC_TRANSFER_SEND_DISABLED'>
  | Of<'IBC_TRANSFER_RECEIVE_DISABLED'>
  | Of<'IBC_TRANSFER_DATA_INVALID', { detail: string }>
  | Of<'IBC_TRANSFER_AMOUNT', { amount: string }>
  | Of<'IBC_TRANSFER_DENOM', { denom: string; detail: string }>
  | Of<'IBC_TRANSFER_FIELD_TOO_LONG', { field: 'memo' | 'receiver'; length: number; limit: number }>
  | Of<'IBC_TRANSFER_ESCROW_SHORT', { denom: string; have: bigint; need: bigint }>
  | Of<'IBC_TRANSFER_NOTHING_HELD', { denom: string }>
  | Of<'IBC_TRANSFER_DENOM_REGISTERED', { trace: string; denom: string }>
  /** The host's bank refused; `cause` is its own refusal. */
  | Of<'IBC_TRANSFER_BANK_REFUSED', { cause: AppRejection }>

export const transferCatalogue: Catalogue<TransferRejection> = {
  IBC_TRANSFER_VERSION: ({ version }) => ({
    what: `Transfer channels speak ics20-1, not "${version}".`,
    why: 'It is the only version that current ibc-go supports.',
    fix: 'Open the channel with version ics20-1.',
  }),
  IBC_TRANSFER_ORDER: ({ ordering }) => ({
    what: `A transfer channel cannot be ${ordering}.`,
    why: 'One timed-out transfer would close an ordered channel for everybody.',
    fix: 'Open the channel UNORDERED.',
  }),
  IBC_TRANSFER_CLOSE_FORBIDDEN: () => ({
    what: 'A user cannot close a transfer channel.',
    why: 'Closing would strand everything in escrow.',
    fix: 'Leave the channel open.',
  }),
  IBC_TRANSFER_SEND_DISABLED: () => ({
    what: 'Transfers from this chain are switched off.',
    why: 'The parameter send_enabled is false.',
    fix: 'Wait until it is switched on again.',
  }),
  IBC_TRANSFER_RECEIVE_DISABLED: () => ({
    what: 'Transfers to this chain are switched off.',
    why: 'The parameter receive_enabled is false; the sender is refunded.',
    fix: 'Wait until it is switched on again.',
  }),
  IBC_TRANSFER_DATA_INVALID: ({ detail }) => ({
    what: `The transfer cannot be read: ${detail}.`,
    why: 'Packet data is a JSON object of denom, amount, sender, receiver and an optional memo, and nothing else.',
    fix: 'Send the transfer again with correct data.',
  }),
  IBC_TRANSFER_AMOUNT: ({ amount }) => ({
    what: `"${amount}" is not an amount that can be sent.`,
    why: 'Amounts are whole base units in decimal digits, above 0 and below 2^256.',
    fix: 'Give a positive whole number of base units.',
  }),
  IBC_TRANSFER_DENOM: ({ denom, detail }) => ({
    what: `"${denom}" cannot be sent: ${detail}.`,
    why: 'The path of a denom tells where its tokens are in escrow.',
    fix: 'Use a denom that exists here.',
  }),
  IBC_TRANSFER_FIELD_TOO_LONG: ({ field, length, limit }) => ({
    what: `The ${field} has ${length} bytes; ${limit} are allowed.`,
    why: 'ibc-go refuses longer ones.',
    fix: `Shorten the ${field}.`,
  }),
  IBC_TRANSFER_ESCROW_SHORT: ({ denom, have, need }) => ({
    what: `The channel holds ${have} base units of ${denom} in escrow and ${need} were asked.`,
    why: 'A channel never pays more than was put in escrow for it.',
    fix: 'The sender is refunded; send at most what is in escrow.',
  }),
  IBC_TRANSFER_NOTHING_HELD: ({ denom }) => ({
    what: `No packet of ${denom} is held.`,
    why: 'Only a held packet can be refused later.',
    fix: 'Nothing to do.',
  }),
  IBC_TRANSFER_DENOM_REGISTERED: ({ trace, denom }) => ({
    what: `${trace} or ${denom} already has an entry.`,
    why: 'A second meaning for a denom would let one token pass for another.',
    fix: 'Use the entry that exists.',
  }),
  IBC_TRANSFER_BANK_REFUSED: ({ cause }) => ({
    what: `The tokens could not be moved: ${cause.code}.`,
    why: 'The bank of the chain decides on balances.',
    fix: `See ${cause.code}.`,
  }),
}
