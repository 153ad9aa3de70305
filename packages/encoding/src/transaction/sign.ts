import { bigintToBytes, bytesToBigint, concatBytes } from '../bytes/bytes.ts'
import { hexToBytes } from '../bytes/hex.ts'
import { keccak256 } from '../crypto/hashes.ts'
import { secp256k1 } from '../crypto/secp256k1.ts'
import { type RlpItem, rlpEncode } from '../rlp.ts'
import type { AccessListEntry, EthTxPayload } from './types.ts'

/** The signed raw bytes of a transaction. Throws RangeError if the key or a number is out of range. */
export function signTransaction(payload: EthTxPayload, key: Uint8Array): Uint8Array {
  const fields = fieldsOf(payload)
  const chain = payload.type === 0 ? payload.chainId : undefined
  const unsigned = chain === undefined ? fields : [...fields, bigintToBytes(chain), EMPTY, EMPTY]
  const { signature, recovery } = secp256k1.sign(keccak256(envelope(payload.type, unsigned)), key)
  const v =
    payload.type !== 0
      ? BigInt(recovery)
      : chain === undefined
        ? 27n + BigInt(recovery)
        : 35n + 2n * chain + BigInt(recovery)
  return envelope(payload.type, [...fields, bigintToBytes(v), scalar(signature, 0), scalar(signature, 32)])
}

const EMPTY = new Uint8Array(0)

function envelope(type: number, fields: readonly RlpItem[]): Uint8Array {
  return type === 0 ? rlpEncode(fields) : concatBytes(Uint8Array.of(type), rlpEncode(fields))
}

function fieldsOf(payload: EthTxPayload): readonly RlpItem[] {
  const { nonce, gasLimit, to, value, data } = payload
  const rest = [bigintToBytes(gasLimit), to === undefined ? EMPTY : hexToBytes(to), bigintToBytes(value), data]
  switch (payload.type) {
    case 0:
      return [bigintToBytes(nonce), bigintToBytes(payload.gasPrice), ...rest]
    case 1:
      return [
        bigintToBytes(payload.chainId),
        bigintToBytes(nonce),
        bigintToBytes(payload.gasPrice),
        ...rest,
        payload.accessList.map(accessItem),
      ]
    case 2:
      return [
        bigintToBytes(payload.chainId),
        bigintToBytes(nonce),
        bigintToBytes(payload.maxPriorityFeePerGas),
        bigintToBytes(payload.maxFeePerGas),
        ...rest,
        payload.accessList.map(accessItem),
      ]
  }
}

function accessItem({ address, storageKeys }: AccessListEntry): RlpItem {
  return [hexToBytes(address), storageKeys.map(hexToBytes)]
}

function scalar(signature: Uint8Array, at: number): Uint8Array {
  return bigintToBytes(bytesToBigint(signature.subarray(at, at + 32)))
}
