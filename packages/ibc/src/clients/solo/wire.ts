import { utf8ToBytes } from '@pegzone/encoding'
import type { Codec } from '@pegzone/ledger'
import { LegacyAminoPubKey } from 'cosmjs-types/cosmos/crypto/multisig/keys'
import { PubKey } from 'cosmjs-types/cosmos/crypto/secp256k1/keys'
import { SignatureDescriptor_Data } from 'cosmjs-types/cosmos/tx/signing/v1beta1/signing'
import {
  ClientState,
  ConsensusState,
  Header,
  HeaderData,
  Misbehaviour,
  SignBytes,
  TimestampedSignatureData,
} from 'cosmjs-types/ibc/lightclients/solomachine/v3/solomachine'
import type { Any } from '../../any.ts'
import {
  SOLO_CLIENT_STATE,
  SOLO_CONSENSUS_STATE,
  SOLO_HEADER,
  SOLO_HEADER_PATH,
  SOLO_MISBEHAVIOUR,
  type SoloState,
  type SoloStatement,
} from './types.ts'

type SoloConsensus = Pick<SoloState, 'publicKey' | 'diversifier' | 'timestamp'>

/** SignBytes: what is hashed with SHA-256 and signed. */
export function soloSignBytes({ sequence, timestamp, diversifier, path, data }: SoloStatement): Uint8Array {
  return SignBytes.encode({ sequence, timestamp, diversifier, path: utf8ToBytes(path), data }).finish()
}

/** The data of a header statement: the key and diversifier from then on. */
export function soloHeaderData(newPublicKey: Any, newDiversifier: string): Uint8Array {
  return HeaderData.encode({ newPubKey: newPublicKey, newDiversifier }).finish()
}

/** The statement that a header signs: at the client's sequence, under its present diversifier. */
export function soloHeaderStatement(
  client: Pick<SoloState, 'sequence' | 'diversifier'>,
  header: { readonly timestamp: bigint; readonly newPublicKey: Any; readonly newDiversifier: string },
): SoloStatement {
  return {
    sequence: client.sequence,
    timestamp: header.timestamp,
    diversifier: client.diversifier,
    path: SOLO_HEADER_PATH,
    data: soloHeaderData(header.newPublicKey, header.newDiversifier),
  }
}

/** One key's signature (64 bytes r, s) as signature data. */
export function soloSingleSignature(signature: Uint8Array): Uint8Array {
  return SignatureDescriptor_Data.encode({ single: { mode: 0, signature } }).finish()
}

/** Signatures of a threshold key: by index of the signer among its `keys` keys. */
export function soloMultiSignature(keys: number, signatures: ReadonlyMap<number, Uint8Array>): Uint8Array {
  const elems = new Uint8Array(Math.ceil(keys / 8))
  const signers = [...signatures.keys()].sort((a, b) => a - b)
  for (const index of signers) elems[index >> 3]! |= 1 << (7 - (index & 7))
  return SignatureDescriptor_Data.encode({
    multi: {
      bitarray: { extraBitsStored: keys % 8, elems },
      signatures: signers.map((index) => ({ single: { mode: 0, signature: signatures.get(index)! } })),
    },
  }).finish()
}

/** Proof bytes: signature data and the timestamp that was signed. */
export function encodeSoloProof(signatureData: Uint8Array, timestamp: bigint): Uint8Array {
  return TimestampedSignatureData.encode({ signatureData, timestamp }).finish()
}

export function soloHeader(header: {
  readonly timestamp: bigint
  readonly signature: Uint8Array
  readonly newPublicKey: Any
  readonly newDiversifier: string
}): Any {
  return { typeUrl: SOLO_HEADER, value: Header.encode(header).finish() }
}

/** Two statements signed at one sequence; `signature` is signature data. */
export function soloMisbehaviour(
  sequence: bigint,
  one: { readonly signature: Uint8Array } & Pick<SoloStatement, 'path' | 'data' | 'timestamp'>,
  two: typeof one,
): Any {
  const entry = ({ signature, path, data, timestamp }: typeof one) => ({
    signature,
    path: utf8ToBytes(path),
    data,
    timestamp,
  })
  const value = Misbehaviour.encode({ sequence, signatureOne: entry(one), signatureTwo: entry(two) }).finish()
  return { typeUrl: SOLO_MISBEHAVIOUR, value }
}

export function soloPublicKey(publicKey33: Uint8Array): Any {
  return { typeUrl: PubKey.typeUrl, value: PubKey.encode({ key: publicKey33 }).finish() }
}

/** Amino threshold key: any `threshold` of the keys, in this order. */
export function soloMultisigKey(threshold: number, publicKeys33: readonly Uint8Array[]): Any {
  const publicKeys = publicKeys33.map(soloPublicKey)
  return { typeUrl: LegacyAminoPubKey.typeUrl, value: LegacyAminoPubKey.encode({ threshold, publicKeys }).finish() }
}

function consensusMessage({ publicKey, diversifier, timestamp }: SoloConsensus) {
  return { publicKey, diversifier, timestamp }
}

export function soloClientState(state: SoloState): Any {
  return { typeUrl: SOLO_CLIENT_STATE, value: soloStateCodec.encode(state) }
}

export function soloConsensusState(state: SoloConsensus): Any {
  return { typeUrl: SOLO_CONSENSUS_STATE, value: ConsensusState.encode(consensusMessage(state)).finish() }
}

const NO_KEY: Any = { typeUrl: '', value: new Uint8Array() }

export const soloStateCodec: Codec<SoloState> = {
  encode: (state) =>
    ClientState.encode({
      sequence: state.sequence,
      isFrozen: state.frozen,
      consensusState: consensusMessage(state),
    }).finish(),
  decode: (bytes) => {
    const { sequence, isFrozen, consensusState } = ClientState.decode(bytes)
    return {
      sequence,
      frozen: isFrozen,
      publicKey: consensusState?.publicKey ?? NO_KEY,
      diversifier: consensusState?.diversifier ?? '',
      timestamp: consensusState?.timestamp ?? 0n,
    }
  },
}
