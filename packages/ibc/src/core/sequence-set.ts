import { bytesCodec, type State, type TableDef, table, type View } from '@pegzone/ledger'
import type { ChannelRef } from '../channel.ts'
import { LAST_SEQUENCE, type PacketKey, packetKey } from './keys.ts'

/**
 * A set of sequences per channel as bitmap pages of 256: one bit per packet instead of one row, so that what must be
 * remembered for ever (which packets came in) hardly grows.
 */
export type SequenceSet = TableDef<PacketKey, Uint8Array>

const SHIFT = 8n
const BYTES = 32

export function sequenceSet(name: string): SequenceSet {
  return table({ name, key: packetKey, value: bytesCodec, ordered: true })
}

export function hasSequence(view: View, set: SequenceSet, { portId, channelId, sequence }: PacketKey): boolean {
  const page = view.read(set).get({ portId, channelId, sequence: sequence >> SHIFT })
  if (page === undefined) return false
  const bit = Number(sequence & 255n)
  return (page[bit >> 3]! & (1 << (bit & 7))) !== 0
}

export function addSequence(state: State, set: SequenceSet, { portId, channelId, sequence }: PacketKey): void {
  const pages = state.open(set)
  const key = { portId, channelId, sequence: sequence >> SHIFT }
  const page = new Uint8Array(BYTES)
  const before = pages.get(key)
  if (before !== undefined) page.set(before)
  const bit = Number(sequence & 255n)
  page[bit >> 3]! |= 1 << (bit & 7)
  pages.set(key, page)
}

/** Asks for many sequences of one channel: the page last read is kept. */
export function sequenceReader(
  view: View,
  set: SequenceSet,
  { portId, channelId }: ChannelRef,
): (sequence: bigint) => boolean {
  const pages = view.read(set)
  let number = -1n
  let page: Uint8Array | undefined
  return (sequence) => {
    const wanted = sequence >> SHIFT
    if (wanted !== number) {
      number = wanted
      page = pages.get({ portId, channelId, sequence: wanted })
    }
    if (page === undefined) return false
    const bit = Number(sequence & 255n)
    return (page[bit >> 3]! & (1 << (bit & 7))) !== 0
  }
}

/** Ascending, from `from` on. */
export function* sequencesFrom(
  view: View,
  set: SequenceSet,
  { portId, channelId, sequence: from }: PacketKey,
): Iterable<bigint> {
  const end = { portId, channelId, sequence: LAST_SEQUENCE }
  for (const [key, page] of view.read(set).range({ portId, channelId, sequence: from >> SHIFT }, end)) {
    const base = key.sequence << SHIFT
    for (let bit = 0; bit < BYTES * 8; bit++) {
      if ((page[bit >> 3]! & (1 << (bit & 7))) === 0) continue
      const sequence = base + BigInt(bit)
      if (sequence >= from) yield sequence
    }
  }
}
