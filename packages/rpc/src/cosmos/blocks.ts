import type { CosmosBlock, CosmosChain } from '@pegzone/cosmos'
import { base64Encode } from '@pegzone/encoding'
import type { RpcMethod } from '../server/types.ts'
import { readArgs, refused } from './args.ts'
import {
  blockIdJson,
  blockJson,
  blockMetaJson,
  commitJson,
  consensusParamsJson,
  eventsJson,
  headerJson,
  txResultJson,
  validatorJson,
} from './wire.ts'

/** The block at `height`, or the latest durable one. Throws in CometBFT's words. */
export async function blockAt(chain: CosmosChain, height: number | undefined): Promise<CosmosBlock> {
  const latest = chain.ledger.durable.height
  if (height !== undefined) {
    if (height <= 0) throw refused(`height must be greater than 0, but got ${height}`)
    if (height > latest) {
      throw refused(`height ${height} must be less than or equal to the current blockchain height ${latest}`)
    }
  }
  const block = await chain.block(height)
  if (block !== undefined) return block
  if (height === undefined) throw refused('there is no block yet')
  throw refused(`height ${height} is not available, lowest height is ${Math.max(1, chain.ledger.oldest)}`)
}

/** Methods that show blocks and what consensus says of them. */
export function blockMethods(chain: CosmosChain): Record<string, RpcMethod> {
  const one =
    (shape: (block: CosmosBlock) => unknown): RpcMethod =>
    async (params, context) =>
      shape(await blockAt(chain, readArgs({ height: 'int' }, params, context).height))
  const byHash =
    (shape: (block: CosmosBlock) => unknown, missing: unknown): RpcMethod =>
    async (params, context) => {
      const { hash } = readArgs({ hash: 'base64' }, params, context)
      if (hash === undefined) throw refused('hash is missing')
      const block = await chain.blockByHash(hash)
      return block === undefined ? missing : shape(block)
    }
  const whole = (block: CosmosBlock) => ({ block_id: blockIdJson(block.id), block: blockJson(block) })
  return {
    block: one(whole),
    block_by_hash: byHash(whole, { block_id: noBlockId, block: null }),
    header: one(({ header }) => ({ header: headerJson(header) })),
    header_by_hash: byHash(({ header }) => ({ header: headerJson(header) }), { header: null }),
    block_results: one((block) => ({
      height: String(block.height),
      txs_results: block.results.length === 0 ? null : block.results.map(txResultJson),
      finalize_block_events: eventsJson(block.events),
      validator_updates: null,
      consensus_param_updates: null,
      app_hash: base64Encode(block.appHash),
    })),
    commit: one((block) => ({
      signed_header: { header: headerJson(block.header), commit: commitJson(chain.commitOf(block)) },
      canonical: block.height < chain.ledger.durable.height,
    })),
    validators: async (params, context) => {
      const { height, page = 1 } = readArgs({ height: 'int', page: 'int', per_page: 'int' }, params, context)
      const block = await blockAt(chain, height)
      if (page !== 1) throw refused(`page should be within [1, 1] range, given ${page}`)
      return {
        block_height: String(block.height),
        validators: [{ ...validatorJson(chain.validator), proposer_priority: '0' }],
        count: '1',
        total: '1',
      }
    },
    consensus_params: one(({ height }) => ({ block_height: String(height), consensus_params: consensusParamsJson })),
    blockchain: async (params, context) => {
      const { minHeight, maxHeight } = readArgs({ minHeight: 'int', maxHeight: 'int' }, params, context)
      return blockchain(chain, minHeight ?? 0, maxHeight ?? 0)
    },
  }
}

const noBlockId = { hash: '', parts: { total: 0, hash: '' } }
const metasPerCall = 20

/** Block metas from high to low, at most 20. 0 stands for "not given". Source: cometbft rpc/core/blocks.go. */
async function blockchain(chain: CosmosChain, min: number, max: number) {
  const latest = chain.ledger.durable.height
  if (min < 0 || max < 0) throw refused('heights must be non-negative')
  const high = max === 0 ? latest : Math.min(latest, max)
  const low = Math.max(1, chain.ledger.oldest, min, high - metasPerCall + 1)
  if (low > high) throw refused(`min height ${low} can't be greater than max height ${high}`)
  const heights = Array.from({ length: high - low + 1 }, (_, down) => high - down)
  const blocks = await Promise.all(heights.map((height) => blockAt(chain, height)))
  return { last_height: String(latest), block_metas: blocks.map(blockMetaJson) }
}
