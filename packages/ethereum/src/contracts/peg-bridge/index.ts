export { adminOf, setAdmin } from './admin.ts'
export type { BridgeCore } from './core.ts'
export { submit } from './handshake.ts'
export { hostOf } from './host.ts'
export {
  acknowledgePackets,
  type PacketBatch,
  recvPackets,
  type SendTransfer,
  send,
  timeoutPackets,
  updateClient,
} from './keeper.ts'
export { denomOf, laneOf, TRANSFER_PORT, tokenOfDenom } from './lanes.ts'
