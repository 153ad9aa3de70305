export { type AbiCodec, type AbiError, type AbiFunction, abiCodec, abiError, abiFunction } from './abi/abi.ts'
export { type AbiEvent, abiEvent, type LogContent } from './abi/event.ts'
export type { AbiFragment, AbiParameter } from './abi/fragment.ts'
export type { InputsOf, OutputsOf, ValueOf, ValuesOf } from './abi/infer.ts'
export type { AbiValue } from './abi/value.ts'
export { type Bech32, bech32Decode, bech32Encode } from './bech32.ts'
export { bigintToBytes, bytesToBigint, concatBytes, equalBytes, readBigint, u64be } from './bytes/bytes.ts'
export { bytesToHex, fromHex, type Hex, hexToBytes, parseHex, toHex } from './bytes/hex.ts'
export {
  base64Decode,
  base64Encode,
  bytesToKey,
  bytesToUtf8,
  keyToBytes,
  parseUtf8,
  utf8ToBytes,
} from './bytes/text.ts'
export {
  type AminoContext,
  type AminoConverter,
  type AminoConverters,
  type AminoFee,
  type AminoJson,
  type AminoMsg,
  type AminoSignDoc,
  aminoConverters,
  aminoSignBytes,
  aminoSignBytesOf,
  toAmino,
} from './cosmos/amino.ts'
export { buildCosmosTx, type CosmosTxFields } from './cosmos/build.ts'
export {
  decodeAny,
  decodeMessage,
  encodeMessage,
  type MessageDecoder,
  type MessageType,
  messageTypes,
  type TypedMessage,
  type TypeRegistry,
  toAny,
} from './cosmos/messages.ts'
export {
  Acknowledgement,
  Any,
  AuthInfo,
  Channel,
  ChannelCounterparty,
  ChannelState,
  type Coin,
  CompactBitArray,
  ConnectionCounterparty,
  ConnectionEnd,
  ConnectionState,
  ConnectionVersion,
  Fee,
  Height,
  LegacyAminoPubKey,
  MerklePrefix,
  ModeInfo,
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
  MsgConnectionOpenAck,
  MsgConnectionOpenAckResponse,
  MsgConnectionOpenConfirm,
  MsgConnectionOpenConfirmResponse,
  MsgConnectionOpenInit,
  MsgConnectionOpenInitResponse,
  MsgConnectionOpenTry,
  MsgConnectionOpenTryResponse,
  MsgCreateClient,
  MsgCreateClientResponse,
  MsgMultiSend,
  MsgMultiSendResponse,
  MsgRecvPacket,
  MsgRecvPacketResponse,
  MsgSend,
  MsgSendResponse,
  MsgSubmitMisbehaviour,
  MsgSubmitMisbehaviourResponse,
  MsgTimeout,
  MsgTimeoutOnClose,
  MsgTimeoutOnCloseResponse,
  MsgTimeoutResponse,
  MsgTransfer,
  MsgTransferResponse,
  MsgUpdateClient,
  MsgUpdateClientResponse,
  MultiSignature,
  Order,
  PacketProto,
  PubKey,
  ResponseResultType,
  SignatureDescriptor_Data,
  SignDoc,
  SignerInfo,
  SignMode,
  SoloClientState,
  SoloConsensusState,
  SoloHeader,
  SoloHeaderData,
  SoloMisbehaviour,
  SoloSignatureAndData,
  SoloSignBytes,
  SoloTimestampedSignatureData,
  TxBody,
  TxRaw,
} from './cosmos/protos.ts'
export {
  decodePublicKey,
  encodePublicKey,
  type MultisigKey,
  multisigSigners,
  type PublicKey,
  publicKeyAddress,
  type SingleKey,
} from './cosmos/public-key.ts'
export {
  type CosmosTx,
  cosmosTxHash,
  type DirectSignDoc,
  decodeCosmosTx,
  directSignBytes,
  encodeCosmosTx,
  type RawCosmosTx,
} from './cosmos/tx.ts'
export type { EcdsaSignature, Secp256k1 } from './crypto/backend.ts'
export { keccak256, ripemd160, sha256 } from './crypto/hashes.ts'
export { cryptoBackends, secp256k1 } from './crypto/secp256k1.ts'
export { cosmosAddressBytes, cosmosAddressOf, ethAddressOf } from './keys/address.ts'
export { cosmosPath, deriveKey, ethPath } from './keys/derive.ts'
export { checksumAddress, type EthAddress, parseEthAddress } from './keys/eth-address.ts'
export { DEV_MNEMONIC, mnemonicToSeed, validateMnemonic } from './keys/mnemonic.ts'
export {
  type AbiRejection,
  type AminoRejection,
  type DecodeRejection,
  type EncodingRejection,
  encodingCatalogue,
  type ProtobufRejection,
  type RlpRejection,
} from './rejection.ts'
export { type RlpItem, rlpDecode, rlpEncode } from './rlp.ts'
export { buildEthTx, type EthTxFields } from './transaction/build.ts'
export { decodeTransaction } from './transaction/decode.ts'
export { signTransaction } from './transaction/sign.ts'
export type {
  AccessListEntry,
  AccessListPayload,
  EthTx,
  EthTxPayload,
  EthTxSignature,
  FeeMarketPayload,
  LegacyPayload,
} from './transaction/types.ts'
export {
  type TypedDataDomain,
  type TypedDataHasher,
  type TypedDataMember,
  type TypedDataTypes,
  typedDataDigest,
  typedDataHasher,
} from './typed-data.ts'
