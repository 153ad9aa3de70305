/** Which ledger. A packet is named after the one that sent it. */
export type Side = 'ethereum' | 'cosmos'

/** What a block says about one packet. `source` is the side that sent it, whichever side the block is on. */
export type PacketObservation = {
  readonly source: Side
  /** Channel on the source. */
  readonly channel: string
  readonly sequence: bigint
} & (
  | { readonly type: 'sent'; readonly data: Uint8Array; readonly timeoutTimestamp: bigint }
  | { readonly type: 'received' }
  | { readonly type: 'answered'; readonly acknowledgement: Uint8Array }
  | { readonly type: 'acknowledged'; readonly acknowledgement: Uint8Array | undefined }
  | { readonly type: 'timed-out' }
)

/** Where and when it was observed. */
export interface PacketPlace {
  readonly side: Side
  readonly height: number
  readonly timeNs: bigint
  readonly tx: string
}

/** `held`: received, pay-out waits. `refunded`: the receiver's error came back. The last three are final. */
export type PacketState = 'sent' | 'held' | 'received' | 'acknowledged' | 'refunded' | 'timed-out'

export interface PacketStep extends PacketPlace {
  readonly state: PacketState
}

/** The life of one packet as both ledgers tell it, oldest step first. */
export interface PacketRecord {
  /** `ethereum/channel-0/119`. */
  readonly id: string
  readonly source: Side
  readonly channel: string
  readonly sequence: bigint
  readonly state: PacketState
  /** As the packet carries it: base denom or trace. Empty until the send has been seen. */
  readonly denom: string
  readonly amount: bigint
  readonly sender: string
  readonly receiver: string
  readonly memo: string
  /** Nanoseconds; 0: none. */
  readonly timeoutTimestamp: bigint
  /** Text of an error acknowledgement. */
  readonly error: string | undefined
  readonly steps: readonly PacketStep[]
}

const order: Readonly<Record<PacketState, number>> = {
  sent: 0,
  held: 1,
  received: 2,
  acknowledged: 3,
  refunded: 3,
  'timed-out': 3,
}

export function packetIdOf({ source, channel, sequence }: PacketObservation): string {
  return `${source}/${channel}/${sequence}`
}

export function isSettled(state: PacketState): boolean {
  return order[state] === 3
}

/** The record after one more observation. Blocks of the two sides arrive in any order: a later state is never undone. */
export function observe(
  record: PacketRecord | undefined,
  observation: PacketObservation,
  place: PacketPlace,
): PacketRecord {
  const known = record ?? blank(observation)
  const { state, error } = stateOf(observation, known)
  const step: PacketStep = { ...place, state }
  // A packet that is answered in the transaction that received it was never held.
  const others = known.steps.filter((other) => other.tx !== place.tx || (other.state === 'held') === (state === 'held'))
  const steps = others.some((other) => other.state === state && other.tx === place.tx)
    ? others
    : [...others, step].sort((a, b) => order[a.state] - order[b.state])
  const next = {
    ...known,
    steps,
    error: error ?? known.error,
    state: order[state] >= order[known.state] ? state : known.state,
  }
  return observation.type === 'sent'
    ? { ...next, ...parseTransfer(observation.data), timeoutTimestamp: observation.timeoutTimestamp }
    : next
}

function blank(observation: PacketObservation): PacketRecord {
  const { source, channel, sequence } = observation
  return {
    id: packetIdOf(observation),
    source,
    channel,
    sequence,
    state: 'sent',
    denom: '',
    amount: 0n,
    sender: '',
    receiver: '',
    memo: '',
    timeoutTimestamp: 0n,
    error: undefined,
    steps: [],
  }
}

function stateOf(
  observation: PacketObservation,
  known: PacketRecord,
): { readonly state: PacketState; readonly error?: string | undefined } {
  switch (observation.type) {
    case 'sent':
      return { state: 'sent' }
    case 'received':
      return { state: known.steps.some(({ state }) => state === 'received') ? 'received' : 'held' }
    case 'answered':
      return { state: 'received', error: errorOf(observation.acknowledgement) }
    case 'acknowledged': {
      const error = observation.acknowledgement === undefined ? known.error : errorOf(observation.acknowledgement)
      return { state: error === undefined ? 'acknowledged' : 'refunded', error }
    }
    case 'timed-out':
      return { state: 'timed-out' }
  }
}

/** The text of an error acknowledgement; undefined for a result. */
function errorOf(acknowledgement: Uint8Array): string | undefined {
  const { error } = parseObject(acknowledgement)
  return typeof error === 'string' ? error : undefined
}

function parseTransfer(data: Uint8Array): Pick<PacketRecord, 'denom' | 'amount' | 'sender' | 'receiver' | 'memo'> {
  const fields = parseObject(data)
  const text = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '')
  const amount = text('amount')
  return {
    denom: text('denom'),
    amount: /^[0-9]{1,78}$/.test(amount) ? BigInt(amount) : 0n,
    sender: text('sender'),
    receiver: text('receiver'),
    memo: text('memo'),
  }
}

/** Packets of other applications carry other data: they are shown without these fields. */
function parseObject(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}
