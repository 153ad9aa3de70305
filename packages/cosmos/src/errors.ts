import type { Catalogue, Outcome } from '@pegzone/outcome'
import { refuse } from '@pegzone/outcome'

/** ABCI codes of codespace `sdk` (cosmos-sdk types/errors) with the text that ends their log. */
export const sdkErrors = {
  COSMOS_TX_DECODE: [2, 'tx parse error'],
  COSMOS_UNAUTHORIZED: [4, 'unauthorized'],
  COSMOS_INSUFFICIENT_FUNDS: [5, 'insufficient funds'],
  COSMOS_UNKNOWN_REQUEST: [6, 'unknown request'],
  COSMOS_INVALID_ADDRESS: [7, 'invalid address'],
  COSMOS_INVALID_PUB_KEY: [8, 'invalid pubkey'],
  COSMOS_UNKNOWN_ADDRESS: [9, 'unknown address'],
  COSMOS_INVALID_COINS: [10, 'invalid coins'],
  COSMOS_OUT_OF_GAS: [11, 'out of gas'],
  COSMOS_MEMO_TOO_LARGE: [12, 'memo too large'],
  COSMOS_INSUFFICIENT_FEE: [13, 'insufficient fee'],
  COSMOS_TOO_MANY_SIGNATURES: [14, 'maximum number of signatures exceeded'],
  COSMOS_NO_SIGNATURES: [15, 'no signatures supplied'],
  COSMOS_INVALID_REQUEST: [18, 'invalid request'],
  COSMOS_TX_IN_CACHE: [19, 'tx already in mempool'],
  COSMOS_MEMPOOL_FULL: [20, 'mempool is full'],
  COSMOS_TX_TOO_LARGE: [21, 'tx too large'],
  COSMOS_KEY_NOT_FOUND: [22, 'key not found'],
  COSMOS_INVALID_HEIGHT: [26, 'invalid height'],
  COSMOS_INVALID_TYPE: [29, 'invalid type'],
  COSMOS_TX_TIMEOUT_HEIGHT: [30, 'tx timeout height'],
  COSMOS_UNKNOWN_EXTENSION: [31, 'unknown extension options'],
  COSMOS_WRONG_SEQUENCE: [32, 'incorrect account sequence'],
  COSMOS_NOT_SUPPORTED: [37, 'feature not supported'],
  COSMOS_NOT_FOUND: [38, 'not found'],
  COSMOS_INVALID_GAS_LIMIT: [41, 'invalid gas limit'],
} as const satisfies Record<string, readonly [code: number, text: string]>

type SdkCode = keyof typeof sdkErrors

/** A refusal with the SDK's code: `detail` is what stands before the registered text in the log. */
export type SdkRejection = {
  readonly [C in SdkCode]: { readonly code: C; readonly detail: string }
}[SdkCode]

/** A refusal of another module (ibc, transfer, client …) in that module's own codespace. `log` is the whole text. */
export interface ModuleRejection {
  readonly code: 'COSMOS_MODULE_REFUSED'
  readonly codespace: string
  readonly abci: number
  readonly log: string
}

/** Genesis refusals name the field by path, the value found and what is allowed. */
export interface GenesisRejection {
  readonly code: 'COSMOS_GENESIS_INVALID'
  readonly field: string
  readonly value: string
  readonly allowed: string
}

export interface GenesisExistsRejection {
  readonly code: 'COSMOS_GENESIS_EXISTS'
  readonly height: number
}

/** The ledger on disk is another chain than the one asked for. */
export interface ChainMismatchRejection {
  readonly code: 'COSMOS_CHAIN_MISMATCH'
  readonly have: string
  readonly want: string
}

export interface OptionRejection {
  readonly code: 'COSMOS_OPTION_INVALID'
  readonly option: string
  readonly value: string
  readonly allowed: string
}

export type CosmosRejection =
  | ChainMismatchRejection
  | OptionRejection
  | SdkRejection
  | ModuleRejection
  | GenesisRejection
  | GenesisExistsRejection

/** What a transaction, a message or a query may be refused with. */
export type TxRejection = SdkRejection | ModuleRejection

export function sdkRefuse<C extends SdkCode>(code: C, detail: string): Outcome<never, SdkRejection> {
  return refuse({ code, detail } as SdkRejection)
}

export function isSdkRejection(rejection: { readonly code: string }): rejection is SdkRejection {
  return Object.hasOwn(sdkErrors, rejection.code)
}

export interface AbciError {
  readonly code: number
  readonly codespace: string
  readonly log: string
}

/** Code, codespace and log of a refusal, as errorsmod.ABCIInfo gives them. */
export function abciError(rejection: TxRejection): AbciError {
  if (rejection.code === 'COSMOS_MODULE_REFUSED') {
    return { code: rejection.abci, codespace: rejection.codespace, log: rejection.log }
  }
  const [code, text] = sdkErrors[rejection.code]
  return { code, codespace: 'sdk', log: rejection.detail === '' ? text : `${rejection.detail}: ${text}` }
}

/** The same refusal with `context` put before its text, as errorsmod.Wrap does. */
export function wrapRejection(rejection: TxRejection, context: string): TxRejection {
  if (rejection.code === 'COSMOS_MODULE_REFUSED') return { ...rejection, log: `${context}: ${rejection.log}` }
  return { ...rejection, detail: rejection.detail === '' ? context : `${context}: ${rejection.detail}` }
}

const sdkText = (why: string, fix: string) => (rejection: SdkRejection) => {
  const { log, code } = abciError(rejection)
  return { what: `The Cosmos ledger refused with code ${code} (sdk): ${log}.`, why, fix }
}

/** Texts of every refusal of this package. */
export const cosmosCatalogue: Catalogue<CosmosRejection> = {
  COSMOS_TX_DECODE: sdkText(
    'Bytes that do not decode, or hold fields and types this chain does not know, cannot be signed for safely.',
    'Encode a TxRaw with messages of the registered types only, and no fields from newer SDK versions.',
  ),
  COSMOS_UNAUTHORIZED: sdkText(
    'Each signer signs these exact bytes for this chain id, account number and sequence.',
    'Sign with the key of the account, chain id and account number of this chain, mode DIRECT or LEGACY_AMINO_JSON.',
  ),
  COSMOS_INSUFFICIENT_FUNDS: sdkText('Balances never go below zero.', 'Send less, or fund the account first.'),
  COSMOS_UNKNOWN_REQUEST: sdkText(
    'Only registered message types and query paths have a handler.',
    'Use a path of the auth, bank, tx, ibc or transfer services.',
  ),
  COSMOS_INVALID_ADDRESS: sdkText(
    'Addresses are bech32 with the prefix of this chain and a valid checksum.',
    'Check the address and its prefix.',
  ),
  COSMOS_INVALID_PUB_KEY: sdkText(
    'The public key must hash to the signer’s address and be of a supported type.',
    'Send the secp256k1 or threshold key of the account with its first transaction.',
  ),
  COSMOS_UNKNOWN_ADDRESS: sdkText('An account exists once it has received coins.', 'Fund the account first.'),
  COSMOS_INVALID_COINS: sdkText(
    'Coins are positive, of valid denoms, sorted by denom and without duplicates.',
    'Sort the coins by denom, merge duplicates and leave zero amounts out.',
  ),
  COSMOS_OUT_OF_GAS: sdkText(
    'A transaction may use no more gas than its fee declares.',
    'Simulate, and ask for about 1.4 times the answer.',
  ),
  COSMOS_MEMO_TOO_LARGE: sdkText('Memos are bounded by a parameter of auth.', 'Shorten the memo.'),
  COSMOS_INSUFFICIENT_FEE: sdkText(
    'This node asks for a minimum gas price before it takes a transaction.',
    'Offer at least gas × minimum price in one of the accepted denoms.',
  ),
  COSMOS_TOO_MANY_SIGNATURES: sdkText(
    'The number of signatures, members of multisig keys included, is a parameter of auth.',
    'Use a smaller group.',
  ),
  COSMOS_NO_SIGNATURES: sdkText('Every transaction is signed.', 'Sign the transaction.'),
  COSMOS_INVALID_REQUEST: sdkText('The request breaks a rule of its message or query.', 'Correct the field named.'),
  COSMOS_TX_IN_CACHE: sdkText(
    'The same bytes were seen already; sending them again changes nothing.',
    'Wait for the first one, or sign a new transaction.',
  ),
  COSMOS_MEMPOOL_FULL: sdkText('The mempool is bounded.', 'Wait for a block, then send again.'),
  COSMOS_TX_TOO_LARGE: sdkText('The size of one transaction is bounded.', 'Split the messages over transactions.'),
  COSMOS_KEY_NOT_FOUND: sdkText('Nothing is stored under this key.', 'Check the identifier.'),
  COSMOS_INVALID_HEIGHT: sdkText('Only heights up to the head can be read.', 'Ask for an earlier height.'),
  COSMOS_INVALID_TYPE: sdkText('The value is of a type this message does not take.', 'Use a supported type.'),
  COSMOS_TX_TIMEOUT_HEIGHT: sdkText(
    'The transaction named the last height it may be included at.',
    'Sign again with a later timeout height, or none.',
  ),
  COSMOS_UNKNOWN_EXTENSION: sdkText('This chain knows no extension options.', 'Leave extension options out.'),
  COSMOS_WRONG_SEQUENCE: sdkText(
    'Sequences count an account’s transactions; each is used once, in order.',
    'Read the account again, and keep count yourself when sending several at once.',
  ),
  COSMOS_NOT_SUPPORTED: sdkText('The emulated ledger does not have this feature.', 'See the README of this package.'),
  COSMOS_NOT_FOUND: sdkText('There is no such thing on this ledger.', 'Check the identifier.'),
  COSMOS_INVALID_GAS_LIMIT: sdkText('A transaction declares a gas limit above zero.', 'Set fee.gas_limit.'),
  COSMOS_MODULE_REFUSED: ({ codespace, abci, log }) => ({
    what: `The Cosmos ledger refused with code ${abci} (${codespace}): ${log}.`,
    why: 'The module’s own rules decide; code and codespace are those of ibc-go.',
    fix: 'Look up the code in the module, and correct the message.',
  }),
  COSMOS_GENESIS_INVALID: ({ field, value, allowed }) => ({
    what: `Genesis of the Cosmos ledger: ${field} is ${value}.`,
    why: `Allowed: ${allowed}.`,
    fix: `Correct ${field} in the genesis file.`,
  }),
  COSMOS_CHAIN_MISMATCH: ({ have, want }) => ({
    what: `This ledger is ${have}, not ${want}.`,
    why: 'Signatures and addresses of one chain mean nothing on another.',
    fix: 'Use the chain id and prefix the ledger was started with, or an empty data directory.',
  }),
  COSMOS_OPTION_INVALID: ({ option, value, allowed }) => ({
    what: `${option} is "${value}".`,
    why: `Allowed: ${allowed}.`,
    fix: `Correct ${option}.`,
  }),
  COSMOS_GENESIS_EXISTS: ({ height }) => ({
    what: `This ledger has its genesis already and is at height ${height}.`,
    why: 'A genesis is written once, on an empty ledger.',
    fix: 'Open the ledger without a genesis, or use an empty data directory.',
  }),
}
