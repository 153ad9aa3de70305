import type { Lane } from '@pegzone/ibc'
import { type Token, tokens } from '../token/tokens.ts'

/** The port of ICS-20. */
export const TRANSFER_PORT = 'transfer'

/** The name of a token in packets: `dai`, `ixo`, `ixos`. */
export function denomOf(token: Token): string {
  return token.symbol.toLowerCase()
}

const byDenom = new Map(tokens.map((token) => [denomOf(token), token]))

export function tokenOfDenom(denom: string): Token | undefined {
  return byDenom.get(denom)
}

/** One token over one channel. */
export function laneOf(token: Token, channelId: string): Lane {
  return { portId: TRANSFER_PORT, channelId, denom: denomOf(token) }
}
