import type { CosmosBlock } from '@pegzone/cosmos'
import { base64Encode } from '@pegzone/encoding'
import { RawJson, type RpcContext, type RpcId } from '../server/types.ts'
import { refused } from './args.ts'
import type { CosmosBackend } from './backend.ts'
import { type EventValues, eventValues, matches } from './match.ts'
import { parseQuery, type QueryTerm } from './query.ts'
import { blockIdJson, blockJson, eventsJson, headerJson, txResultJson, upperHex } from './wire.ts'

interface Subscription {
  readonly id: RpcId
  readonly query: string
  readonly terms: readonly QueryTerm[]
  readonly notify: (message: string) => void
}

/** One thing that happened, with its JSON made once for all who want it. */
interface Happening {
  readonly values: EventValues
  readonly text: () => string
}

/** CometBFT allows 5; every CosmJS stream takes one. */
const maxPerConnection = 100

export interface Subscriptions {
  subscribe(query: string, context: RpcContext, id: RpcId): RawJson
  unsubscribe(query: string, context: RpcContext): RawJson
  unsubscribeAll(context: RpcContext): RawJson
}

/** Streams of NewBlock, NewBlockHeader, NewBlockEvents and Tx per durable block; every event repeats the id of its request. */
export function createSubscriptions(backend: CosmosBackend): Subscriptions {
  /** Connection → its subscriptions by query text. */
  const byConnection = new Map<number, Map<string, Subscription>>()
  let stop: (() => void) | undefined
  const done = new RawJson('{}')

  function publish(block: CosmosBlock): void {
    for (const happening of happenings(block)) {
      for (const subscriptions of byConnection.values()) {
        for (const { id, query, terms, notify } of subscriptions.values()) {
          if (!matches(terms, happening.values)) continue
          const result = `{"query":${JSON.stringify(query)},${happening.text()}}`
          notify(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}`)
        }
      }
    }
  }

  function drop(connection: number): void {
    byConnection.delete(connection)
    if (byConnection.size > 0) return
    stop?.()
    stop = undefined
  }

  function opened(context: RpcContext): Map<string, Subscription> {
    const known = byConnection.get(context.connection)
    if (known !== undefined) return known
    const made = new Map<string, Subscription>()
    byConnection.set(context.connection, made)
    stop ??= backend.onBlock(publish)
    context.onClose(() => drop(context.connection))
    return made
  }

  return {
    subscribe(query, context, id) {
      const { notify } = context
      if (notify === undefined) throw refused('subscriptions need a WebSocket: connect to /websocket')
      const parsed = parseQuery(query)
      if (!parsed.ok) throw refused(`failed to parse query: ${parsed.rejection.detail} at ${parsed.rejection.at}`)
      const mine = opened(context)
      if (mine.has(query)) throw refused('already subscribed')
      if (mine.size >= maxPerConnection) throw refused(`max_subscriptions_per_client ${maxPerConnection} reached`)
      mine.set(query, { id, query, terms: parsed.value, notify })
      return done
    },
    unsubscribe(query, context) {
      if (byConnection.get(context.connection)?.delete(query) !== true) throw refused('subscription not found')
      return done
    },
    unsubscribeAll(context) {
      byConnection.get(context.connection)?.clear()
      return done
    },
  }
}

function* happenings(block: CosmosBlock): Generator<Happening> {
  const height = String(block.height)
  const blockEvents = (type: string): EventValues =>
    eventValues(block.events, { 'tm.event': type, 'block.height': height })
  yield happening('NewBlock', blockEvents('NewBlock'), () => ({
    block: blockJson(block),
    block_id: blockIdJson(block.id),
    result_finalize_block: {
      events: eventsJson(block.events),
      tx_results: block.results.map(txResultJson),
      validator_updates: null,
      app_hash: base64Encode(block.appHash),
    },
  }))
  yield happening('NewBlockHeader', blockEvents('NewBlockHeader'), () => ({ header: headerJson(block.header) }))
  yield happening('NewBlockEvents', blockEvents('NewBlockEvents'), () => ({
    height,
    events: eventsJson(block.events),
    num_txs: String(block.txs.length),
  }))
  for (const [index, result] of block.results.entries()) {
    const hash = upperHex(block.txHashes[index] as Uint8Array)
    const values = eventValues(result.events, { 'tm.event': 'Tx', 'tx.hash': hash, 'tx.height': height })
    const tx = block.txs[index] as Uint8Array
    yield happening('Tx', values, () => ({
      TxResult: { height, index, tx: base64Encode(tx), result: txResultJson(result) },
    }))
  }
}

function happening(type: string, values: EventValues, value: () => object): Happening {
  let made: string | undefined
  return {
    values,
    text() {
      made ??= `"data":${JSON.stringify({ type: `tendermint/event/${type}`, value: value() })},"events":${JSON.stringify(Object.fromEntries(values))}`
      return made
    },
  }
}
