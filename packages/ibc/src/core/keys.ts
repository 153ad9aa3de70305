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
  decode: (text) => {
    const slash = text.indexOf('/')
    const end = text.length - 17
    return { portId: text.slice(0, slash), channelId: text.slice(slash + 1, end), sequence: sequenceAt(text, end + 1) }
  },
}

/** 16 hex digits. Sequences below 2^52, which is all of them, go through a number: parsing a bigint costs ten times as much. */
function sequenceAt(text: string, from: number): bigint {
  const low = Number.parseInt(text.slice(from + 3), 16)
  return text.startsWith('000', from) ? BigInt(low) : BigInt(`0x${text.slice(from)}`)
}

/** Beyond every sequence: the end of a range over one channel. */
export const LAST_SEQUENCE = (1n << 64n) - 1n

export function hex16(n: bigint): string {
  return n.toString(16).padStart(16, '0')
}
