import { fromHex, sha256 } from '@pegzone/encoding'
import type { Ledger } from '@pegzone/ledger'
import { type Outcome, ok } from '@pegzone/outcome'
import { abciError, type SdkRejection } from '../errors.ts'
import type { DecodedTx } from '../tx/decode.ts'
import { type ExecEnv, executeTx } from '../tx/execute.ts'
import { encodeBody, encodeExtra } from './block-codec.ts'
import type { CosmosBlock, TxResult } from './block-types.ts'
import { blockId, type ChainConstants, commitFor, headerHash, makeHeader, resultsHash } from './header.ts'
import { indexEntries } from './index-keys.ts'
import { setTip, tipId, tipOf } from './tip.ts'

/** A transaction on its way into a block: decoded, or the refusal it is recorded with. */
export interface Candidate {
  readonly raw: Uint8Array
  readonly hash: Uint8Array
  readonly decoded: Outcome<DecodedTx, SdkRejection>
}

export function candidate(tx: DecodedTx): Candidate {
  return { raw: tx.raw, hash: tx.hash, decoded: ok(tx) }
}

export interface ProducerParts {
  readonly ledger: Ledger
  readonly constants: ChainConstants
  readonly index: boolean
  /** Environment of delivery in the block of this height and time. */
  environment(height: number, timeNs: bigint): ExecEnv
}

/** Executes the transactions in order on the open block and seals it, with header, results and index. */
export function produceBlock(parts: ProducerParts, timeNs: bigint, candidates: readonly Candidate[]): CosmosBlock {
  const { ledger, constants, index } = parts
  const { head } = ledger
  const height = head.height + 1
  const tip = tipOf(ledger.latest)
  const lastCommit = commitFor(head.height, tipId(tip), timeNs, constants.validator)
  const txHashes = candidates.map(({ hash }) => hash)
  const header = makeHeader(constants, {
    height,
    timeNs,
    lastCommit,
    txHashes,
    appHash: fromHex(head.root),
    lastResultsHash: tip.resultsHash,
  })
  const hash = headerHash(header)
  const env = parts.environment(height, timeNs)
  const results = candidates.map(({ decoded }) => deliver(ledger, decoded, env))
  ledger.apply((state) => {
    setTip(state, { height: BigInt(height), hash, resultsHash: resultsHash(results) })
    return ok()
  })
  const txs = candidates.map(({ raw }) => raw)
  const sealed = ledger.seal({ height, timeNs }, encodeBody(txs), {
    extra: encodeExtra(header, results, []),
    ...(index ? { index: indexEntries(height, hash, txHashes, results) } : {}),
  })
  return {
    height,
    timeNs,
    hash,
    id: blockId(hash),
    header,
    appHash: fromHex(sealed.root),
    txs,
    txHashes,
    results,
    events: [],
    lastCommit,
  }
}

function deliver(ledger: Ledger, decoded: Candidate['decoded'], env: ExecEnv): TxResult {
  if (!decoded.ok) {
    return { ...abciError(decoded.rejection), data: NONE, gasWanted: 0n, gasUsed: 0n, events: [] }
  }
  const result = ledger.apply((state) => ok(executeTx(state, decoded.value, env)))
  if (!result.ok) throw new Error('executing a transaction never refuses')
  return result.value
}

const NONE = new Uint8Array(0)

/** For replay: bytes that do not decode keep their place in the block. */
export function rawCandidate(raw: Uint8Array, decode: (raw: Uint8Array) => Candidate['decoded']): Candidate {
  return { raw, hash: sha256(raw), decoded: decode(raw) }
}
