export { type Account, accountOf, moduleAddress } from './auth/keeper.ts'
export type { Coin } from './bank/coins.ts'
export { balanceOf, balancesOf, balancesTable, supplyOf, supplyTable } from './bank/keeper.ts'
export type {
  BlockId,
  CheckTxResult,
  CometCommit,
  CometHeader,
  CosmosBlock,
  CosmosEvent,
  CosmosValidator,
  EventAttribute,
  MempoolView,
  QueryResult,
  SimulateResult,
  TxResult,
} from './chain/block-types.ts'
export { createCosmos } from './chain/create.ts'
export type { MempoolLimits } from './chain/mempool.ts'
export type { CosmosOptions } from './chain/options.ts'
export type {
  BlockSearch,
  SearchCondition,
  SearchPage,
  TxRecord,
  TxSearch,
} from './chain/search-types.ts'
export { rfc3339 } from './chain/timestamp.ts'
export type { CosmosChain } from './chain/types.ts'
export {
  type AbciError,
  abciError,
  type CosmosRejection,
  cosmosCatalogue,
  type GenesisExistsRejection,
  type GenesisRejection,
  type ModuleRejection,
  type SdkRejection,
  sdkErrors,
  type TxRejection,
} from './errors.ts'
export type {
  CosmosGenesis,
  GenesisAccount,
  GenesisCoin,
  GenesisDenom,
  GenesisIbc,
  GenesisParams,
  GenesisPubKey,
} from './genesis/types.ts'
export { cosmosTables, type IbcGenesis, type ModuleOptions } from './modules.ts'
export { escrowAccount } from './transfer/bank.ts'
