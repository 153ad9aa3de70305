import { base64Encode, sha256, toHex, utf8ToBytes } from '@pegzone/encoding'
import type { RpcMethod } from '../server/types.ts'
import { readArgs, refused } from './args.ts'
import { type CosmosBackend, type NodeOptions, nodeDefaults } from './backend.ts'
import { blockAt } from './blocks.ts'
import { consensusParamsJson, pubKeyJson, timeText, upperHex, validatorJson } from './wire.ts'

/** The node as CometBFT describes one. The id is derived from the chain id: there is no key behind it. */
export function nodeInfoJson({ chain }: CosmosBackend, options: NodeOptions) {
  const { moniker, cometVersion } = { ...nodeDefaults, ...options }
  return {
    protocol_version: { p2p: '8', block: '11', app: '0' },
    id: toHex(sha256(utf8ToBytes(`pegzone/node/${chain.chainId}`))).slice(0, 40),
    listen_addr: 'tcp://127.0.0.1:26656',
    network: chain.chainId,
    version: cometVersion,
    channels: '40202122233038606100',
    moniker,
    other: { tx_index: 'on', rpc_address: 'tcp://127.0.0.1:26657' },
  }
}

/** Methods about the node and the application behind it. */
export function nodeMethods(backend: CosmosBackend, options: NodeOptions): Record<string, RpcMethod> {
  const { chain } = backend
  const info = nodeInfoJson(backend, options)
  return {
    health: () => ({}),
    net_info: () => ({ listening: true, listeners: ['Listener(@)'], n_peers: '0', peers: [] }),
    status: async () => {
      const latest = await blockAt(chain, undefined)
      const first = await chain.block(Math.max(1, chain.ledger.oldest))
      return {
        node_info: info,
        sync_info: {
          latest_block_hash: upperHex(latest.hash),
          latest_app_hash: upperHex(latest.header.appHash),
          latest_block_height: String(latest.height),
          latest_block_time: timeText(latest.timeNs),
          earliest_block_hash: first === undefined ? '' : upperHex(first.hash),
          earliest_app_hash: first === undefined ? '' : upperHex(first.header.appHash),
          earliest_block_height: String(first?.height ?? 0),
          earliest_block_time: timeText(first?.timeNs ?? 0n),
          catching_up: false,
        },
        validator_info: validatorJson(chain.validator),
      }
    },
    abci_info: async () => {
      const { height, appHash } = await blockAt(chain, undefined)
      return {
        response: {
          data: options.moniker ?? nodeDefaults.moniker,
          version: '',
          app_version: '0',
          last_block_height: String(height),
          last_block_app_hash: base64Encode(appHash),
        },
      }
    },
    abci_query: async (params, context) => {
      const spec = { path: 'text', data: 'hex', height: 'int', prove: 'bool' } as const
      const { path = '', data = new Uint8Array(0), height } = readArgs(spec, params, context)
      if (height !== undefined && height < 0) throw refused('height must be non-negative')
      const answer = await chain.query(path, data, height)
      return {
        response: {
          code: answer.code,
          log: answer.log,
          info: '',
          index: '0',
          key: null,
          value: answer.value.length === 0 ? null : base64Encode(answer.value),
          // No ICS-23 proofs of this ledger exist; `prove` is accepted and not honoured (design.md §9).
          proofOps: null,
          height: String(answer.height),
          codespace: answer.codespace,
        },
      }
    },
    genesis: () => ({ genesis: genesisJson(backend) }),
    genesis_chunked: (params, context) => {
      const { chunk = 0 } = readArgs({ chunk: 'int' }, params, context)
      if (chunk !== 0) throw refused(`there are 0 to 0 chunks, got ${chunk}`)
      return { chunk: '0', total: '1', data: base64Encode(utf8ToBytes(JSON.stringify(genesisJson(backend)))) }
    },
  }
}

function genesisJson({ chain, genesis }: CosmosBackend) {
  const { validator } = chain
  return {
    genesis_time: timeText(BigInt(genesis?.timeNs ?? 0)),
    chain_id: chain.chainId,
    initial_height: '1',
    consensus_params: consensusParamsJson,
    validators: [
      {
        address: upperHex(validator.address),
        pub_key: pubKeyJson(validator),
        power: String(validator.power),
        name: nodeDefaults.moniker,
      },
    ],
    app_hash: '',
    app_state: genesis ?? {},
  }
}
