import { type Outcome, ok } from '@pegzone/outcome'
import { type SdkRejection, sdkRefuse } from '../errors.ts'

/** An amount of one denom, base units. */
export interface Coin {
  readonly denom: string
  readonly amount: bigint
}

/** A coin as it is on the wire: decimal digits. */
export interface WireCoin {
  readonly denom: string
  readonly amount: string
}

/** Largest amount the SDK's Int can hold. */
export const MAX_AMOUNT = (1n << 256n) - 1n

const DENOM = /^[a-zA-Z][a-zA-Z0-9/:._-]{2,127}$/
const DIGITS = /^[0-9]{1,78}$/

export function isDenom(text: string): boolean {
  return DENOM.test(text)
}

/** The amount of decimal digits, or undefined: signs, spaces, more than 256 bits. */
export function parseAmount(text: string): bigint | undefined {
  if (!DIGITS.test(text)) return undefined
  const amount = BigInt(text)
  return amount <= MAX_AMOUNT ? amount : undefined
}

/** Positive coins of valid denoms, sorted by denom, without duplicates: what the SDK calls valid. Else undefined. */
export function parseCoins(wire: readonly WireCoin[]): readonly Coin[] | undefined {
  const coins: Coin[] = []
  let last = ''
  for (const { denom, amount } of wire) {
    const units = parseAmount(amount)
    if (units === undefined || units === 0n || !isDenom(denom) || denom <= last) return undefined
    coins.push({ denom, amount: units })
    last = denom
  }
  return coins
}

/** As `parseCoins` for the amount of a message: at least one coin. Refuses with code 10. */
export function requireCoins(wire: readonly WireCoin[]): Outcome<readonly Coin[], SdkRejection> {
  const coins = wire.length === 0 ? undefined : parseCoins(wire)
  return coins === undefined ? sdkRefuse('COSMOS_INVALID_COINS', wireText(wire)) : ok(coins)
}

/** `5acdai,7acixo`: the text of coins in events and errors. */
export function coinsText(coins: readonly Coin[]): string {
  return coins.map(coinText).join(',')
}

export function coinText({ denom, amount }: Coin): string {
  return `${amount}${denom}`
}

function wireText(coins: readonly WireCoin[]): string {
  return coins.map(({ denom, amount }) => `${amount}${denom}`).join(',')
}

export function toWire({ denom, amount }: Coin): WireCoin {
  return { denom, amount: amount.toString() }
}
