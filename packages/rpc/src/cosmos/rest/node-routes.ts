import type { CometHeader, CosmosBlock } from '@pegzone/cosmos'
import { base64Encode } from '@pegzone/encoding'
import type { FastifyInstance } from 'fastify'
import { type CosmosBackend, type NodeOptions, nodeDefaults } from '../backend.ts'
import { nodeInfoJson } from '../node-info.ts'
import { timeText } from '../wire.ts'
import { GatewayError } from './error.ts'
import { base64OfHex } from './gateway.ts'

const base = '/cosmos/base/tendermint/v1beta1'

/** The node service: about CometBFT, not about state. */
export function addNodeRoutes(app: FastifyInstance, backend: CosmosBackend, options: NodeOptions): void {
  const { chain } = backend
  app.get(`${base}/node_info`, async () => {
    const { id, channels, ...info } = nodeInfoJson(backend, options)
    const name = options.moniker ?? nodeDefaults.moniker
    return {
      default_node_info: { ...info, default_node_id: id, channels: base64OfHex(channels) },
      application_version: {
        name,
        app_name: name,
        version: '0.1.0',
        git_commit: '',
        build_tags: '',
        go_version: '',
        build_deps: [],
        cosmos_sdk_version: 'v0.50.13',
      },
    }
  })
  app.get(`${base}/syncing`, async () => ({ syncing: false }))
  app.get(`${base}/blocks/latest`, async () => blockJson(await find(undefined)))
  app.get<{ Params: { height: string } }>(`${base}/blocks/:height`, async ({ params: { height } }) => {
    if (!/^[1-9]\d{0,14}$/.test(height)) throw new GatewayError(400, 3, `type mismatch, parameter: height`)
    return blockJson(await find(Number(height)))
  })
  app.get(`${base}/validatorsets/latest`, async () => ({
    block_height: String(chain.ledger.durable.height),
    validators: [
      {
        address: base64Encode(chain.validator.address),
        pub_key: { '@type': '/cosmos.crypto.ed25519.PubKey', key: base64Encode(chain.validator.pubKey) },
        voting_power: String(chain.validator.power),
        proposer_priority: '0',
      },
    ],
    pagination: { next_key: null, total: '1' },
  }))

  async function find(height: number | undefined): Promise<CosmosBlock> {
    const block = await chain.block(height)
    if (block === undefined) throw new GatewayError(400, 3, 'requested block height is bigger than the chain length')
    return block
  }
}

/** Here hashes are base64, as bytes always are in the gateway's JSON. */
function blockJson(block: CosmosBlock) {
  const header = headerJson(block.header)
  const { lastCommit } = block
  const body = {
    header,
    data: { txs: block.txs.map(base64Encode) },
    evidence: { evidence: [] },
    last_commit: {
      height: String(lastCommit.height),
      round: lastCommit.round,
      block_id: idJson(lastCommit.blockId),
      signatures: lastCommit.signatures.map(({ validatorAddress, timeNs, signature }) => ({
        block_id_flag: 'BLOCK_ID_FLAG_COMMIT',
        validator_address: base64Encode(validatorAddress),
        timestamp: timeText(timeNs),
        signature: base64Encode(signature),
      })),
    },
  }
  return { block_id: idJson(block.id), block: body, sdk_block: body }
}

function idJson({ hash, parts }: CosmosBlock['id']) {
  return { hash: base64Encode(hash), part_set_header: { total: parts.total, hash: base64Encode(parts.hash) } }
}

function headerJson(header: CometHeader) {
  return {
    version: { block: String(header.version.block), app: String(header.version.app) },
    chain_id: header.chainId,
    height: String(header.height),
    time: timeText(header.timeNs),
    last_block_id: idJson(header.lastBlockId),
    last_commit_hash: base64Encode(header.lastCommitHash),
    data_hash: base64Encode(header.dataHash),
    validators_hash: base64Encode(header.validatorsHash),
    next_validators_hash: base64Encode(header.nextValidatorsHash),
    consensus_hash: base64Encode(header.consensusHash),
    app_hash: base64Encode(header.appHash),
    last_results_hash: base64Encode(header.lastResultsHash),
    evidence_hash: base64Encode(header.evidenceHash),
    proposer_address: base64Encode(header.proposerAddress),
  }
}
