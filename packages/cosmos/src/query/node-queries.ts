import { toHex } from '@pegzone/encoding'
import { ok } from '@pegzone/outcome'
import {
  GetBlockByHeightRequest,
  GetBlockByHeightResponse,
  GetLatestBlockRequest,
  GetLatestBlockResponse,
  GetNodeInfoRequest,
  GetNodeInfoResponse,
  GetSyncingRequest,
  GetSyncingResponse,
} from 'cosmjs-types/cosmos/base/tendermint/v1beta1/query'
import { DefaultNodeInfo } from 'cosmjs-types/tendermint/p2p/types'
import type { Block } from 'cosmjs-types/tendermint/types/block'
import { BlockIDFlag } from 'cosmjs-types/tendermint/types/validator'
import type { BlockId, CometHeader, CosmosBlock } from '../chain/block-types.ts'
import { toTimestamp } from '../chain/timestamp.ts'
import { type BoundQuery, notFound, queryMethod } from './method.ts'

const SERVICE = '/cosmos.base.tendermint.v1beta1.Service'

/** What a node says of itself and of blocks over gRPC. */
export const nodeQueries: readonly BoundQuery[] = [
  queryMethod({
    path: `${SERVICE}/GetNodeInfo`,
    request: GetNodeInfoRequest,
    response: GetNodeInfoResponse,
    handle: ({ chainId, node }) =>
      ok({
        defaultNodeInfo: DefaultNodeInfo.fromPartial({
          protocolVersion: { p2p: 8n, block: 11n, app: 0n },
          defaultNodeId: toHex(node.validator.address),
          listenAddr: 'tcp://127.0.0.1:26656',
          network: chainId,
          version: '0.38.19',
          moniker: 'pegzone',
          other: { txIndex: 'on', rpcAddress: 'tcp://127.0.0.1:26657' },
        }),
        applicationVersion: {
          name: 'pegzone',
          appName: 'pegzoned',
          version: '0.1.0',
          gitCommit: '',
          buildTags: '',
          goVersion: '',
          buildDeps: [],
          cosmosSdkVersion: 'v0.50',
        },
      }),
  }),
  queryMethod({
    path: `${SERVICE}/GetSyncing`,
    request: GetSyncingRequest,
    response: GetSyncingResponse,
    handle: () => ok({ syncing: false }),
  }),
  queryMethod({
    path: `${SERVICE}/GetLatestBlock`,
    request: GetLatestBlockRequest,
    response: GetLatestBlockResponse,
    async handle({ node }) {
      const block = await node.block()
      return block === undefined
        ? notFound('no block yet')
        : ok({ blockId: toProtoId(block.id), block: toBlock(block) })
    },
  }),
  queryMethod({
    path: `${SERVICE}/GetBlockByHeight`,
    request: GetBlockByHeightRequest,
    response: GetBlockByHeightResponse,
    async handle({ node }, { height }) {
      const block = height < 1n || height > 2n ** 52n ? undefined : await node.block(Number(height))
      return block === undefined
        ? notFound(`block ${height} not found`)
        : ok({ blockId: toProtoId(block.id), block: toBlock(block) })
    },
  }),
]

function toBlock({ header, txs, lastCommit }: CosmosBlock): Block {
  return {
    header: toHeader(header),
    data: { txs: [...txs] },
    evidence: { evidence: [] },
    lastCommit: {
      height: BigInt(lastCommit.height),
      round: lastCommit.round,
      blockId: toProtoId(lastCommit.blockId),
      signatures: lastCommit.signatures.map(({ validatorAddress, timeNs, signature }) => ({
        blockIdFlag: BlockIDFlag.BLOCK_ID_FLAG_COMMIT,
        validatorAddress,
        timestamp: toTimestamp(timeNs),
        signature,
      })),
    },
  }
}

function toHeader({ height, timeNs, lastBlockId, ...rest }: CometHeader): Block['header'] {
  return { ...rest, height: BigInt(height), time: toTimestamp(timeNs), lastBlockId: toProtoId(lastBlockId) }
}

function toProtoId({ hash, parts }: BlockId) {
  return { hash, partSetHeader: { total: parts.total, hash: parts.hash } }
}
