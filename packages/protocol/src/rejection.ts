/** What a limit or a minimum is about: the words of the text. */
export type Quantity = 'IXO' | 'DAI' | 'vouchers' | 'output' | 'input' | 'reserve' | 'supply'

/** Every refusal of this package. Amounts are base units; times are seconds of the block that judges. */
export type ProtocolRejection =
  | { readonly code: 'PROTOCOL_ZERO_AMOUNT' }
  | { readonly code: 'PROTOCOL_ZERO_OUTPUT'; readonly given: bigint }
  | { readonly code: 'PROTOCOL_BELOW_MINIMUM'; readonly what: Quantity; readonly have: bigint; readonly need: bigint }
  | { readonly code: 'PROTOCOL_ABOVE_MAXIMUM'; readonly have: bigint; readonly most: bigint }
  | { readonly code: 'PROTOCOL_DEADLINE_PASSED'; readonly now: bigint; readonly deadline: bigint }
  | { readonly code: 'PROTOCOL_AMOUNT_TOO_LARGE'; readonly what: Quantity; readonly units: bigint }
  | { readonly code: 'PROTOCOL_KAPPA_INVALID'; readonly kappa: string }
  | { readonly code: 'PROTOCOL_CURVE_INVALID'; readonly reason: string }
  | { readonly code: 'PROTOCOL_POOL_INVALID'; readonly reason: string }
  | { readonly code: 'PROTOCOL_EXCEEDS_SUPPLY'; readonly supply: bigint; readonly burned: bigint }
  | { readonly code: 'PROTOCOL_ANCHOR_TOO_SMALL'; readonly supply: bigint }
  | { readonly code: 'PROTOCOL_CURVE_ABSENT' }
  | { readonly code: 'PROTOCOL_POOL_EMPTY' }
  | { readonly code: 'PROTOCOL_FIRST_DEPOSIT_TOO_SMALL'; readonly x: bigint; readonly y: bigint }
  | { readonly code: 'PROTOCOL_VOUCHERS_STRANDED'; readonly left: bigint }
  | { readonly code: 'PROTOCOL_EXCEEDS_VOUCHERS'; readonly vouchers: bigint; readonly asked: bigint }
  | { readonly code: 'PROTOCOL_EXCEEDS_RESERVE'; readonly reserve: bigint; readonly asked: bigint }
  | { readonly code: 'PROTOCOL_QUOTE_LIVE'; readonly block: bigint }
  | { readonly code: 'PROTOCOL_QUOTE_STALE'; readonly ageBlocks: bigint; readonly validBlocks: bigint }
  | {
      readonly code: 'PROTOCOL_QUOTE_OUTSIDE_SANITY'
      readonly rate: bigint
      readonly low: bigint
      readonly high: bigint
    }
  | {
      readonly code: 'PROTOCOL_IMBALANCE_EXCEEDED'
      readonly scope: 'block' | 'total'
      readonly imbalance: bigint
      readonly cap: bigint
    }
