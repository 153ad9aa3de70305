export type { Any } from './any.ts'
export type { AppRejection, ChannelOpening, IbcApp, Received } from './app.ts'
export type { ChannelCounterparty, ChannelEnd, ChannelOrder, ChannelRef, ChannelState } from './channel.ts'
export type { ConnectionCounterparty, ConnectionEnd, ConnectionState, ConnectionVersion } from './connection.ts'
export type { IbcCoreEvent, IbcEvent, TransferEvent } from './events.ts'
export {
  compareHeights,
  type Height,
  type HostContext,
  heightText,
  hostHeight,
  isZeroHeight,
  ZERO_HEIGHT,
} from './host.ts'
export type { Ibc, IbcOptions } from './ibc.ts'
export type { AbsenceClaim, ClientStatus, ClientUpdate, LightClientModule, MembershipClaim } from './light-client.ts'
export type {
  AcknowledgePacket,
  ChannelCloseConfirm,
  ChannelCloseInit,
  ChannelOpenAck,
  ChannelOpenConfirm,
  ChannelOpenInit,
  ChannelOpenTry,
  ConnectionOpenAck,
  ConnectionOpenConfirm,
  ConnectionOpenInit,
  ConnectionOpenTry,
  CreateClient,
  PacketResult,
  Proven,
  RecoverClient,
  RecvPacket,
  RecvResult,
  SendPacket,
  TimeoutOnClose,
  TimeoutPacket,
  UpdateClient,
  WriteAcknowledgement,
} from './messages.ts'
export type { Packet, SentPacket } from './packet.ts'
export { paths } from './paths.ts'
export { type IbcRejection, ibcCatalogue } from './rejections.ts'
export { type TransferRejection, transferCatalogue } from './transfer/rejections.ts'
export type {
  BankMove,
  DenomEntry,
  HeldTransfer,
  Lane,
  TransferApp,
  TransferBank,
  TransferBooks,
  TransferData,
  TransferParams,
  TransferSend,
  UnescrowPurpose,
} from './transfer/types.ts'
