import { sha256, utf8ToBytes } from '@pegzone/encoding'
import { BinaryWriter } from 'cosmjs-types/binary'
import { Timestamp } from 'cosmjs-types/google/protobuf/timestamp'
import { ExecTxResult } from 'cosmjs-types/tendermint/abci/types'
import { PublicKey } from 'cosmjs-types/tendermint/crypto/keys'
import { HashedParams } from 'cosmjs-types/tendermint/types/params'
import { BlockID, CommitSig } from 'cosmjs-types/tendermint/types/types'
import { SimpleValidator } from 'cosmjs-types/tendermint/types/validator'
import { Consensus } from 'cosmjs-types/tendermint/version/types'
import type { BlockId, CometCommit, CometHeader, CosmosValidator, TxResult } from './block-types.ts'
import { merkleLeaf, merkleRoot, rootOf } from './merkle.ts'
import { toTimestamp } from './timestamp.ts'

/** CometBFT block protocol of 0.37 and 0.38. */
const BLOCK_PROTOCOL = 11n
const NONE = new Uint8Array(0)

/** Consensus parameters that the header commits to. */
export const consensusParams = { blockMaxBytes: 22_020_096n, blockMaxGas: -1n } as const

/** The parent of block 1. */
export const NO_BLOCK: BlockId = { hash: NONE, parts: { total: 0, hash: NONE } }

/** Header fields that never change on a chain. */
export interface ChainConstants {
  readonly version: CometHeader['version']
  readonly chainId: string
  readonly validator: CosmosValidator
  readonly validatorsHash: Uint8Array
  readonly consensusHash: Uint8Array
  readonly evidenceHash: Uint8Array
}

/** The validator without a key of its own: 32 bytes derived from the chain id. Nothing is ever signed with it. */
export function defaultValidator(chainId: string): CosmosValidator {
  const pubKey = sha256(utf8ToBytes(`pegzone/validator/${chainId}`))
  return { address: sha256(pubKey).subarray(0, 20), pubKey, power: 1n }
}

export function chainConstants(chainId: string): ChainConstants {
  const validator = defaultValidator(chainId)
  const pubKey = PublicKey.fromPartial({ ed25519: validator.pubKey })
  return {
    version: { block: BLOCK_PROTOCOL, app: 0n },
    chainId,
    validator,
    validatorsHash: merkleRoot([SimpleValidator.encode({ pubKey, votingPower: validator.power }).finish()]),
    consensusHash: sha256(HashedParams.encode(consensusParams).finish()),
    evidenceHash: merkleRoot([]),
  }
}

/** What differs from block to block. */
export interface HeaderParts {
  readonly height: number
  readonly timeNs: bigint
  readonly lastCommit: CometCommit
  readonly txHashes: readonly Uint8Array[]
  readonly appHash: Uint8Array
  readonly lastResultsHash: Uint8Array
}

export function makeHeader(constants: ChainConstants, parts: HeaderParts): CometHeader {
  const { height, timeNs, lastCommit, txHashes, appHash, lastResultsHash } = parts
  return {
    version: constants.version,
    chainId: constants.chainId,
    height,
    timeNs,
    lastBlockId: lastCommit.blockId,
    lastCommitHash: commitHash(lastCommit),
    dataHash: merkleRoot(txHashes),
    validatorsHash: constants.validatorsHash,
    nextValidatorsHash: constants.validatorsHash,
    consensusHash: constants.consensusHash,
    appHash,
    lastResultsHash,
    evidenceHash: constants.evidenceHash,
    proposerAddress: constants.validator.address,
  }
}

/** Merkle root of the encoded fields. Source: cometbft types/block.go Header.Hash. */
export function headerHash(header: CometHeader): Uint8Array {
  const { lastBlockId, timeNs } = header
  const constant = constantLeaves(header)
  return rootOf([
    constant.version,
    constant.chainId,
    merkleLeaf(new BinaryWriter().uint32(8).int64(BigInt(header.height)).finish()),
    merkleLeaf(Timestamp.encode(toTimestamp(timeNs)).finish()),
    merkleLeaf(BlockID.encode(protoId(lastBlockId)).finish()),
    merkleLeaf(bytesValue(header.lastCommitHash)),
    merkleLeaf(bytesValue(header.dataHash)),
    constant.validatorsHash,
    constant.nextValidatorsHash,
    constant.consensusHash,
    merkleLeaf(bytesValue(header.appHash)),
    merkleLeaf(bytesValue(header.lastResultsHash)),
    constant.evidenceHash,
    constant.proposerAddress,
  ])
}

interface ConstantLeaves {
  readonly version: Uint8Array
  readonly chainId: Uint8Array
  readonly validatorsHash: Uint8Array
  readonly nextValidatorsHash: Uint8Array
  readonly consensusHash: Uint8Array
  readonly evidenceHash: Uint8Array
  readonly proposerAddress: Uint8Array
}

/** Seven of the fourteen leaves are the same in every block of a chain. Keyed by the array that `chainConstants` made. */
const leaves = new WeakMap<Uint8Array, ConstantLeaves>()

function constantLeaves(header: CometHeader): ConstantLeaves {
  const known = leaves.get(header.validatorsHash)
  if (known !== undefined) return known
  const made: ConstantLeaves = {
    version: merkleLeaf(Consensus.encode(header.version).finish()),
    chainId: merkleLeaf(bytesValue(utf8ToBytes(header.chainId))),
    validatorsHash: merkleLeaf(bytesValue(header.validatorsHash)),
    nextValidatorsHash: merkleLeaf(bytesValue(header.nextValidatorsHash)),
    consensusHash: merkleLeaf(bytesValue(header.consensusHash)),
    evidenceHash: merkleLeaf(bytesValue(header.evidenceHash)),
    proposerAddress: merkleLeaf(bytesValue(header.proposerAddress)),
  }
  leaves.set(header.validatorsHash, made)
  return made
}

/** Blocks have one part here; its hash stands for the part set. */
export function blockId(hash: Uint8Array): BlockId {
  return { hash, parts: { total: 1, hash: merkleLeaf(hash) } }
}

/** Root over what is deterministic in the results: code, data and gas. */
export function resultsHash(results: readonly TxResult[]): Uint8Array {
  return merkleRoot(
    results.map(({ code, data, gasWanted, gasUsed }) =>
      ExecTxResult.encode(
        ExecTxResult.fromPartial({ code, data, gasWanted: BigInt.asIntN(64, gasWanted), gasUsed }),
      ).finish(),
    ),
  )
}

/**
 * The one validator's commit of a block. `timeNs` is the time of the next block: CometBFT makes a block's time of the
 * votes in its last commit. No signatures for the parent of block 1.
 */
export function commitFor(height: number, id: BlockId, timeNs: bigint, validator: CosmosValidator): CometCommit {
  if (height === 0) return { height, round: 0, blockId: id, signatures: [] }
  const half = merkleLeaf(id.hash)
  const signature = new Uint8Array(64)
  signature.set(half)
  signature.set(sha256(half), 32)
  return {
    height,
    round: 0,
    blockId: id,
    signatures: [{ validatorAddress: validator.address, timeNs, signature }],
  }
}

export function commitHash({ signatures }: CometCommit): Uint8Array {
  return merkleRoot(
    signatures.map(({ validatorAddress, timeNs, signature }) =>
      CommitSig.encode({ blockIdFlag: 2, validatorAddress, timestamp: toTimestamp(timeNs), signature }).finish(),
    ),
  )
}

/** A google.protobuf.BytesValue or StringValue; an empty one is no bytes at all. */
function bytesValue(value: Uint8Array): Uint8Array {
  return value.length === 0 ? NONE : new BinaryWriter().uint32(10).bytes(value).finish()
}

function protoId({ hash, parts }: BlockId): BlockID {
  return { hash, partSetHeader: { total: parts.total, hash: parts.hash } }
}
