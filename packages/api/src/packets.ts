/** Which ledger. A packet is named after the one that sent it. */
export const sides = ['ethereum', 'cosmos'] as const
export type Side = (typeof sides)[number]

/** `ethereum/channel-0/119`: both directions count from 1, so the side is part of the name. */
export type PacketId = `${Side}/channel-${number}/${number}`

/** design.md §4. The last four settle a packet for good. */
export const packetStates = [
  'sent',
  'confirmed',
  'attested',
  'received',
  'held',
  'queued',
  'acknowledged',
  'timed-out',
  'refunded',
  'conflicted',
] as const
export type PacketState = (typeof packetStates)[number]

export const settledStates = ['acknowledged', 'timed-out', 'refunded', 'conflicted'] as const satisfies PacketState[]

/** One step of a packet, at the ledger where it happened. */
export interface PacketStep {
  readonly state: PacketState
  readonly side: Side
  readonly height: number
  /** Ledger time, nanoseconds since 1970, decimal digits. */
  readonly timeNs: string
  /** Transaction that did it, as its chain writes hashes. Absent for steps that are no transaction. */
  readonly tx?: string
}

export interface PacketData {
  readonly id: PacketId
  readonly source: Side
  readonly channel: string
  readonly sequence: number
  readonly state: PacketState
  /** Denom as the packet carries it: `dai`, `ixo`, `ixos`, or a trace. */
  readonly denom: string
  /** Base units, decimal digits. */
  readonly amount: string
  readonly sender: string
  readonly receiver: string
  readonly memo?: string
  /** Nanoseconds since 1970, decimal digits; `0`: none. */
  readonly timeoutTimestamp: string
  /** Text of an error acknowledgement. */
  readonly error?: string
  /** Oldest first. May hold only the last step after a restart. */
  readonly steps: readonly PacketStep[]
}

export function packetId(source: Side, channel: string, sequence: number | bigint | string): PacketId {
  return `${source}/${channel}/${sequence}` as PacketId
}

export interface ParsedPacketId {
  readonly source: Side
  readonly channel: `channel-${number}`
  readonly sequence: number
}

/** Undefined when `text` is no packet id. */
export function parsePacketId(text: string): ParsedPacketId | undefined {
  const match = /^(ethereum|cosmos)\/(channel-\d{1,10})\/([1-9]\d{0,15})$/.exec(text)
  if (match === null) return undefined
  const [, source, channel, sequence] = match
  return { source: source as Side, channel: channel as `channel-${number}`, sequence: Number(sequence) }
}

export interface PacketFilter {
  readonly state?: PacketState | undefined
  readonly source?: Side | undefined
  /** `true`: only packets that are not settled yet. */
  readonly pending?: boolean | undefined
  readonly limit?: number | undefined
}
