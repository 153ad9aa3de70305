import { balancesTable, supplyTable } from '@pegzone/cosmos'
import { tokens } from '@pegzone/ethereum'
import { ok, PegZoneError } from '@pegzone/outcome'
import { firstValueFrom } from 'rxjs'
import { afterEach, describe, expect, it } from 'vitest'
import { Harness, token } from './harness.ts'

const open: Harness[] = []
afterEach(async () => {
  for (const harness of open.splice(0)) await harness.stop()
})

/** What made the world stop after a bug wrote `plant` into a ledger and one more block was made. */
async function broken(plant: (zone: Harness) => void): Promise<PegZoneError> {
  const zone = await Harness.open()
  open.push(zone)
  const failure = firstValueFrom(zone.world.failure$)
  plant(zone)
  zone.world.ethereum.producer.mine()
  zone.world.cosmos.producer.mine()
  await zone.run()
  const error = await failure
  if (!(error instanceof PegZoneError)) throw error
  return error
}

describe('a world whose conservation is broken', () => {
  it('stops on a balance that no supply covers, and names law, side and block', async () => {
    const error = await broken(({ world }) => {
      const { ledger } = world.ethereum
      const alice = world.accounts.developers[0]!.ethereum.address
      ledger.apply((state) => {
        const balances = state.open(tokens.dai.balances)
        balances.set(alice, (balances.get(alice) ?? 0n) + 1n)
        return ok()
      })
    })
    expect(error.code).toBe('WORLD_INVARIANT_BROKEN')
    expect(error.rejection).toMatchObject({ law: 'sum of holders = supply of DAI', side: 'ethereum', height: 1 })
  })

  it('stops on vouchers that nothing backs', async () => {
    const error = await broken(({ world }) => {
      const { ledger } = world.cosmos.chain
      const alice = world.accounts.developers[0]!.cosmos.address
      ledger.apply((state) => {
        const balances = state.open(balancesTable)
        balances.set([alice, 'acixo'], 5n * token)
        return ok()
      })
    })
    expect(error.rejection).toMatchObject({ law: 'sum of holders = supply of acixo', side: 'cosmos' })
  })

  it('stops on vouchers that are in the supply but in no escrow', async () => {
    const error = await broken(({ world }) => {
      const { ledger } = world.cosmos.chain
      const alice = world.accounts.developers[0]!.cosmos.address
      ledger.apply((state) => {
        state.open(balancesTable).set([alice, 'acixo'], 5n * token)
        state.open(supplyTable).set('acixo', 5n * token)
        return ok()
      })
    })
    expect(error.rejection).toMatchObject({ law: 'c + F − K − W = M − B − Dp − T + X on the ixo lane' })
    expect(error.message).toContain(`${5n * token} base units are booked nowhere`)
  })
})
