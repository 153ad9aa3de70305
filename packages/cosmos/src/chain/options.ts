import type { Ledger } from '@pegzone/ledger'
import type { ModuleOptions } from '../modules.ts'
import { defaultMempoolLimits, type MempoolLimits } from './mempool.ts'

/** How a node of the chain is run. Nothing of it is in the state. */
export interface CosmosOptions extends ModuleOptions {
  readonly ledger: Ledger
  /**
   * False trusts every transaction: no signature is looked at. The one switch of simulated worlds, whose transactions
   * come from nobody else. Sequences, fees and gas count as always. Default true.
   */
  readonly verifySignatures?: boolean
  /** As in app.toml, e.g. `0.025acixo`. Asked by CheckTx only. Default none. */
  readonly minGasPrices?: string
  readonly mempool?: Partial<MempoolLimits>
  /** Largest transaction, bytes. Default 1 MiB. */
  readonly maxTxBytes?: number
  /** Transactions of one block, bytes. Default 21 MiB, as in CometBFT. */
  readonly maxBlockBytes?: number
  /** False: no transaction or block look-ups by hash or event. For simulated worlds. Default true. */
  readonly index?: boolean
  /** Decoded blocks kept in memory. Default 32. */
  readonly cachedBlocks?: number
}

export interface NodeSettings {
  readonly verify: boolean
  readonly minGasPrices: string
  readonly mempool: MempoolLimits
  readonly maxTxBytes: number
  readonly maxBlockBytes: number
  readonly index: boolean
  readonly cachedBlocks: number
}

export function settingsOf(options: CosmosOptions): NodeSettings {
  return {
    verify: options.verifySignatures ?? true,
    minGasPrices: options.minGasPrices ?? '',
    mempool: { ...defaultMempoolLimits, ...options.mempool },
    maxTxBytes: options.maxTxBytes ?? 1_048_576,
    maxBlockBytes: options.maxBlockBytes ?? 22_020_096,
    index: options.index ?? true,
    cachedBlocks: options.cachedBlocks ?? 32,
  }
}
