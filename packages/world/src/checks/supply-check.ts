import type { Block, DeltaRow, Violation } from '@pegzone/ledger'

/** A table of balances and the table of supplies they add up to, as one ledger declares them. */
export interface SupplyLaw {
  /** Name of the denomination a balance row is of; undefined: not a balance. */
  balanceDenom(row: DeltaRow): string | undefined
  /** Name of the denomination a supply row is of; undefined: not a supply. */
  supplyDenom(row: DeltaRow): string | undefined
  decode(value: Uint8Array): bigint
}

/** Per denomination the balances of a block change by what the supply changes: from its delta alone, whatever the state's size. */
export function checkSupply(block: Pick<Block, 'delta'>, law: SupplyLaw): Violation | undefined {
  const drift = new Map<string, bigint>()
  for (const row of block.delta) {
    const balance = law.balanceDenom(row)
    const denom = balance ?? law.supplyDenom(row)
    if (denom === undefined) continue
    const change = amountOf(row.after, law) - amountOf(row.before, law)
    drift.set(denom, (drift.get(denom) ?? 0n) + (balance === undefined ? -change : change))
  }
  for (const [denom, amount] of drift) {
    if (amount === 0n) continue
    return {
      law: `sum of holders = supply of ${denom}`,
      detail: `Holders changed by ${amount} base units more than the supply`,
    }
  }
  return undefined
}

function amountOf(value: Uint8Array | undefined, law: SupplyLaw): bigint {
  return value === undefined ? 0n : law.decode(value)
}
