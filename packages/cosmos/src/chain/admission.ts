import { sha256 } from '@pegzone/encoding'
import type { Ledger, View } from '@pegzone/ledger'
import { type Outcome, ok } from '@pegzone/outcome'
import { abciError, sdkRefuse, type TxRejection } from '../errors.ts'
import { type AnteContext, runAnte } from '../tx/ante.ts'
import { PendingStore } from '../tx/ante-store.ts'
import { type DecodedTx, decodeTx } from '../tx/decode.ts'
import { GasMeter } from '../tx/gas.ts'
import type { MsgRegistry } from '../tx/message.ts'
import type { CheckTxResult } from './block-types.ts'
import type { Mempool } from './mempool.ts'

export interface AdmissionParts {
  readonly ledger: Ledger
  readonly mempool: Mempool
  readonly registry: MsgRegistry
  readonly maxTxBytes: number
  /** Context of CheckTx at the head. */
  context(): AnteContext
  /** Last ante step, on the head: refuses transactions whose IBC messages are all done already. */
  redundant(view: View, tx: DecodedTx): Outcome<void, TxRejection>
}

/** CheckTx. Messages are not run; sequences and fees of waiting transactions count. */
export class Admission {
  readonly #parts: AdmissionParts
  readonly #pending: PendingStore

  constructor(parts: AdmissionParts) {
    this.#parts = parts
    this.#pending = new PendingStore(() => parts.ledger.latest)
  }

  check(raw: Uint8Array): CheckTxResult {
    const { mempool, maxTxBytes, registry } = this.#parts
    const full = mempool.full(raw.length)
    if (full !== undefined) return refusal(sha256(raw), sdkRefuse('COSMOS_MEMPOOL_FULL', full))
    if (raw.length > maxTxBytes) {
      const what = `max size is ${maxTxBytes}, but got ${raw.length}`
      return refusal(sha256(raw), sdkRefuse('COSMOS_TX_TOO_LARGE', what))
    }
    const decoded = decodeTx(raw, registry)
    if (!decoded.ok) return refusal(sha256(raw), decoded)
    const tx = decoded.value
    const { hash } = tx
    if (mempool.seen(hash)) {
      const duplicate = { code: 19, codespace: 'sdk', log: 'tx already exists in cache' }
      return { ...duplicate, hash, gasWanted: 0n, gasUsed: 0n, duplicate: true }
    }
    const gas = new GasMeter(tx.gasLimit)
    const admitted = this.#ante(tx, gas)
    if (!admitted.ok) return refusal(hash, admitted, gas)
    mempool.add(tx)
    return { code: 0, codespace: '', log: '', hash, gasWanted: gas.wanted, gasUsed: gas.used, duplicate: false }
  }

  /** After a block: pending values start from the new head, and what still waits is checked again, in order. */
  recheck(): void {
    this.#pending.clear()
    this.#parts.mempool.recheck((tx) => this.#ante(tx, new GasMeter(tx.gasLimit)).ok)
  }

  #ante(tx: DecodedTx, gas: GasMeter): Outcome<void, TxRejection> {
    const layer = this.#pending.layer()
    const done = runAnte(tx, this.#parts.context(), layer, gas)
    if (!done.ok) return done
    const fresh = this.#parts.redundant(this.#parts.ledger.latest, tx)
    if (!fresh.ok) return fresh
    layer.keep()
    return ok()
  }
}

function refusal(
  hash: Uint8Array,
  refused: { readonly ok: false; readonly rejection: TxRejection } | Outcome<never, TxRejection>,
  gas?: GasMeter,
): CheckTxResult {
  if (refused.ok) throw new Error('a refusal was expected')
  const { code, codespace, log } = abciError(refused.rejection)
  return { code, codespace, log, hash, gasWanted: gas?.wanted ?? 0n, gasUsed: gas?.used ?? 0n, duplicate: false }
}
