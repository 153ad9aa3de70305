import { fromHex, sha256 } from '@pegzone/encoding'
import type { StoredBlock } from '@pegzone/ledger'
import { type ExecTxResult, ResponseFinalizeBlock } from 'cosmjs-types/tendermint/abci/types'
import { Data, Header } from 'cosmjs-types/tendermint/types/types'
import type { CometHeader, CosmosBlock, CosmosEvent, TxResult } from './block-types.ts'
import { blockId, type ChainConstants, commitFor, headerHash } from './header.ts'
import { fromTimestamp, toTimestamp } from './timestamp.ts'

/** Block body: tendermint.types.Data. It is in the root, and enough to replay the block. */
export function encodeBody(txs: readonly Uint8Array[]): Uint8Array {
  return txs.length === 0 ? NONE : Data.encode({ txs: [...txs] }).finish()
}

const NONE = new Uint8Array(0)

/** Header and results, kept beside the block: length of the header, tendermint.types.Header, ResponseFinalizeBlock. */
export function encodeExtra(
  header: CometHeader,
  results: readonly TxResult[],
  events: readonly CosmosEvent[],
): Uint8Array {
  const head = Header.encode({
    version: header.version,
    chainId: header.chainId,
    height: BigInt(header.height),
    time: toTimestamp(header.timeNs),
    lastBlockId: {
      hash: header.lastBlockId.hash,
      partSetHeader: { total: header.lastBlockId.parts.total, hash: header.lastBlockId.parts.hash },
    },
    lastCommitHash: header.lastCommitHash,
    dataHash: header.dataHash,
    validatorsHash: header.validatorsHash,
    nextValidatorsHash: header.nextValidatorsHash,
    consensusHash: header.consensusHash,
    appHash: header.appHash,
    lastResultsHash: header.lastResultsHash,
    evidenceHash: header.evidenceHash,
    proposerAddress: header.proposerAddress,
  }).finish()
  const body = ResponseFinalizeBlock.encode({
    events: events.map(toProtoEvent),
    txResults: results.map(toProtoResult),
    validatorUpdates: [],
    appHash: NONE,
  }).finish()
  const extra = new Uint8Array(4 + head.length + body.length)
  new DataView(extra.buffer).setUint32(0, head.length)
  extra.set(head, 4)
  extra.set(body, 4 + head.length)
  return extra
}

/** A stored block as CometBFT shows it. Undefined for genesis, which is no block. */
export function decodeBlock(stored: StoredBlock, constants: ChainConstants): CosmosBlock | undefined {
  if (stored.height === 0) return undefined
  const { extra } = stored
  const split = 4 + new DataView(extra.buffer, extra.byteOffset).getUint32(0)
  const header = toHeader(Header.decode(extra.subarray(4, split)))
  const { txResults, events } = ResponseFinalizeBlock.decode(extra.subarray(split))
  const { txs } = Data.decode(stored.body)
  const hash = headerHash(header)
  return {
    height: stored.height,
    timeNs: stored.timeNs,
    hash,
    id: blockId(hash),
    header,
    appHash: fromHex(stored.root),
    txs,
    txHashes: txs.map((tx) => sha256(tx)),
    results: txResults.map(toResult),
    events: events.map(toEvent),
    lastCommit: commitFor(stored.height - 1, header.lastBlockId, stored.timeNs, constants.validator),
  }
}

function toHeader(header: Header): CometHeader {
  const { lastBlockId } = header
  return {
    version: header.version,
    chainId: header.chainId,
    height: Number(header.height),
    timeNs: fromTimestamp(header.time),
    lastBlockId: {
      hash: lastBlockId.hash,
      parts: { total: lastBlockId.partSetHeader.total, hash: lastBlockId.partSetHeader.hash },
    },
    lastCommitHash: header.lastCommitHash,
    dataHash: header.dataHash,
    validatorsHash: header.validatorsHash,
    nextValidatorsHash: header.nextValidatorsHash,
    consensusHash: header.consensusHash,
    appHash: header.appHash,
    lastResultsHash: header.lastResultsHash,
    evidenceHash: header.evidenceHash,
    proposerAddress: header.proposerAddress,
  }
}

type ProtoEvent = ExecTxResult['events'][number]

function toProtoEvent({ type, attributes }: CosmosEvent): ProtoEvent {
  return { type, attributes: attributes.map(({ key, value }) => ({ key, value, index: true })) }
}

function toEvent({ type, attributes }: ProtoEvent): CosmosEvent {
  return { type, attributes: attributes.map(({ key, value }) => ({ key, value })) }
}

function toProtoResult(result: TxResult): ExecTxResult {
  const { code, codespace, data, log, gasUsed } = result
  return {
    code,
    codespace,
    data,
    log,
    info: '',
    gasWanted: BigInt.asIntN(64, result.gasWanted),
    gasUsed,
    events: result.events.map(toProtoEvent),
  }
}

function toResult({ code, codespace, data, log, gasWanted, gasUsed, events }: ExecTxResult): TxResult {
  return { code, codespace, data, log, gasWanted, gasUsed, events: events.map(toEvent) }
}
