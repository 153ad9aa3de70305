import { balancesTable, supplyOf, supplyTable } from '@pegzone/cosmos'
import { tokens } from '@pegzone/ethereum'
import { transferBooks } from '@pegzone/ibc'
import { amountCodec, type Block, type Ledger, type Violation } from '@pegzone/ledger'
import type { WorldRejection } from '../failure.ts'
import type { Lane } from '../genesis/lanes.ts'
import type { Side } from '../packets/record.ts'
import { type LaneCounters, type WorldBooks, worldBooks } from './books.ts'
import { checkSupply, type SupplyLaw } from './supply-check.ts'

export interface ConservationOptions {
  readonly ethereum: Ledger
  readonly cosmos: Ledger
  readonly lanes: readonly Lane[]
  /** Both ends of the lanes. */
  readonly channelId: { readonly ethereum: string; readonly cosmos: string }
}

/** The laws that hold over both ledgers, checked after every block of either from its delta and the lanes' counters. */
export class Conservation {
  readonly #options: ConservationOptions

  constructor(options: ConservationOptions) {
    this.#options = options
  }

  books(): WorldBooks {
    const { ethereum, cosmos, lanes } = this.#options
    const at = { ethereum: ethereum.head.height, cosmos: cosmos.head.height }
    return worldBooks(lanes, at, (lane) => this.#counters(lane))
  }

  /** The first law that a block breaks; undefined when all hold. */
  check(side: Side, block: Block): WorldRejection | undefined {
    const violation = checkSupply(block, laws[side]) ?? this.#lanes()
    return (
      violation && {
        code: 'WORLD_INVARIANT_BROKEN',
        law: violation.law,
        detail: violation.detail,
        side,
        height: block.height,
      }
    )
  }

  #lanes(): Violation | undefined {
    const broken = this.books().lanes.find(({ balanced }) => !balanced)
    if (broken === undefined) return undefined
    const { lane, escrow, vouchers, inFlight, unbacked } = broken
    return {
      law: `c + F − K − W = M − B − Dp − T + X on the ${lane} lane`,
      detail: `Vouchers ${vouchers}, in flight ${inFlight}, escrow ${escrow}: ${unbacked} base units are booked nowhere`,
    }
  }

  #counters({ packetDenom, cosmosDenom }: Lane): LaneCounters {
    const { ethereum, cosmos, channelId } = this.#options
    const portId = 'transfer'
    const here = { portId, channelId: channelId.ethereum, denom: packetDenom }
    const there = { portId, channelId: channelId.cosmos, denom: cosmosDenom }
    return {
      ethereum: transferBooks(ethereum.latest, here),
      cosmos: transferBooks(cosmos.latest, there),
      vouchers: supplyOf(cosmos.latest, cosmosDenom),
    }
  }
}

const decode = (value: Uint8Array): bigint => amountCodec.decode(value)
const symbolOfTable = new Map(tokens.tokens.map(({ balances, symbol }) => [balances.name, symbol]))

const laws: Readonly<Record<Side, SupplyLaw>> = {
  ethereum: {
    balanceDenom: ({ table }) => symbolOfTable.get(table),
    supplyDenom: ({ table, key }) =>
      table === tokens.supplyTable.name ? tokens.supplyTable.key.decode(key) : undefined,
    decode,
  },
  cosmos: {
    balanceDenom: ({ table, key }) => (table === balancesTable.name ? balancesTable.key.decode(key)[1] : undefined),
    supplyDenom: ({ table, key }) => (table === supplyTable.name ? supplyTable.key.decode(key) : undefined),
    decode,
  },
}
