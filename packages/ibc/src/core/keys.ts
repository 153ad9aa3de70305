import type { KeyCodec } from '@pegzone/ledger'
import type { ChannelRef } from '../channel.ts'

/** One packet at one end of a channel. */
export interface PacketKey extends ChannelRef {
  readonly sequence: bigint
}

/** `port/channel`: identifiers hold no slash, so the text is unambiguous. */
export const channelKey: KeyCodec<ChannelRef> = {
  encode: ({ portId, channelId }) => `${portId}/${channelId}`,
  decode: (text) => {
    const slash = text.indexOf('/')
    return { portId: text.slice(0, slash), channelId: text.slice(slash + 1) }
  },
}

/** `port/channel/` and the sequence as 16 hex digits: packets of one channel sort by sequence. */
export const packetKey: KeyCodec<PacketKey> = {
  encode: ({ portId, channelId, sequence }) => `${portId}/${channelId}/${hex16(sequence)}`,
  decode: (text) => ({ ...channelKey.decode(text.slice(0, -17)), sequence: BigInt(`0x${text.slice(-16)}`) }),
}

/** Beyond every sequence: the end of a range over one channel. */
export const LAST_SEQUENCE = (1n << 64n) - 1n

export function hex16(n: bigint): string {
  return n.toString(16).padStart(16, '0')
}
