export { contractAddresses, ZERO_ADDRESS } from './addresses.ts'
export * as brokerage from './brokerage/index.ts'
export { type Contracts, type ContractsOptions, createContracts } from './contracts.ts'
export type { ContractsGenesis } from './genesis.ts'
export { contractViolations } from './laws.ts'
export * as marketMaker from './market-maker/index.ts'
export * as pegBridge from './peg-bridge/index.ts'
export {
  type BridgeRejection,
  type ContractsRejection,
  contractsCatalogue,
  type GenesisRejection,
} from './rejection.ts'
export * as tokens from './token/index.ts'
