import { describe, expect, it } from 'vitest'
import {
  brokerage,
  type CurveState,
  curve,
  type PoolState,
  pool,
  sigmoidParticipants,
  spotPrice,
} from '../src/index.ts'
import { dai, ixo, poolAt, seedCurve, units, value, vectors } from './support.ts'

interface Month {
  readonly month: number
  readonly participants: number
  readonly curveReserveDai: string
  readonly ixoSupply: string
  readonly spotPrice: string
  readonly brokerageDai: string
  readonly brokerageIxo: string
  readonly ixosSupply: string
  readonly leftoverDai: string
  readonly leftoverIxo: string
}
const file = vectors<{
  readonly drawLists: Record<string, { readonly byMonth: readonly (readonly string[])[] }>
  readonly runs: readonly { readonly id: string; readonly draws: string; readonly months: readonly Month[] }[]
}>('seed-run')

const run = (id: string) => {
  const found = file.runs.find((candidate) => candidate.id === id)
  if (!found) throw new Error(`no run ${id}`)
  return { months: found.months, draws: file.drawLists[found.draws]!.byMonth }
}
const noFee = poolAt(0n, 0n, 0n, 0n)

interface Participant {
  dai: bigint
  ixo: bigint
  ixos: bigint
}

/** One month of `seed-parity`: all join, all buy with all their DAI, all deposit all their IXO single-sided, by index. */
function singleSidedMonth(
  joined: Participant[],
  everyone: Participant[],
  world: { curve: CurveState; pool: PoolState },
) {
  everyone.push(...joined)
  for (const participant of everyone) {
    if (participant.dai === 0n) continue
    const { minted, state } = value(curve.mint(world.curve, dai(participant.dai)))
    world.curve = state
    participant.dai = 0n
    participant.ixo += minted
  }
  for (const participant of everyone) {
    if (participant.ixo === 0n) continue
    const deposit = value(brokerage.depositSingle(world.curve, world.pool, ixo(participant.ixo)))
    world.curve = deposit.curve
    world.pool = deposit.pool
    participant.dai += deposit.returnedX
    participant.ixo = deposit.returnedY
    participant.ixos += deposit.vouchers
  }
}

describe.each(['authors-draws/proposed-semantics/kappa=1/decimal', 'own-draws/proposed-semantics/kappa=1/decimal'])(
  'seed-parity, 24 months: %s',
  (id) => {
    const { months, draws } = run(id)
    const world = { curve: seedCurve(), pool: noFee }
    const everyone: Participant[] = []

    it.each(months)('month $month', (expected) => {
      const joined = draws[expected.month - 1]!.map((draw) => ({ dai: units(draw), ixo: 0n, ixos: 0n }))
      expect(everyone.length + joined.length).toBe(sigmoidParticipants(expected.month))
      singleSidedMonth(joined, everyone, world)
      expect({
        participants: everyone.length,
        reserve: world.curve.reserve,
        // In the reference half of the DAI mints; here all of it mints and half of the IXO is burned again.
        supply: world.curve.supply,
        x: world.pool.x,
        y: world.pool.y,
        vouchers: world.pool.vouchers,
        spot: spotPrice(world.curve),
      }).toEqual({
        participants: expected.participants,
        reserve: units(expected.curveReserveDai),
        supply: units(expected.ixoSupply),
        x: units(expected.brokerageDai),
        y: units(expected.brokerageIxo),
        // L = 2·dy here, L = dy in the reference.
        vouchers: 2n * units(expected.ixosSupply),
        spot: units(expected.spotPrice),
      })
      expect(everyone.every(({ dai, ixo }) => dai === 0n && ixo === 0n)).toBe(true)
    })

    it('redeems one IXOS for 0.5 IXO and 0.05 DAI', () => {
      const out = value(pool.withdraw(world.pool, world.pool.vouchers))
      expect(out.y * 2n).toBe(world.pool.vouchers)
      expect(out.x * 20n).toBe(world.pool.vouchers)
    })
  },
)

describe('kappa 2, pair deposit, 24 months: half the DAI buys, half is deposited', () => {
  const { months, draws } = run('own-draws/proposed-semantics/kappa=2/decimal')
  let curveState = seedCurve('2')
  let poolState = noFee
  let leftoverDai = 0n
  let leftoverIxo = 0n

  it.each(months)('month $month', (expected) => {
    const joined = draws[expected.month - 1]!.map((draw) => {
      const half = units(draw) / 2n
      const { minted, state } = value(curve.mint(curveState, dai(half)))
      curveState = state
      return { dai: units(draw) - half, ixo: minted }
    })
    for (const participant of joined) {
      const deposit = value(pool.depositPair(poolState, dai(participant.dai), ixo(participant.ixo)))
      poolState = deposit.state
      leftoverDai += participant.dai - deposit.takenX
      leftoverIxo += participant.ixo - deposit.takenY
    }
    // The reference computes with 34 digits and we in base units: each of the deposits so far may differ by its rounding.
    const slack = BigInt(10 * expected.participants)
    const near = (ours: bigint, reference: string, factor = 1n) => {
      const difference = ours - factor * units(reference)
      expect(difference >= -slack && difference <= slack, `${ours} is not ${reference}`).toBe(true)
    }
    expect(curveState.reserve).toBe(units(expected.curveReserveDai))
    near(curveState.supply, expected.ixoSupply)
    near(poolState.x, expected.brokerageDai)
    near(poolState.y, expected.brokerageIxo)
    near(poolState.vouchers, expected.ixosSupply, 2n)
    near(leftoverDai, expected.leftoverDai)
    near(leftoverIxo, expected.leftoverIxo)
    near(spotPrice(curveState), expected.spotPrice)
  })
})
