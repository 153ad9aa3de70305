import type { Catalogue } from '@pegzone/outcome'

/** Bytes that are no canonical RLP. `offset` counts from the first byte. */
export interface RlpRejection {
  readonly code: 'ENCODING_RLP_MALFORMED'
  readonly offset: number
  readonly detail: string
}

/** Why raw bytes are no Ethereum transaction that we execute. */
export type DecodeRejection =
  | { readonly code: 'ENCODING_TX_TYPE_UNSUPPORTED'; readonly type: number }
  | { readonly code: 'ENCODING_TX_MALFORMED'; readonly detail: string }
  | { readonly code: 'ENCODING_TX_SIGNATURE_INVALID'; readonly detail: string }

/** Bytes that are not the strict ABI encoding of the named types. */
export interface AbiRejection {
  readonly code: 'ENCODING_ABI_MALFORMED'
  readonly signature: string
  readonly detail: string
}

/** Bytes that are no protobuf message of the named type, or a type nobody registered. */
export type ProtobufRejection =
  | { readonly code: 'ENCODING_PROTOBUF_MALFORMED'; readonly type: string; readonly detail: string }
  | { readonly code: 'ENCODING_TYPE_URL_UNKNOWN'; readonly typeUrl: string }

/** Messages without an amino form cannot be signed in LEGACY_AMINO_JSON. */
export interface AminoRejection {
  readonly code: 'ENCODING_AMINO_UNSUPPORTED'
  readonly typeUrl: string
}

export type EncodingRejection = RlpRejection | DecodeRejection | AbiRejection | ProtobufRejection | AminoRejection

export const encodingCatalogue: Catalogue<EncodingRejection> = {
  ENCODING_RLP_MALFORMED: ({ offset, detail }) => ({
    what: `The bytes are not canonical RLP: ${detail} at byte ${offset}.`,
    why: 'RLP has one encoding for each value, and hashes depend on it.',
    fix: 'Encode lengths and numbers in the shortest form, without leading zeros or trailing bytes.',
  }),
  ENCODING_TX_TYPE_UNSUPPORTED: ({ type }) => ({
    what: `Transaction type ${type} is not supported.`,
    why: 'The ledger executes legacy (0), access-list (1) and fee-market (2) transactions; blobs and set-code need an EVM.',
    fix: 'Send a type 0, 1 or 2 transaction, or use a devnet with a real EVM.',
  }),
  ENCODING_TX_MALFORMED: ({ detail }) => ({
    what: `The raw transaction cannot be decoded: ${detail}.`,
    why: 'A signed transaction is a strict RLP list with a fixed number of fields.',
    fix: 'Send the signed bytes as the wallet produced them.',
  }),
  ENCODING_TX_SIGNATURE_INVALID: ({ detail }) => ({
    what: `The transaction signature is invalid: ${detail}.`,
    why: 'The sender is recovered from the signature, and only the form with low s is accepted (EIP-2).',
    fix: 'Sign again with a wallet that produces canonical secp256k1 signatures.',
  }),
  ENCODING_ABI_MALFORMED: ({ signature, detail }) => ({
    what: `The data does not fit ${signature}: ${detail}.`,
    why: 'Arguments are decoded strictly: exact offsets, zero padding, values in range.',
    fix: 'Encode the call with the published ABI of the contract.',
  }),
  ENCODING_PROTOBUF_MALFORMED: ({ type, detail }) => ({
    what: `The bytes are no ${type}: ${detail}.`,
    why: 'Transactions and messages of the Cosmos side are protobuf.',
    fix: 'Encode the message with the published protobuf definition.',
  }),
  ENCODING_TYPE_URL_UNKNOWN: ({ typeUrl }) => ({
    what: `No message type is registered for ${typeUrl}.`,
    why: 'An Any can only be opened when its type is known.',
    fix: 'Check the type URL; it starts with a slash and names the full protobuf message.',
  }),
  ENCODING_AMINO_UNSUPPORTED: ({ typeUrl }) => ({
    what: `${typeUrl} has no amino JSON form.`,
    why: 'The legacy sign mode covers the messages that hardware wallets know.',
    fix: 'Sign in DIRECT mode.',
  }),
}
