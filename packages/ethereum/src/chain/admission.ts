import { type Outcome, ok, refuse } from '@pegzone/outcome'
import type { ChainTx } from './chain-tx.ts'
import type { TxRejection } from './rejection.ts'

/** Bytes of one transaction, as geth's pool. */
export const TX_SIZE_LIMIT = 131_072

export interface AdmissionRules {
  readonly chainId: bigint
  readonly baseFee: bigint
  readonly gasLimit: bigint
}

/** The checks that hang on no state, in the order of geth's pool. Nonce and funds are the pool's. */
export function admit(tx: ChainTx, { chainId, baseFee, gasLimit }: AdmissionRules): Outcome<void, TxRejection> {
  const signedFor = tx.signed?.chainId
  if (tx.raw.length > TX_SIZE_LIMIT) {
    return refuse({ code: 'ETHEREUM_TX_OVERSIZED', size: tx.raw.length, limit: TX_SIZE_LIMIT })
  }
  if (signedFor !== undefined && signedFor !== chainId) {
    return refuse({ code: 'ETHEREUM_CHAIN_ID_MISMATCH', have: signedFor, want: chainId })
  }
  if (tx.gasLimit > gasLimit) {
    return refuse({ code: 'ETHEREUM_GAS_LIMIT_TOO_HIGH', have: tx.gasLimit, limit: gasLimit })
  }
  if (tx.tipCap > tx.feeCap) {
    return refuse({ code: 'ETHEREUM_TIP_ABOVE_FEE_CAP', sender: tx.from, tip: tx.tipCap, feeCap: tx.feeCap })
  }
  if (tx.to === undefined) return refuse({ code: 'ETHEREUM_CREATION_UNSUPPORTED' })
  if (tx.gasLimit < tx.intrinsicGas) {
    return refuse({ code: 'ETHEREUM_INTRINSIC_GAS', have: tx.gasLimit, need: tx.intrinsicGas })
  }
  if (tx.feeCap < baseFee) {
    return refuse({ code: 'ETHEREUM_FEE_CAP_TOO_LOW', sender: tx.from, feeCap: tx.feeCap, baseFee })
  }
  return ok()
}
