import { jsonCodec, type KeyCodec, type State, table, u64Codec, type View } from '@pegzone/ledger'
import { hex16 } from '../core/keys.ts'
import { destinationKey } from '../core/packet-keys.ts'
import { deferredTable } from '../core/tables.ts'
import type { Packet } from '../packet.ts'
import { book, laneKey } from './books.ts'
import type { HeldTransfer, Lane } from './types.ts'

type HeldKey = readonly [lane: Lane, turn: bigint]

/** The lane and its turn in the queue as 16 hex digits. */
const heldKey: KeyCodec<HeldKey> = {
  encode: ([lane, turn]) => `${laneKey.encode(lane)}/${hex16(turn)}`,
  decode: (text) => [laneKey.decode(text.slice(0, -17)), BigInt(`0x${text.slice(-16)}`)],
}

/** (lane, turn) → a packet that waits for its pay-out; the packet itself is among the deferred acknowledgements. */
export const heldTable = table({
  name: 'transfer/held',
  key: heldKey,
  value: jsonCodec<Omit<HeldTransfer, 'packet' | 'denom'> & { readonly sequence: bigint }>(),
  ordered: true,
})

/** Lane → the next turn. */
export const heldTurnsTable = table({ name: 'transfer/held-turns', key: laneKey, value: u64Codec })

const LAST = (1n << 64n) - 1n

/** Held packets of a lane, oldest first. */
export function* heldTransfers(view: View, lane: Lane): Iterable<HeldTransfer> {
  for (const [, held] of rows(view, lane)) yield held
}

export function firstHeld(view: View, lane: Lane): readonly [HeldKey, HeldTransfer] | undefined {
  for (const row of rows(view, lane)) return row
  return undefined
}

function* rows(view: View, lane: Lane): Iterable<readonly [HeldKey, HeldTransfer]> {
  const { portId, channelId, denom } = lane
  for (const [key, { sequence, account, amount, heldAtNs }] of view.read(heldTable).range([lane, 0n], [lane, LAST])) {
    // The denom of another lane may continue this one's text.
    if (key[0].denom !== denom) continue
    const packet = view.read(deferredTable).get({ portId, channelId, sequence })!
    yield [key, { packet, denom, account, amount, heldAtNs }]
  }
}

export function hold(
  state: State,
  lane: Lane,
  packet: Packet,
  { account, amount, heldAtNs }: Pick<HeldTransfer, 'account' | 'amount' | 'heldAtNs'>,
): void {
  const turns = state.open(heldTurnsTable)
  const turn = turns.get(lane) ?? 0n
  turns.set(lane, turn + 1n)
  const { sequence } = destinationKey(packet)
  state.open(heldTable).set([lane, turn], { sequence, account, amount, heldAtNs })
  book(state, lane, { held: amount, heldCount: 1 })
}

export function unhold(state: State, lane: Lane, key: HeldKey, { amount }: HeldTransfer): void {
  state.open(heldTable).delete(key)
  book(state, lane, { held: -amount, heldCount: -1 })
}
