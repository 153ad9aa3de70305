import {
  amountCodec,
  type Codec,
  jsonCodec,
  type KeyCodec,
  list,
  type State,
  table,
  textKey,
  type View,
} from '@pegzone/ledger'
import { channelKey } from '../core/keys.ts'
import type { Lane, TransferBooks, TransferParams } from './types.ts'

/** `port/channel/denom`: the denom may hold slashes, ports and channels may not. */
export const laneKey: KeyCodec<Lane> = {
  encode: ({ portId, channelId, denom }) => textKey.encode(`${portId}/${channelId}/${denom}`),
  decode: (encoded) => {
    const text = textKey.decode(encoded)
    const end = text.indexOf('/', text.indexOf('/') + 1)
    return { ...channelKey.decode(text.slice(0, end)), denom: text.slice(end + 1) }
  },
}

const amounts = list(amountCodec)

/** The seven books in the order of `TransferBooks`. */
const booksCodec: Codec<TransferBooks> = {
  encode: ({ escrowed, sent, acknowledged, refunded, received, held, heldCount }) =>
    amounts.encode([escrowed, sent, acknowledged, refunded, received, held, BigInt(heldCount)]),
  decode: (bytes) => {
    const [escrowed, sent, acknowledged, refunded, received, held, heldCount] = amounts.decode(bytes)
    return {
      escrowed: escrowed!,
      sent: sent!,
      acknowledged: acknowledged!,
      refunded: refunded!,
      received: received!,
      held: held!,
      heldCount: Number(heldCount!),
    }
  },
}

/** (port, channel, local denom) → books of the lane, base units. */
export const booksTable = table({ name: 'transfer/books', key: laneKey, value: booksCodec, ordered: true })

/** `params` → switches. Absent: both on. */
export const transferParamsTable = table({
  name: 'transfer/params',
  key: textKey,
  value: jsonCodec<TransferParams>(),
})

const NOTHING: TransferBooks = {
  escrowed: 0n,
  sent: 0n,
  acknowledged: 0n,
  refunded: 0n,
  received: 0n,
  held: 0n,
  heldCount: 0,
}

export function transferBooks(view: View, lane: Lane): TransferBooks {
  return view.read(booksTable).get(lane) ?? NOTHING
}

/** The books of every lane of every channel, by port, channel and denom. */
export function allTransferBooks(view: View): readonly (readonly [Lane, TransferBooks])[] {
  return [...view.read(booksTable).range()]
}

/** P: own sends neither acknowledged nor refunded, which must stay refundable. */
export function pendingOf({ sent, acknowledged, refunded }: TransferBooks): bigint {
  return sent - acknowledged - refunded
}

/** K − P: what may be paid out of escrow now. Only means something on lanes that escrow here. */
export function releasableOf(books: TransferBooks): bigint {
  return books.escrowed - pendingOf(books)
}

/** In escrow over all channels: ibc-go's total escrow for a denom. */
export function totalEscrow(view: View, denom: string): bigint {
  let total = 0n
  for (const [lane, { escrowed }] of view.read(booksTable).range()) if (lane.denom === denom) total += escrowed
  return total
}

type Change = { readonly [B in keyof TransferBooks]?: TransferBooks[B] }

/** Adds the changes, which may be negative. Throws if a book would fall below zero: that is a bug, never a refusal. */
export function book(state: State, lane: Lane, change: Change): void {
  const books = state.open(booksTable)
  const before = books.get(lane) ?? NOTHING
  const after: TransferBooks = {
    escrowed: before.escrowed + (change.escrowed ?? 0n),
    sent: before.sent + (change.sent ?? 0n),
    acknowledged: before.acknowledged + (change.acknowledged ?? 0n),
    refunded: before.refunded + (change.refunded ?? 0n),
    received: before.received + (change.received ?? 0n),
    held: before.held + (change.held ?? 0n),
    heldCount: before.heldCount + (change.heldCount ?? 0),
  }
  if (after.escrowed < 0n || after.held < 0n || after.heldCount < 0)
    throw new RangeError(`the books of ${laneKey.encode(lane)} would fall below zero`)
  books.set(lane, after)
}

/**
 * Enters an escrow that no packet made: genesis balances that are mirrored from block 0, a top-up by the buffer (T), a
 * loss (X, negative). Throws if the escrow would fall below zero.
 */
export function bookEscrow(state: State, lane: Lane, amount: bigint): void {
  book(state, lane, { escrowed: amount })
}

export function transferParams(view: View): TransferParams {
  return view.read(transferParamsTable).get('params') ?? { sendEnabled: true, receiveEnabled: true }
}

export function setTransferParams(state: State, { sendEnabled, receiveEnabled }: TransferParams): void {
  state.open(transferParamsTable).set('params', { sendEnabled, receiveEnabled })
}
