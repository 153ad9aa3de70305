import type { Outcome } from '@pegzone/outcome'
import { ok } from '@pegzone/outcome'
import { type SdkRejection, sdkRefuse } from '../errors.ts'

/**
 * Gas of the steps of a transaction. Constants instead of metered store access: the sums come out near those of a real
 * chain (MsgSend about 70 000, MsgTransfer about 105 000), and equal transactions cost equal gas.
 */
export const gasTable = {
  /** Context, parameters, fee deduction, sequence and account reads and writes of the ante steps. */
  ante: 32_000,
  /** One more signer: account read, sequence write. */
  signer: 6_500,
  /** First signature of an account: its key is written. */
  pubKey: 1_800,
  /** Bytes that a simulated transaction lacks: a 64-byte signature with its header. */
  simulatedSignatureBytes: 66,
} as const

/** Largest gas limit the SDK lets into a block: the top bit of uint64 stays free. */
export const MAX_GAS_WANTED = (1n << 63n) - 1n

/**
 * Counts gas against the transaction's limit. Passing it refuses with code 11, and what was used stays counted.
 * Without limit (simulation) it only counts.
 */
export class GasMeter {
  /** Declared by the transaction. */
  readonly wanted: bigint
  #used = 0
  readonly #limit: number

  constructor(wanted: bigint, limited = true) {
    this.wanted = wanted
    this.#limit = limited ? Number(wanted) : Number.POSITIVE_INFINITY
  }

  get used(): bigint {
    return BigInt(this.#used)
  }

  /** @param where stands in the log of an out-of-gas error */
  consume(amount: number, where: string): Outcome<void, SdkRejection> {
    this.#used += amount
    if (this.#used <= this.#limit) return ok()
    return sdkRefuse(
      'COSMOS_OUT_OF_GAS',
      `out of gas in location: ${where}; gasWanted: ${this.wanted}, gasUsed: ${this.#used}`,
    )
  }
}
