import { bytesToHex, keccak256 } from '@pegzone/encoding'
import type { RpcMethod } from '../server/types.ts'
import type { EthereumBackend } from './backend.ts'
import { bytesParam, positional, quantity } from './params.ts'

/** What a client asks about the node itself. */
export function nodeMethods({
  chain,
  clientVersion = 'pegzone/0.1.0',
}: EthereumBackend): Readonly<Record<string, RpcMethod>> {
  const chainId = quantity(chain.chainId)
  return {
    eth_chainId: () => chainId,
    eth_syncing: () => false,
    eth_coinbase: () => chain.coinbase,
    eth_mining: () => false,
    eth_hashrate: () => '0x0',
    net_version: () => chain.chainId.toString(),
    net_listening: () => true,
    net_peerCount: () => '0x0',
    web3_clientVersion: () => clientVersion,
    web3_sha3: (params) => bytesToHex(keccak256(bytesParam(positional(params)[0], '0'))),
    rpc_modules: () => ({ eth: '1.0', net: '1.0', web3: '1.0', txpool: '1.0' }),
  }
}
