export {
  type Account,
  accountOf,
  accountsTable,
  issueWei,
  totalsTable,
} from './chain/accounts.ts'
export type { LogQuery } from './chain/archive.ts'
export type { EthereumBlock, MinedTx, ProducedBlock } from './chain/block.ts'
export { bloomOf } from './chain/bloom.ts'
export type { BuiltIn, CallBlock, CallContext, EvmLog, Revert } from './chain/built-in.ts'
export type { CallRequest, CallResult } from './chain/call.ts'
export { createEthereum, type EthereumChain, type EthereumOptions } from './chain/chain.ts'
export type { ChainTx, TrustedTx } from './chain/chain-tx.ts'
export { effectiveGasPrice } from './chain/gas.ts'
export type { EthereumGenesis, GenesisAccount } from './chain/genesis.ts'
export {
  BLOCK_EXTRA_DATA,
  blockSize,
  EMPTY_TRIE_ROOT,
  EMPTY_UNCLES_HASH,
  type EthereumHeader,
  encodeHeader,
  ZERO_HASH,
} from './chain/header.ts'
export { type FoundLog, type LogFilter, logsOf } from './chain/logs.ts'
export type { TxReceipt } from './chain/receipt.ts'
export { type CallRejection, type EthereumRejection, ethereumCatalogue, type TxRejection } from './chain/rejection.ts'
export {
  type BridgeRejection,
  brokerage,
  type Contracts,
  type ContractsGenesis,
  type ContractsOptions,
  type ContractsRejection,
  contractAddresses,
  contractsCatalogue,
  contractViolations,
  createContracts,
  type GenesisRejection,
  marketMaker,
  pegBridge,
  tokens,
  ZERO_ADDRESS,
} from './contracts/index.ts'
