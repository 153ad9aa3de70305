import type { EthAddress, Hex } from '@pegzone/encoding'
import type { EthereumBlock } from './block.ts'
import { mayContain } from './bloom.ts'
import type { EvmLog } from './built-in.ts'

/** Which logs: any of the addresses (undefined: all), and per position any of the topics (undefined: whatever is there). */
export interface LogFilter {
  readonly addresses?: readonly EthAddress[]
  readonly topics?: readonly (readonly Hex[] | undefined)[]
}

/** A log with its place. */
export interface FoundLog {
  readonly log: EvmLog
  readonly block: EthereumBlock
  readonly transactionHash: Hex
  readonly transactionIndex: number
  /** Index in the block. */
  readonly logIndex: number
}

/** The matching logs of one block, in order. */
export function logsOf(block: EthereumBlock, filter: LogFilter = {}): readonly FoundLog[] {
  if (!mayMatch(block.header.logsBloom, filter)) return []
  return block.transactions.flatMap(({ hash, index, receipt }) =>
    receipt.logs
      .map((log, at) => ({
        log,
        block,
        transactionHash: hash,
        transactionIndex: index,
        logIndex: receipt.firstLogIndex + at,
      }))
      .filter(({ log }) => matches(log, filter)),
  )
}

/** False: no log below the bloom matches. */
export function mayMatch(bloom: Uint8Array, { addresses, topics = [] }: LogFilter): boolean {
  const anyOf = (items: readonly Hex[] | undefined) =>
    items === undefined || items.some((item) => mayContain(bloom, item))
  return anyOf(addresses) && topics.every(anyOf)
}

function matches(log: EvmLog, { addresses, topics = [] }: LogFilter): boolean {
  if (addresses !== undefined && !addresses.includes(log.address)) return false
  if (topics.length > log.topics.length) return false
  return topics.every((wanted, at) => wanted === undefined || wanted.includes(log.topics[at]!))
}
