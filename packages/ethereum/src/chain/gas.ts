/** Gas rules of a transaction before it runs (yellow paper, appendix G; EIP-2028, EIP-2930). */

const TX_BASE = 21_000n
const ZERO_BYTE = 4n
const NONZERO_BYTE = 16n
const ACCESS_ADDRESS = 2_400n
const ACCESS_KEY = 1_900n

export interface AccessCount {
  readonly addresses: number
  readonly storageKeys: number
}

/** What a transaction costs before a contract runs. The calldata floor of EIP-7623 is not applied. */
export function intrinsicGas(data: Uint8Array, access: AccessCount): bigint {
  let zeros = 0
  for (const byte of data) if (byte === 0) zeros++
  return (
    TX_BASE +
    ZERO_BYTE * BigInt(zeros) +
    NONZERO_BYTE * BigInt(data.length - zeros) +
    ACCESS_ADDRESS * BigInt(access.addresses) +
    ACCESS_KEY * BigInt(access.storageKeys)
  )
}

/** Price per gas unit that is charged: base fee plus tip, at most the cap (EIP-1559). Requires feeCap ≥ baseFee. */
export function effectiveGasPrice(feeCap: bigint, tipCap: bigint, baseFee: bigint): bigint {
  const wanted = baseFee + tipCap
  return wanted < feeCap ? wanted : feeCap
}
