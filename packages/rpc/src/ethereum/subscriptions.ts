import { type EthereumBlock, logsOf } from '@pegzone/ethereum'
import type { RpcContext, RpcMethod } from '../server/types.ts'
import type { EthereumBackend } from './backend.ts'
import { invalidParams, serverError } from './errors.ts'
import { headerJson, logJson, pendingJson } from './format.ts'
import { logFilterParam } from './log-query.ts'
import { positional } from './params.ts'

const MAX_PER_CONNECTION = 1000

/** eth_subscribe over a transport that can push: newHeads, logs, newPendingTransactions (hashes, or whole with `true`). */
export function subscriptionMethods(backend: EthereumBackend): Readonly<Record<string, RpcMethod>> {
  const { chain } = backend
  /** Connection → subscription id → stop. */
  const connections = new Map<number, Map<string, () => void>>()
  let count = 0
  /** Many subscribers, one text. */
  let head: { readonly hash: string; readonly text: string } | undefined

  function headText(block: EthereumBlock): string {
    if (head?.hash !== block.hash) head = { hash: block.hash, text: JSON.stringify(headerJson(block)) }
    return head.text
  }

  function listen(kind: unknown, options: unknown, push: (text: string) => void): () => void {
    switch (kind) {
      case 'newHeads':
        return chain.onBlock((block) => push(headText(block)))
      case 'logs': {
        const filter = logFilterParam(options)
        const pushLogs = (block: EthereumBlock, removed: boolean) => {
          for (const found of logsOf(block, filter)) push(JSON.stringify(logJson(found, removed)))
        }
        const stops = [
          chain.onBlock((block) => pushLogs(block, false)),
          chain.onReorg((dropped) => {
            for (const block of dropped) pushLogs(block, true)
          }),
        ]
        return () => {
          for (const stop of stops) stop()
        }
      }
      case 'newPendingTransactions':
        return chain.onPending((tx) =>
          push(JSON.stringify(options === true ? pendingJson(tx, chain.baseFee) : tx.hash)),
        )
      default:
        throw invalidParams(`no "${String(kind)}" subscription in eth namespace`)
    }
  }

  function subscriptionsOf(context: RpcContext): Map<string, () => void> {
    const known = connections.get(context.connection)
    if (known !== undefined) return known
    const made = new Map<string, () => void>()
    connections.set(context.connection, made)
    context.onClose(() => {
      connections.delete(context.connection)
      for (const stop of made.values()) stop()
    })
    return made
  }

  return {
    eth_subscribe(params, context) {
      const [kind, options] = positional(params)
      const { notify } = context
      if (notify === undefined) throw serverError('notifications not supported')
      const subscriptions = subscriptionsOf(context)
      if (subscriptions.size >= MAX_PER_CONNECTION) throw serverError('too many subscriptions')
      const id = `0x${(++count).toString(16).padStart(32, '0')}`
      const prefix = `{"jsonrpc":"2.0","method":"eth_subscription","params":{"subscription":"${id}","result":`
      subscriptions.set(
        id,
        listen(kind, options, (text) => notify(`${prefix}${text}}}`)),
      )
      return id
    },
    eth_unsubscribe(params, context) {
      const id = String(positional(params)[0])
      const subscriptions = connections.get(context.connection)
      const stop = subscriptions?.get(id)
      if (subscriptions === undefined || stop === undefined) throw serverError('subscription not found')
      subscriptions.delete(id)
      stop()
      return true
    },
  }
}
