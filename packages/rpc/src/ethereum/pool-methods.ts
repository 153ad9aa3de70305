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
      const own = (txs: readonly ChainTx[]) =>
        byNonce(
          txs.filter(({ from }) => from === sender),
          whole,
        )
      return { pending: own(pending), queued: own(queued) }
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
  const groups = new Map<string, ChainTx[]>()
  for (const tx of txs) {
    const own = groups.get(tx.from)
    if (own === undefined) groups.set(tx.from, [tx])
    else own.push(tx)
  }
  return Object.fromEntries([...groups].map(([sender, own]) => [sender, byNonce(own, show)]))
}

function byNonce(txs: readonly ChainTx[], show: (tx: ChainTx) => unknown): Json {
  return Object.fromEntries(txs.map((tx) => [tx.nonce.toString(), show(tx)]))
}
