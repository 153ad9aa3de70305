import { base64Decode, base64Encode, bytesToUtf8, fromHex, sha256, utf8ToBytes } from '@pegzone/encoding'
import type { StoredBlock } from '@pegzone/ledger'
import { Data } from 'cosmjs-types/tendermint/types/types'
import type { CometHeader, CosmosBlock, CosmosEvent, TxResult } from './block-types.ts'
import { blockId, type ChainConstants, commitFor, headerHash, makeHeader, NO_BLOCK } from './header.ts'

/** Block body: tendermint.types.Data. It is in the root, and enough to replay the block. */
export function encodeBody(txs: readonly Uint8Array[]): Uint8Array {
  return txs.length === 0 ? NONE : Data.encode({ txs: [...txs] }).finish()
}

const NONE = new Uint8Array(0)

/**
 * What is kept beside the block, outside the root: header hashes and results as compact JSON. Native JSON is several
 * times faster than a protobuf encoder in JavaScript, and these bytes never leave the ledger.
 */
export function encodeExtra(
  header: CometHeader,
  results: readonly TxResult[],
  events: readonly CosmosEvent[],
): Uint8Array {
  const record: ExtraRecord = {
    // The other fields follow from the block, its number and the chain's constants.
    last: base64Encode(header.lastBlockId.hash),
    app: base64Encode(header.appHash),
    results: base64Encode(header.lastResultsHash),
    txs: results.map((result) => [
      result.code,
      result.codespace,
      base64Encode(result.data),
      result.log,
      result.gasWanted.toString(),
      result.gasUsed.toString(),
      result.events.map(flatEvent),
    ]),
    events: events.map(flatEvent),
  }
  return utf8ToBytes(JSON.stringify(record))
}

/** type, then key and value in turn */
type FlatEvent = readonly string[]
type FlatResult = readonly [
  code: number,
  codespace: string,
  data: string,
  log: string,
  gasWanted: string,
  gasUsed: string,
  events: readonly FlatEvent[],
]

interface ExtraRecord {
  readonly last: string
  readonly app: string
  readonly results: string
  readonly txs: readonly FlatResult[]
  readonly events: readonly FlatEvent[]
}

function flatEvent({ type, attributes }: CosmosEvent): FlatEvent {
  const flat = [type]
  for (const { key, value } of attributes) flat.push(key, value)
  return flat
}

function toEvent([type, ...flat]: FlatEvent): CosmosEvent {
  const attributes: { key: string; value: string }[] = []
  for (let i = 0; i < flat.length; i += 2) attributes.push({ key: flat[i]!, value: flat[i + 1]! })
  return { type: type!, attributes }
}

function toResult([code, codespace, data, log, gasWanted, gasUsed, events]: FlatResult): TxResult {
  return {
    code,
    codespace,
    data: base64Decode(data)!,
    log,
    gasWanted: BigInt(gasWanted),
    gasUsed: BigInt(gasUsed),
    events: events.map(toEvent),
  }
}

/** A stored block as CometBFT shows it. Undefined for genesis, which is no block. */
export function decodeBlock(stored: StoredBlock, constants: ChainConstants): CosmosBlock | undefined {
  const { height, timeNs } = stored
  if (height === 0) return undefined
  const record = JSON.parse(bytesToUtf8(stored.extra)) as ExtraRecord
  const txs = Data.decode(stored.body).txs
  const txHashes = txs.map((tx) => sha256(tx))
  const lastHash = base64Decode(record.last)!
  const parent = lastHash.length === 0 ? NO_BLOCK : blockId(lastHash)
  const lastCommit = commitFor(height - 1, parent, timeNs, constants.validator)
  const header = makeHeader(constants, {
    height,
    timeNs,
    lastCommit,
    txHashes,
    appHash: base64Decode(record.app)!,
    lastResultsHash: base64Decode(record.results)!,
  })
  const hash = headerHash(header)
  return {
    height,
    timeNs,
    hash,
    id: blockId(hash),
    header,
    appHash: fromHex(stored.root),
    txs,
    txHashes,
    results: record.txs.map(toResult),
    events: record.events.map(toEvent),
    lastCommit,
  }
}
