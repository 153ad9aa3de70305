import type { AppRejection } from '@pegzone/ibc'
import { type IbcRejection, ibcCatalogue, type TransferRejection, transferCatalogue } from '@pegzone/ibc'
import { explain, type Outcome } from '@pegzone/outcome'
import { isSdkRejection, type ModuleRejection, type TxRejection } from '../errors.ts'

type Registered = readonly [codespace: string, code: number, text: string]

const invalidClient: Registered = ['client', 3, 'light client is invalid']
const membership: Registered = ['06-solomachine', 6, 'invalid solo machine proof']
const signature: Registered = ['06-solomachine', 5, 'signature verification failed']

/** Codespace, code and text that ibc-go v8 registers for the same cause. */
const REGISTERED: { readonly [C in IbcRejection['code']]: Registered } = {
  IBC_IDENTIFIER_INVALID: ['host', 2, 'invalid identifier'],
  IBC_CLIENT_TYPE_UNKNOWN: ['client', 9, 'client type not found'],
  IBC_CLIENT_TYPE_NOT_ALLOWED: ['client', 10, 'invalid client type'],
  IBC_CLIENT_NOT_FOUND: ['client', 4, 'light client not found'],
  IBC_CLIENT_NOT_ACTIVE: ['client', 29, 'client state is not active'],
  IBC_CLIENT_STATE_INVALID: invalidClient,
  IBC_CLIENT_HEIGHT_ZERO: ['client', 26, 'invalid height'],
  IBC_CONSENSUS_NOT_FOUND: ['client', 7, 'consensus state not found'],
  IBC_HEADER_INVALID: ['client', 12, 'invalid client header'],
  IBC_MISBEHAVIOUR_INVALID: ['client', 13, 'invalid light client misbehaviour'],
  IBC_CLIENT_SUBSTITUTE_INVALID: ['client', 27, 'invalid client state substitute'],
  IBC_PROOF_MALFORMED: membership,
  IBC_PROOF_TIMESTAMP_OLD: membership,
  IBC_PROOF_SIGNATURE_INVALID: signature,
  IBC_PROOF_SIGNATURE_MALLEABLE: signature,
  IBC_PROOF_SIGNER_UNKNOWN: signature,
  IBC_PROOF_SIGNER_REPEATED: signature,
  IBC_PROOF_SIGNATURES_UNSORTED: signature,
  IBC_PROOF_THRESHOLD_NOT_REACHED: signature,
  IBC_PROOF_HEIGHT_MISMATCH: membership,
  IBC_PROOF_PATH_MISSING: membership,
  IBC_PROOF_VALUE_MISMATCH: membership,
  IBC_CONNECTION_NOT_FOUND: ['connection', 3, 'connection not found'],
  IBC_CONNECTION_STATE: ['connection', 6, 'invalid connection state'],
  IBC_CONNECTION_VERSION: ['connection', 9, 'invalid connection version'],
  IBC_CONNECTION_COUNTERPARTY_INVALID: ['connection', 7, 'invalid counterparty connection'],
  IBC_PORT_NOT_BOUND: ['port', 3, 'port not found'],
  IBC_CHANNEL_NOT_FOUND: ['channel', 3, 'channel not found'],
  IBC_CHANNEL_STATE: ['channel', 5, 'invalid channel state'],
  IBC_CHANNEL_HOPS: ['channel', 15, 'too many connection hops'],
  IBC_CHANNEL_ORDER_UNSUPPORTED: ['channel', 6, 'invalid channel ordering'],
  IBC_PACKET_INVALID: ['channel', 13, 'invalid packet'],
  IBC_PACKET_DATA_TOO_LONG: ['channel', 13, 'invalid packet'],
  IBC_PACKET_COUNTERPARTY_MISMATCH: ['channel', 13, 'invalid packet'],
  IBC_TIMEOUT_ELAPSED: ['channel', 14, 'packet timeout'],
  IBC_TIMEOUT_NOT_REACHED: ['channel', 14, 'packet timeout'],
  IBC_PACKET_COMMITMENT_MISMATCH: ['channel', 13, 'invalid packet'],
  IBC_PACKET_OUT_OF_ORDER: ['channel', 21, 'packet sequence is out of order'],
  IBC_PACKET_ALREADY_RECEIVED: ['channel', 19, 'packet already received'],
  IBC_PACKET_NOT_AWAITING_ACK: ['channel', 3, 'packet does not wait for an acknowledgement'],
  IBC_ACK_EXISTS: ['channel', 17, 'acknowledgement for packet already exists'],
  IBC_ACK_INVALID: ['channel', 16, 'invalid acknowledgement'],
  IBC_APP_REFUSED: ['ibc', 8, 'invalid request'],
}

/** Texts of codespace `transfer`; the numbers come with the refusals. */
const TRANSFER_TEXT: ReadonlyMap<number, string> = new Map([
  [2, 'invalid packet timeout'],
  [3, 'invalid denomination for cross-chain transfer'],
  [4, 'invalid ICS20 version'],
  [5, 'invalid token amount'],
  [6, 'denomination trace not found'],
  [7, 'fungible token transfers from this chain are disabled'],
  [8, 'fungible token transfers to this chain are disabled'],
])

/** A refusal of the ibc package as the error that ibc-go would have returned. */
export function ibcError(rejection: IbcRejection | TransferRejection): TxRejection {
  if (rejection.code === 'IBC_APP_REFUSED') return appError(rejection.cause)
  if (isTransfer(rejection)) return transferError(rejection)
  const [codespace, abci, text] = REGISTERED[rejection.code]
  return moduleError(codespace, abci, `${sentence(explain(ibcCatalogue, rejection).what)}: ${text}`)
}

export function moduleError(codespace: string, abci: number, log: string): ModuleRejection {
  return { code: 'COSMOS_MODULE_REFUSED', codespace, abci, log }
}

function transferError(rejection: TransferRejection): TxRejection {
  if (rejection.code === 'IBC_TRANSFER_BANK_REFUSED') return appError(rejection.cause)
  const text = TRANSFER_TEXT.get(rejection.abciCode) ?? 'invalid request'
  const what = sentence(explain(transferCatalogue, rejection).what)
  return moduleError('transfer', rejection.abciCode, `${what}: ${text}`)
}

/** What a port's app, or the bank behind it, refused with: often an SDK error of this very package. */
function appError(cause: AppRejection): TxRejection {
  if (isSdkRejection(cause)) return cause
  if (isTransfer(cause)) return transferError(cause)
  return moduleError('ibc', cause.abciCode ?? 1, cause.code)
}

function isTransfer(rejection: { readonly code: string }): rejection is TransferRejection {
  return rejection.code in transferCatalogue
}

/** Logs are lower-case clauses without a full stop. */
function sentence(text: string): string {
  return text.replace(/\.$/, '')
}

/** An outcome of the ibc package as one of a message. */
export function hosted<T>(outcome: Outcome<T, IbcRejection | TransferRejection>): Outcome<T, TxRejection> {
  return outcome.ok ? outcome : { ok: false, rejection: ibcError(outcome.rejection) }
}
