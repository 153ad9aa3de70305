import { SignMode } from 'cosmjs-types/cosmos/tx/signing/v1beta1/signing'
import { AuthInfo, type Fee, TxBody } from 'cosmjs-types/cosmos/tx/v1beta1/tx'
import type { Any } from 'cosmjs-types/google/protobuf/any'
import { sha256 } from '../crypto/hashes.ts'
import { secp256k1 } from '../crypto/secp256k1.ts'
import { encodeMessage } from './messages.ts'
import { encodePublicKey } from './public-key.ts'
import { directSignBytes, encodeCosmosTx } from './tx.ts'

export interface CosmosTxFields {
  readonly msgs: readonly Any[]
  readonly fee: { readonly amount: Fee['amount']; readonly gasLimit: bigint }
  /** Default empty. */
  readonly memo?: string
  readonly chainId: string
  readonly accountNumber: bigint
  readonly sequence: bigint
  /** Private key of the one signer, 32 bytes. */
  readonly key: Uint8Array
  /** Its compressed public key, if at hand: deriving it costs as much as signing. */
  readonly publicKey?: Uint8Array
  /** Last height at which it may be included; default 0, none. */
  readonly timeoutHeight?: bigint
}

/** A signed transaction (SIGN_MODE_DIRECT) ready to broadcast. */
export function buildCosmosTx(fields: CosmosTxFields): Uint8Array {
  const { msgs, fee, memo = '', chainId, accountNumber, sequence, key, timeoutHeight = 0n } = fields
  const publicKey = fields.publicKey ?? secp256k1.publicKey(key)
  const bodyBytes = encodeMessage(TxBody, {
    messages: [...msgs],
    memo,
    timeoutHeight,
    unordered: false,
    extensionOptions: [],
    nonCriticalExtensionOptions: [],
  })
  const authInfoBytes = encodeMessage(AuthInfo, {
    signerInfos: [
      {
        publicKey: encodePublicKey({ type: 'secp256k1', key: publicKey }),
        modeInfo: { single: { mode: SignMode.SIGN_MODE_DIRECT } },
        sequence,
      },
    ],
    fee: { amount: fee.amount, gasLimit: fee.gasLimit, payer: '', granter: '' },
  })
  const digest = sha256(directSignBytes({ bodyBytes, authInfoBytes, chainId, accountNumber }))
  return encodeCosmosTx({ bodyBytes, authInfoBytes, signatures: [secp256k1.sign(digest, key).signature] })
}
