import { voucherDenom } from '@pegzone/ibc'
import { path } from './path.ts'
import type { WorldGenesis } from './world-genesis.ts'

/** A token that crosses, as each ledger names it. All have 18 decimals. */
export interface Lane {
  /** On Ethereum. */
  readonly symbol: 'DAI' | 'IXO' | 'IXOS'
  /** Display name of its voucher. */
  readonly voucher: 'cDAI' | 'cIXO' | 'cIXOS'
  readonly packetDenom: 'dai' | 'ixo' | 'ixos'
  /** Base denom of the voucher on Cosmos. */
  readonly cosmosDenom: string
}

const tokens = [
  { symbol: 'DAI', voucher: 'cDAI', packetDenom: 'dai' },
  { symbol: 'IXO', voucher: 'cIXO', packetDenom: 'ixo' },
  { symbol: 'IXOS', voucher: 'cIXOS', packetDenom: 'ixos' },
] as const

/** Where a token's voucher comes from, as the Cosmos side writes it. */
export function traceOf(packetDenom: string): string {
  return `${path.cosmos.portId}/${path.cosmos.channelId}/${packetDenom}`
}

/** The lanes of a world: the genesis names the vouchers; one without a name has the standard `ibc/HASH`. */
export function lanesOf({ cosmos }: Pick<WorldGenesis, 'cosmos'>): readonly Lane[] {
  return tokens.map((token) => {
    const trace = traceOf(token.packetDenom)
    const named = cosmos.denoms?.find((denom) => denom.trace === trace)
    return { ...token, cosmosDenom: named?.base ?? voucherDenom(trace) }
  })
}
