export type { Any } from './any.ts'
export type { AppRejection, ChannelOpening, IbcApp, Received } from './app.ts'
export type { ChannelCounterparty, ChannelEnd, ChannelOrder, ChannelRef, ChannelState } from './channel.ts'
export { attestation, attestationClient, KEPT_HEIGHTS } from './clients/attestation/client.ts'
export {
  ATTESTATION_TYPES,
  attestationDomain,
  attestedCommitment,
  attestedPath,
  packetAttestationDigest,
  stateAttestationDigest,
  ZERO_COMMITMENT,
} from './clients/attestation/digest.ts'
export {
  ATTESTATION_CLIENT_STATE,
  ATTESTATION_CONSENSUS_STATE,
  ATTESTATION_HEADER,
  ATTESTATION_MISBEHAVIOUR,
  ATTESTATION_TYPE,
  type AttestationDomain,
  type AttestationState,
  type PacketAttestation,
  type PacketCompact,
  type StateAttestation,
} from './clients/attestation/types.ts'
export {
  attestationClientState,
  attestationConsensusState,
  attestationHeader,
  attestationMisbehaviour,
  attestationStateCodec,
  decodeAttestationProof,
  decodeStateProof,
  type EvidenceKind,
  encodeAttestationProof,
  encodeStateProof,
  type Signed,
} from './clients/attestation/wire.ts'
export {
  MOCK_CLIENT_STATE,
  MOCK_HEADER,
  MOCK_MISBEHAVIOUR,
  type MockState,
  mockClient,
  mockClientState,
  mockConsensusState,
  mockHeader,
  mockProof,
} from './clients/mock/client.ts'
export { soloClient, soloMachineClient } from './clients/solo/client.ts'
export {
  SOLO_CLIENT_STATE,
  SOLO_CONSENSUS_STATE,
  SOLO_HEADER,
  SOLO_HEADER_PATH,
  SOLO_MISBEHAVIOUR,
  SOLO_TYPE,
  type SoloState,
  type SoloStatement,
} from './clients/solo/types.ts'
export {
  encodeSoloProof,
  soloClientState,
  soloConsensusState,
  soloHeader,
  soloHeaderData,
  soloHeaderStatement,
  soloMisbehaviour,
  soloMultiSignature,
  soloMultisigKey,
  soloPublicKey,
  soloSignBytes,
  soloSingleSignature,
  soloStateCodec,
} from './clients/solo/wire.ts'
export type { ConnectionCounterparty, ConnectionEnd, ConnectionState, ConnectionVersion } from './connection.ts'
export { type Acknowledgement, errorAck, parseAck, SUCCESS_ACK } from './core/acknowledgement.ts'
export { allowedClients, setAllowedClients } from './core/clients.ts'
export {
  ackCommitment,
  ackCommitmentV2,
  type PayloadV2,
  packetCommitment,
  packetCommitmentV2,
  payloadHashV2,
  UNIVERSAL_ERROR_ACK_V2,
} from './core/commitments.ts'
export { SUPPORTED_VERSIONS } from './core/connections.ts'
export { createIbc } from './core/create.ts'
export { type OpenChannelGenesis, type OpenedChannel, openChannelGenesis } from './core/genesis.ts'
export { type IdentifierKind, isChannelId, isIdentifier } from './core/identifiers.ts'
export type { PacketKey } from './core/keys.ts'
export { channelCodec, connectionCodec, packetCodec } from './core/proto.ts'
export {
  acknowledgementOf,
  acknowledgements,
  acknowledgementsOf,
  channelOf,
  channels,
  clientIds,
  clientTypeOf,
  commitmentOf,
  connectionOf,
  connections,
  deferredPackets,
  isReceived,
  nextSequences,
  pendingCommitments,
  sentPacketOf,
  sentPackets,
  unreceivedAcks,
  unreceivedPackets,
} from './core/queries.ts'
export { isElapsed, MAX_PACKET_DATA } from './core/send.ts'
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
export { ibcTables } from './tables.ts'
export { createTransferApp, TRANSFER_VERSION, type TransferOptions } from './transfer/app.ts'
export {
  allTransferBooks,
  book,
  bookEscrow,
  pendingOf,
  releasableOf,
  setTransferParams,
  totalEscrow,
  transferBooks,
  transferParams,
} from './transfer/books.ts'
export { encodeTransferData, parseTransferData } from './transfer/data.ts'
export {
  cameOver,
  type DenomPath,
  denomPathText,
  escrowAddress,
  parseDenom,
  traceHash,
  voucherDenom,
} from './transfer/denom.ts'
export { heldTransfers } from './transfer/held.ts'
export { denomEntries, localDenom, registerDenom, traceOf, voucherTraces } from './transfer/registry.ts'
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
  Unescrowed,
  UnescrowPurpose,
} from './transfer/types.ts'
