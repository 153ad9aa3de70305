import {
  type BlockData,
  type BooksData,
  type Change,
  type LaneBooks,
  type PacketData,
  type PacketFilter,
  packetId,
  type StatusData,
} from '@pegzone/api'
import type { CosmosBlock } from '@pegzone/cosmos'
import { toHex } from '@pegzone/encoding'
import type { EthereumBlock } from '@pegzone/ethereum'
import type { AdminActionHandlers, AdminHandlers } from '@pegzone/rpc'
import type { PacketRecord, World, WorldBooks } from '@pegzone/world'
import { map, merge } from 'rxjs'

/** What the admin server shows of a world. Everything is durable state. */
export async function adminHandlers(world: World, status: () => StatusData, stop: () => void): Promise<AdminHandlers> {
  const { ethereum, cosmos } = world
  const [ethereumHead, cosmosHead] = await Promise.all([
    ethereum.chain.block(ethereum.chain.durable),
    cosmos.chain.block(),
  ])
  const heads: { ethereum: BlockData | null; cosmos: BlockData | null } = {
    ethereum: ethereumHead === undefined ? null : ethereumBlock(ethereumHead),
    cosmos: cosmosHead === undefined ? null : cosmosBlock(cosmosHead),
  }
  world.ethereum.block$.subscribe((block) => {
    heads.ethereum = ethereumBlock(block)
  })
  world.cosmos.block$.subscribe((block) => {
    heads.cosmos = cosmosBlock(block)
  })
  return {
    status,
    heads: () => heads,
    books: () => booksData(world.books()),
    packets: (filter) => world.packets.list(queryOf(filter)).map(packetData),
    packet(id) {
      const record = world.packets.get(id)
      return record && packetData(record)
    },
    onChange(listener) {
      const change$ = merge(
        world.ethereum.block$.pipe(map((block): Change => ({ type: 'block', data: ethereumBlock(block) }))),
        world.cosmos.block$.pipe(map((block): Change => ({ type: 'block', data: cosmosBlock(block) }))),
        world.packets$.pipe(map((record): Change => ({ type: 'packet', data: packetData(record) }))),
        world.books$.pipe(map((books): Change => ({ type: 'books', data: booksData(books) }))),
      )
      const subscription = change$.subscribe(listener)
      return () => subscription.unsubscribe()
    },
    actions: actions(world, stop),
  }
}

function actions(world: World, stop: () => void): Partial<AdminActionHandlers> {
  return {
    stop() {
      stop()
      return { stopping: true }
    },
    'relayer-clear'() {
      const pending = world.packets.list({ pending: true, limit: Number.POSITIVE_INFINITY }).length
      world.relayer.clear()
      return { pending }
    },
  }
}

function ethereumBlock({ height, hash, timeNs, transactions }: EthereumBlock): BlockData {
  return { side: 'ethereum', height, hash, timeNs: timeNs.toString(), transactions: transactions.length }
}

function cosmosBlock({ height, hash, timeNs, txs }: CosmosBlock): BlockData {
  return {
    side: 'cosmos',
    height,
    hash: toHex(hash).toUpperCase(),
    timeNs: timeNs.toString(),
    transactions: txs.length,
  }
}

/** States that the ledgers do not tell (confirmed, attested, queued, conflicted) are in no record yet: none is found. */
function queryOf({ state, source, pending, limit }: PacketFilter) {
  return { state: state as PacketRecord['state'] | undefined, source, pending, limit }
}

export function packetData(record: PacketRecord): PacketData {
  const { source, channel, sequence, state, denom, amount, sender, receiver, memo, timeoutTimestamp, error } = record
  return {
    id: packetId(source, channel, sequence),
    source,
    channel,
    sequence: Number(sequence),
    state,
    denom,
    amount: amount.toString(),
    sender,
    receiver,
    ...(memo !== '' && { memo }),
    timeoutTimestamp: timeoutTimestamp.toString(),
    ...(error !== undefined && { error }),
    steps: record.steps.map((step) => ({
      state: step.state,
      side: step.side,
      height: step.height,
      timeNs: step.timeNs.toString(),
      tx: step.tx,
    })),
  }
}

export function booksData({ at, lanes }: WorldBooks): BooksData {
  return {
    at,
    lanes: lanes.map((books): LaneBooks => {
      const { escrow, vouchers, inFlight, unbacked, booked } = books
      return {
        lane: books.lane,
        escrow: escrow.toString(),
        vouchers: vouchers.toString(),
        inFlight: inFlight.toString(),
        minted: booked.minted.toString(),
        burned: booked.burned.toString(),
        unbacked: booked.unbacked.toString(),
        paidUnbacked: booked.paidUnbacked.toString(),
        retired: booked.retired.toString(),
        topUp: booked.topUp.toString(),
        lost: booked.lost.toString(),
        spunDown: booked.spunDown.toString(),
        unbackedSupply: unbacked.toString(),
        balanced: books.balanced,
      }
    }),
  }
}
