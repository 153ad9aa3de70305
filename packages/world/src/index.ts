export {
  deriveAccounts,
  developerNames,
  type KeyedAddress,
  type ServiceName,
  serviceNames,
  type WorldAccount,
  type WorldAccounts,
} from './accounts/accounts.ts'
export type { BlockMode } from './chains/block-producer.ts'
export type { CosmosHost } from './chains/cosmos-host.ts'
export type { EthereumHost } from './chains/ethereum-host.ts'
export type { Booked, LaneBooks, WorldBooks } from './checks/books.ts'
export { Pacer, type TimeSource, type WallClock, WorldClock, wallClock } from './clock/index.ts'
export { type WorldRejection, worldCatalogue } from './failure.ts'
export { keptGenesis } from './genesis/keep.ts'
export { type Lane, lanesOf } from './genesis/lanes.ts'
export { parseWorldGenesis } from './genesis/parse.ts'
export { path } from './genesis/path.ts'
export { isPresetName, type PresetName, type PresetOptions, presetGenesis, presetNames } from './genesis/presets.ts'
export type { EthereumSideGenesis, WorldGenesis } from './genesis/world-genesis.ts'
export type { PacketLog, PacketQuery } from './packets/packet-log.ts'
export type { PacketPlace, PacketRecord, PacketState, PacketStep, Side } from './packets/record.ts'
export { createWorld, type World, type WorldOptions, type WorldReport } from './world.ts'
