import { directSignBytes, encodeCosmosTx, encodePublicKey, secp256k1, sha256 } from '@pegzone/encoding'
import { SignMode } from 'cosmjs-types/cosmos/tx/signing/v1beta1/signing'
import { AuthInfo, type SignerInfo, TxBody } from 'cosmjs-types/cosmos/tx/v1beta1/tx'
import { alice, CHAIN_ID, coin, dave, type Person, send } from './support.ts'

type Any = { typeUrl: string; value: Uint8Array }

/** Everything of a transaction that a test may spoil. The default is a good send of alice with a fee of 10acixo. */
export interface Parts {
  readonly msgs?: readonly Any[]
  readonly memo?: string
  readonly timeoutHeight?: bigint
  readonly extensionOptions?: readonly Any[]
  readonly fee?: readonly { denom: string; amount: string }[]
  readonly gas?: bigint
  readonly payer?: string
  readonly granter?: string
  readonly signers?: readonly Person[]
  readonly sequence?: bigint
  readonly mode?: number
  readonly publicKey?: Any | null
  readonly signerInfos?: readonly SignerInfo[]
  readonly signatures?: readonly Uint8Array[]
  readonly chainId?: string
  readonly accountNumber?: bigint
  /** Appended to the encoded parts. */
  readonly bodyTail?: Uint8Array
  readonly authInfoTail?: Uint8Array
  readonly rawTail?: Uint8Array
}

export function assemble(parts: Parts = {}): Uint8Array {
  const signers = parts.signers ?? [alice]
  const bodyBytes = join(
    TxBody.encode({
      messages: [...(parts.msgs ?? [send(dave.address, [coin(1)])])],
      memo: parts.memo ?? '',
      timeoutHeight: parts.timeoutHeight ?? 0n,
      unordered: false,
      extensionOptions: [...(parts.extensionOptions ?? [])],
      nonCriticalExtensionOptions: [],
    }).finish(),
    parts.bodyTail,
  )
  const infos =
    parts.signerInfos ??
    signers.map(({ pubKey }) => ({
      ...(parts.publicKey === null
        ? {}
        : { publicKey: parts.publicKey ?? encodePublicKey({ type: 'secp256k1', key: pubKey }) }),
      modeInfo: { single: { mode: (parts.mode ?? SignMode.SIGN_MODE_DIRECT) as SignMode } },
      sequence: parts.sequence ?? 0n,
    }))
  const authInfoBytes = join(
    AuthInfo.encode({
      signerInfos: [...infos],
      fee: {
        amount: [...(parts.fee ?? [coin(10)])],
        gasLimit: parts.gas ?? 200_000n,
        payer: parts.payer ?? '',
        granter: parts.granter ?? '',
      },
    }).finish(),
    parts.authInfoTail,
  )
  const digest = sha256(
    directSignBytes({
      bodyBytes,
      authInfoBytes,
      chainId: parts.chainId ?? CHAIN_ID,
      accountNumber: parts.accountNumber ?? 0n,
    }),
  )
  const signatures = parts.signatures ?? signers.map(({ key }) => secp256k1.sign(digest, key).signature)
  return join(encodeCosmosTx({ bodyBytes, authInfoBytes, signatures }), parts.rawTail)
}

function join(bytes: Uint8Array, tail: Uint8Array | undefined): Uint8Array {
  return tail === undefined ? bytes : Uint8Array.from([...bytes, ...tail])
}
