import { ok } from '@pegzone/outcome'
import type { Ledger } from '../src/index.ts'
import { coins, notes, sealNext } from './harness.ts'
import { dice } from './unsteady-database.ts'

/** A block that follows from its height alone: 40 rows of some 2000 change, some go. */
export function busyBlock(ledger: Ledger): string {
  ledger.apply((state) => {
    const roll = dice(state.height)
    for (let i = 0; i < 40; i++) {
      const key = [`account-${roll(500)}`, roll(4)] as const
      const table = state.open(coins)
      if (roll(8) === 0) table.delete(key)
      else table.set(key, (table.get(key) ?? 0n) + BigInt(roll(1_000_000)) ** 3n)
    }
    state.open(notes).set(`note-${roll(50)}`, { n: BigInt(state.height) })
    return ok()
  })
  return sealNext(ledger).root
}
