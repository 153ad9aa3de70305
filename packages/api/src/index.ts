export { type ActionInput, type ActionOutput, type AdminAction, type AdminActions, adminActions } from './actions.ts'
export { type BooksData, type LaneBooks, type LaneName, laneNames } from './books.ts'
export { type AdminClient, type AdminClientOptions, createAdminClient } from './client.ts'
export { type ApiError, type Envelope, type Failure, fail, type Meta, type Success, succeed } from './envelope.ts'
export { AdminError, type ApiRejection, apiCatalogue, apiErrorOf } from './errors.ts'
export type { EventsOptions, WebSocketClass, WebSocketLike } from './event-stream.ts'
export {
  type AdminEvent,
  type BlockData,
  type Change,
  type ChangePayloads,
  type ChangeType,
  changeTypes,
  type HeadsData,
  type NoticeData,
  type SnapshotData,
} from './events.ts'
export { loadSchemas } from './lazy.ts'
export {
  type PacketData,
  type PacketFilter,
  type PacketId,
  type PacketState,
  type PacketStep,
  type ParsedPacketId,
  packetId,
  packetStates,
  parsePacketId,
  type Side,
  settledStates,
  sides,
} from './packets.ts'
export { adminRoutes } from './routes.ts'
export {
  type AccountStatus,
  type ContractName,
  type CosmosStatus,
  contractNames,
  type DenomSymbol,
  denomSymbols,
  type EthereumStatus,
  type StatusData,
  schemaVersion,
} from './status.ts'
