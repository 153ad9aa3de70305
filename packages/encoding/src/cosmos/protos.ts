export { MsgMultiSend, MsgMultiSendResponse, MsgSend, MsgSendResponse } from 'cosmjs-types/cosmos/bank/v1beta1/tx'
export type { Coin } from 'cosmjs-types/cosmos/base/v1beta1/coin'
export { LegacyAminoPubKey } from 'cosmjs-types/cosmos/crypto/multisig/keys'
export { CompactBitArray, MultiSignature } from 'cosmjs-types/cosmos/crypto/multisig/v1beta1/multisig'
export { PubKey } from 'cosmjs-types/cosmos/crypto/secp256k1/keys'
export { SignatureDescriptor_Data, SignMode } from 'cosmjs-types/cosmos/tx/signing/v1beta1/signing'
export { AuthInfo, Fee, ModeInfo, SignDoc, SignerInfo, TxBody, TxRaw } from 'cosmjs-types/cosmos/tx/v1beta1/tx'
export { Any } from 'cosmjs-types/google/protobuf/any'
export { MsgTransfer, MsgTransferResponse } from 'cosmjs-types/ibc/applications/transfer/v1/tx'
export {
  Acknowledgement,
  Channel,
  Counterparty as ChannelCounterparty,
  Order,
  Packet as PacketProto,
  State as ChannelState,
} from 'cosmjs-types/ibc/core/channel/v1/channel'
export {
  MsgAcknowledgement,
  MsgAcknowledgementResponse,
  MsgChannelCloseConfirm,
  MsgChannelCloseConfirmResponse,
  MsgChannelCloseInit,
  MsgChannelCloseInitResponse,
  MsgChannelOpenAck,
  MsgChannelOpenAckResponse,
  MsgChannelOpenConfirm,
  MsgChannelOpenConfirmResponse,
  MsgChannelOpenInit,
  MsgChannelOpenInitResponse,
  MsgChannelOpenTry,
  MsgChannelOpenTryResponse,
  MsgRecvPacket,
  MsgRecvPacketResponse,
  MsgTimeout,
  MsgTimeoutOnClose,
  MsgTimeoutOnCloseResponse,
  MsgTimeoutResponse,
  ResponseResultType,
} from 'cosmjs-types/ibc/core/channel/v1/tx'
export { Height } from 'cosmjs-types/ibc/core/client/v1/client'
export {
  MsgCreateClient,
  MsgCreateClientResponse,
  MsgSubmitMisbehaviour,
  MsgSubmitMisbehaviourResponse,
  MsgUpdateClient,
  MsgUpdateClientResponse,
} from 'cosmjs-types/ibc/core/client/v1/tx'
export { MerklePrefix } from 'cosmjs-types/ibc/core/commitment/v1/commitment'
export {
  ConnectionEnd,
  Counterparty as ConnectionCounterparty,
  State as ConnectionState,
  Version as ConnectionVersion,
} from 'cosmjs-types/ibc/core/connection/v1/connection'
export {
  MsgConnectionOpenAck,
  MsgConnectionOpenAckResponse,
  MsgConnectionOpenConfirm,
  MsgConnectionOpenConfirmResponse,
  MsgConnectionOpenInit,
  MsgConnectionOpenInitResponse,
  MsgConnectionOpenTry,
  MsgConnectionOpenTryResponse,
} from 'cosmjs-types/ibc/core/connection/v1/tx'
export {
  ClientState as SoloClientState,
  ConsensusState as SoloConsensusState,
  Header as SoloHeader,
  HeaderData as SoloHeaderData,
  Misbehaviour as SoloMisbehaviour,
  SignatureAndData as SoloSignatureAndData,
  SignBytes as SoloSignBytes,
  TimestampedSignatureData as SoloTimestampedSignatureData,
} from 'cosmjs-types/ibc/lightclients/solomachine/v3/solomachine'
