import type { Coin } from '../bank/coins.ts'
import { isDenom } from '../bank/coins.ts'

/** Lowest price of one gas that this node admits, in 10^-18 base units, by denom. Empty: any fee. One denom suffices. */
export interface FeePolicy {
  readonly minGasPrices: readonly Coin[]
}

/** `0.025acixo,1acdai` as in app.toml; undefined when it is no list of prices with at most 18 decimals. */
export function parseGasPrices(text: string): FeePolicy | undefined {
  if (text === '') return { minGasPrices: [] }
  const minGasPrices: Coin[] = []
  for (const part of text.split(',')) {
    const match = /^(\d{1,60})(?:\.(\d{1,18}))?([a-zA-Z].*)$/.exec(part)
    if (match === null) return undefined
    const [, whole, fraction = '', denom] = match
    if (!isDenom(denom!)) return undefined
    const amount = BigInt(whole!) * WAD + BigInt(fraction.padEnd(18, '0'))
    if (amount > 0n) minGasPrices.push({ denom: denom!, amount })
  }
  return { minGasPrices: minGasPrices.sort((a, b) => (a.denom < b.denom ? -1 : 1)) }
}

/** Fee asked for a gas limit, rounded up. */
export function requiredFee({ minGasPrices }: FeePolicy, gasLimit: bigint): readonly Coin[] {
  return minGasPrices.map(({ denom, amount }) => ({ denom, amount: (amount * gasLimit + WAD - 1n) / WAD }))
}

const WAD = 10n ** 18n
