import type {
  BlockId,
  CheckTxResult,
  CometCommit,
  CometHeader,
  CosmosBlock,
  CosmosEvent,
  CosmosValidator,
  TxRecord,
  TxResult,
} from '@pegzone/cosmos'
import { base64Encode, toHex } from '@pegzone/encoding'

/**
 * The JSON of CometBFT 0.38: 64-bit integers are decimal strings, hashes and addresses upper-case hex, transactions and
 * keys base64; `code`, `index`, `round` and `parts.total` are numbers. Source: cosmos-rpc.md §A.3, comet38 of CosmJS.
 */
export function upperHex(bytes: Uint8Array): string {
  return toHex(bytes).toUpperCase()
}

/** RFC 3339 in UTC, nine fractional digits. */
export function timeText(timeNs: bigint): string {
  const seconds = new Date(Number(timeNs / 1_000_000n)).toISOString().slice(0, 19)
  return `${seconds}.${String(timeNs % 1_000_000_000n).padStart(9, '0')}Z`
}

export function blockIdJson({ hash, parts }: BlockId) {
  return { hash: upperHex(hash), parts: { total: parts.total, hash: upperHex(parts.hash) } }
}

export function headerJson(header: CometHeader) {
  return {
    version: { block: String(header.version.block), app: String(header.version.app) },
    chain_id: header.chainId,
    height: String(header.height),
    time: timeText(header.timeNs),
    last_block_id: blockIdJson(header.lastBlockId),
    last_commit_hash: upperHex(header.lastCommitHash),
    data_hash: upperHex(header.dataHash),
    validators_hash: upperHex(header.validatorsHash),
    next_validators_hash: upperHex(header.nextValidatorsHash),
    consensus_hash: upperHex(header.consensusHash),
    app_hash: upperHex(header.appHash),
    last_results_hash: upperHex(header.lastResultsHash),
    evidence_hash: upperHex(header.evidenceHash),
    proposer_address: upperHex(header.proposerAddress),
  }
}

export function commitJson({ height, round, blockId, signatures }: CometCommit) {
  return {
    height: String(height),
    round,
    block_id: blockIdJson(blockId),
    signatures: signatures.map(({ validatorAddress, timeNs, signature }) => ({
      block_id_flag: 2,
      validator_address: upperHex(validatorAddress),
      timestamp: timeText(timeNs),
      signature: base64Encode(signature),
    })),
  }
}

export function blockJson({ header, txs, lastCommit }: CosmosBlock) {
  return {
    header: headerJson(header),
    data: { txs: txs.map(base64Encode) },
    evidence: { evidence: [] },
    last_commit: commitJson(lastCommit),
  }
}

export function blockMetaJson({ id, header, txs }: CosmosBlock) {
  // Header, commit and framing of a one-validator block take about this much; nobody decides by it.
  const size = txs.reduce((sum, tx) => sum + tx.length, 700)
  return {
    block_id: blockIdJson(id),
    block_size: String(size),
    header: headerJson(header),
    num_txs: String(txs.length),
  }
}

export function eventsJson(events: readonly CosmosEvent[]) {
  return events.map(({ type, attributes }) => ({
    type,
    attributes: attributes.map(({ key, value }) => ({ key, value, index: true })),
  }))
}

export function txResultJson(result: TxResult) {
  return {
    code: result.code,
    data: result.data.length === 0 ? null : base64Encode(result.data),
    log: result.log,
    info: '',
    gas_wanted: String(result.gasWanted),
    gas_used: String(result.gasUsed),
    events: eventsJson(result.events),
    codespace: result.codespace,
  }
}

export function checkTxJson(result: CheckTxResult) {
  return {
    code: result.code,
    data: null,
    log: result.log,
    info: '',
    gas_wanted: String(result.gasWanted),
    gas_used: String(result.gasUsed),
    events: [],
    codespace: result.codespace,
  }
}

/** `proof` appears only when asked for. */
export function txJson({ hash, height, index, result, tx }: TxRecord, proof?: object) {
  return {
    hash: upperHex(hash),
    height: String(height),
    index,
    tx_result: txResultJson(result),
    tx: base64Encode(tx),
    ...(proof !== undefined && { proof }),
  }
}

export function pubKeyJson({ pubKey }: CosmosValidator) {
  return { type: 'tendermint/PubKeyEd25519', value: base64Encode(pubKey) }
}

export function validatorJson(validator: CosmosValidator) {
  return {
    address: upperHex(validator.address),
    pub_key: pubKeyJson(validator),
    voting_power: String(validator.power),
  }
}

/** CometBFT's defaults; the header commits to `block` only. */
export const consensusParamsJson = {
  block: { max_bytes: '22020096', max_gas: '-1' },
  evidence: { max_age_num_blocks: '100000', max_age_duration: '172800000000000', max_bytes: '1048576' },
  validator: { pub_key_types: ['ed25519'] },
  version: { app: '0' },
  abci: { vote_extensions_enable_height: '0' },
} as const
