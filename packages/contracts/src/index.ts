export { brokerageAbi, contractAbis, marketMakerAbi, pegBridgeAbi, pegTokenAbi } from './generated/abi.ts'
export { type ContractName, contractNames } from './names.ts'
