import type { Packet } from '../packet.ts'
import type { PacketKey } from './keys.ts'

/** Where the packet's commitment is kept, on its source. */
export function sourceKey(packet: Packet): PacketKey {
  return { portId: packet.sourcePort, channelId: packet.sourceChannel, sequence: packet.sequence }
}

/** Where its receipt and acknowledgement are kept, on its destination. */
export function destinationKey(packet: Packet): PacketKey {
  return { portId: packet.destinationPort, channelId: packet.destinationChannel, sequence: packet.sequence }
}
