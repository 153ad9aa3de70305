import { aminoSignBytesOf, type CosmosTx, directSignBytes, secp256k1, sha256 } from '@pegzone/encoding'
import { type Outcome, ok } from '@pegzone/outcome'
import { MultiSignature } from 'cosmjs-types/cosmos/crypto/multisig/v1beta1/multisig'
import { SignMode } from 'cosmjs-types/cosmos/tx/signing/v1beta1/signing'
import type { ModeInfo, ModeInfo_Multi, SignerInfo } from 'cosmjs-types/cosmos/tx/v1beta1/tx'
import { isSecp256k1, multisigOf } from '../auth/pub-keys.ts'
import { type SdkRejection, sdkRefuse } from '../errors.ts'

/** One signer as the account stands now, beside what the transaction says about it. */
export interface SignerFacts {
  readonly address: string
  readonly pubKey: Uint8Array
  readonly number: bigint
  readonly sequence: bigint
  readonly info: SignerInfo | undefined
}

type Verdict = Outcome<void, SdkRejection>

/** Verifies one signer's signature, modes DIRECT and LEGACY_AMINO_JSON, multisig included. Refuses with code 4. */
export function verifySignature(tx: CosmosTx, signature: Uint8Array, signer: SignerFacts, chainId: string): Verdict {
  const mode = signer.info?.modeInfo
  const valid =
    mode !== undefined &&
    (isSecp256k1(signer.pubKey)
      ? verifySingle(tx, signature, signer.pubKey, mode, signer, chainId)
      : verifyMulti(tx, signature, mode, signer, chainId))
  return valid ? ok() : failed(signer, chainId, mode)
}

export function isMultiMode(mode: ModeInfo): mode is ModeInfo & { multi: ModeInfo_Multi } {
  return mode.multi !== undefined
}

function verifySingle(
  tx: CosmosTx,
  signature: Uint8Array,
  pubKey: Uint8Array,
  mode: ModeInfo,
  signer: SignerFacts,
  chainId: string,
): boolean {
  const digest = digestOf(tx, mode, signer, chainId)
  return digest !== undefined && secp256k1.verify(digest, signature, pubKey)
}

/** Undefined for modes this chain does not take, and for messages that have no amino form. */
function digestOf(tx: CosmosTx, mode: ModeInfo, signer: SignerFacts, chainId: string): Uint8Array | undefined {
  switch (mode.single?.mode) {
    case SignMode.SIGN_MODE_DIRECT:
      return sha256(directSignBytes({ ...tx, chainId, accountNumber: signer.number }))
    case SignMode.SIGN_MODE_LEGACY_AMINO_JSON: {
      const bytes = aminoSignBytesOf(tx, { chainId, accountNumber: signer.number, sequence: signer.sequence })
      return bytes.ok ? sha256(bytes.value) : undefined
    }
    default:
      return undefined
  }
}

/** Each set bit of the bit array names a member whose signature comes next; at least `threshold` of them must be there. */
function verifyMulti(
  tx: CosmosTx,
  signature: Uint8Array,
  mode: ModeInfo,
  signer: SignerFacts,
  chainId: string,
): boolean {
  if (signer.pubKey.length === 0) return false
  const key = multisigOf(signer.pubKey)
  const signatures = memberSignatures(signature)
  if (signatures === undefined || !isMultiMode(mode)) return false
  const { bitarray, modeInfos } = mode.multi
  if (bitarray === undefined || bitSize(bitarray) !== key.keys.length) return false
  const members = key.keys.filter((_, i) => ((bitarray.elems[i >> 3]! >> (7 - (i % 8))) & 1) === 1)
  if (members.length < key.threshold) return false
  if (members.length !== signatures.length || members.length !== modeInfos.length) return false
  return members.every(({ key: member }, i) => verifySingle(tx, signatures[i]!, member, modeInfos[i]!, signer, chainId))
}

function bitSize({ extraBitsStored, elems }: { extraBitsStored: number; elems: Uint8Array }): number {
  return extraBitsStored === 0 ? elems.length * 8 : (elems.length - 1) * 8 + extraBitsStored
}

function memberSignatures(signature: Uint8Array): readonly Uint8Array[] | undefined {
  try {
    return MultiSignature.decode(signature).signatures
  } catch {
    // Outside bytes that are no MultiSignature: a wrong signature, nothing more.
    return undefined
  }
}

function failed({ number, sequence }: SignerFacts, chainId: string, mode: ModeInfo | undefined): Verdict {
  const amino = mode?.single?.mode === SignMode.SIGN_MODE_LEGACY_AMINO_JSON
  const what = amino
    ? `account number (${number}), sequence (${sequence}) and chain-id (${chainId})`
    : `account number (${number}) and chain-id (${chainId})`
  return sdkRefuse('COSMOS_UNAUTHORIZED', `signature verification failed; please verify ${what}`)
}
