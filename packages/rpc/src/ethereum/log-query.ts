import type { EthAddress, Hex } from '@pegzone/encoding'
import type { FoundLog, LogFilter } from '@pegzone/ethereum'
import { logsOf } from '@pegzone/ethereum'
import { RpcError, rpcCodes } from '../server/types.ts'
import type { EthereumBackend } from './backend.ts'
import { headerNotFound, invalidParams } from './errors.ts'
import { addressParam, hashParam, isMissing, isObject } from './params.ts'
import { heightOfTag } from './tags.ts'

const MAX_TOPICS = 4
const MAX_ALTERNATIVES = 1000
/** Logs in one answer. */
const MAX_RESULTS = 50_000

/** Address and topics of a filter object; null and [] mean anything. */
export function logFilterParam(value: unknown): LogFilter {
  if (isMissing(value)) return {}
  if (!isObject(value)) throw invalidParams('invalid argument 0: filter object expected')
  const addresses = isMissing(value['address']) ? [] : alternatives(value['address'], addressOf)
  const topics = isMissing(value['topics']) ? [] : topicsOf(value['topics'])
  return { ...(addresses.length === 0 ? {} : { addresses }), topics }
}

function topicsOf(value: unknown): readonly (readonly Hex[] | undefined)[] {
  if (!Array.isArray(value)) throw invalidParams('invalid topics: array expected')
  if (value.length > MAX_TOPICS) throw invalidParams('exceed max topics')
  return value.map((topic: unknown) => {
    if (isMissing(topic)) return undefined
    // [null, …] means anything too, as in geth.
    if (Array.isArray(topic) && topic.some(isMissing)) return undefined
    const wanted = alternatives(topic, (one) => hashParam(one, 'topic'))
    return wanted.length === 0 ? undefined : wanted
  })
}

function alternatives<T>(value: unknown, parse: (one: unknown) => T): readonly T[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (list.length > MAX_ALTERNATIVES) throw invalidParams('exceed max addresses or search topics')
  return list.map(parse)
}

function addressOf(value: unknown): EthAddress {
  return addressParam(value, 'address')
}

/** What eth_getLogs answers: the blocks of the range, or the one block that is named by hash. */
export async function findLogs(backend: EthereumBackend, value: unknown): Promise<readonly FoundLog[]> {
  const filter = logFilterParam(value)
  const fields = isObject(value) ? value : {}
  if (!isMissing(fields['blockHash'])) {
    if (!isMissing(fields['fromBlock']) || !isMissing(fields['toBlock'])) {
      throw invalidParams('cannot specify both BlockHash and FromBlock/ToBlock, choose one or the other')
    }
    const block = await backend.chain.blockByHash(hashParam(fields['blockHash'], 'blockHash'))
    if (block === undefined || block.height > backend.chain.durable) throw headerNotFound()
    return logsOf(block, filter)
  }
  const from = heightOfTag(backend, fields['fromBlock'])
  const to = heightOfTag(backend, fields['toBlock'])
  if (from > to) throw invalidParams('invalid block range params')
  if (to > backend.chain.durable) throw invalidParams('block range extends beyond current head block')
  const found = await backend.chain.logs({ ...filter, from, to, limit: MAX_RESULTS + 1 })
  if (found.length > MAX_RESULTS) {
    throw new RpcError(rpcCodes.limit, `query returned more than ${MAX_RESULTS} results; narrow the block range`)
  }
  return found
}
