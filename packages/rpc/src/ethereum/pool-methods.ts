import type { ChainTx } from '@pegzone/ethereum'
import type { RpcMethod } from '../server/types.ts'
import type { EthereumBackend } from './backend.ts'
import { type Json, pendingJson } from './format.ts'
import { addressParam, positional, quantity } from './params.ts'

/** txpool_*: what waits, by sender and nonce. */
export function poolMethods({ chain }: EthereumBackend): Readonly<Record<string, RpcMethod>> {
  const whole = (tx: ChainTx) => pendingJson(tx, chain.baseFee)
  return {
    txpool_status() {
      const { pending, queued } = chain.poolContent()
      return { pending: quantity(pending.length), queued: quantity(queued.length) }
    },
    txpool_content() {
      const { pending, queued } = chain.poolContent()
      return { pending: bySender(pending, whole), queued: bySender(queued, whole) }
    },
    txpool_contentFrom(params) {
      const sender = addressParam(positional(params)[0], '0')
      const { pending, queued } = chain.poolContent()
      return { pending: byNonce(pending, sender, whole), queued: byNonce(queued, sender, whole) }
    },
    txpool_inspect() {
      const { pending, queued } = chain.poolContent()
      return { pending: bySender(pending, summary), queued: bySender(queued, summary) }
    },
  }
}

function summary({ to, value, gasLimit, feeCap }: ChainTx): string {
  return `${to ?? 'contract creation'}: ${value} wei + ${gasLimit} gas × ${feeCap} wei`
}

function bySender(txs: readonly ChainTx[], show: (tx: ChainTx) => unknown): Json {
  const senders = new Set(txs.map(({ from }) => from))
  return Object.fromEntries([...senders].map((sender) => [sender, byNonce(txs, sender, show)]))
}

function byNonce(txs: readonly ChainTx[], sender: string, show: (tx: ChainTx) => unknown): Json {
  return Object.fromEntries(txs.filter(({ from }) => from === sender).map((tx) => [tx.nonce.toString(), show(tx)]))
}
