import type { EthAddress } from '@pegzone/encoding'
import { amountCodec, hexAddressKey, type KeyCodec, type TableDef, table, textKey, u64Codec } from '@pegzone/ledger'
import { contractAddresses } from '../addresses.ts'

export type TokenSymbol = 'DAI' | 'IXO' | 'IXOS'

/** An ERC-20 of the ledger: what never changes, and the tables of what does. Amounts in base units (10^-18). */
export interface Token {
  readonly symbol: TokenSymbol
  readonly name: string
  readonly address: EthAddress
  /** The one contract that may mint and burn; undefined: nobody (genesis and scenarios only). */
  readonly minter: EthAddress | undefined
  /** account → balance; absent: 0 */
  readonly balances: TableDef<EthAddress, bigint>
  /** (owner, spender) → allowance, up to 2^256 - 1; absent: 0 */
  readonly allowances: TableDef<readonly [owner: EthAddress, spender: EthAddress], bigint>
  /** owner → permits used; absent: 0 */
  readonly nonces: TableDef<EthAddress, bigint>
}

/** symbol → total supply; absent: 0 */
export const supplyTable = table({ name: 'erc20/supply', key: textKey, value: amountCodec })

/** 40 hex digits each. */
const ownerAndSpender: KeyCodec<readonly [owner: EthAddress, spender: EthAddress]> = {
  fixed: 80,
  encode: ([owner, spender]) => hexAddressKey.encode(owner) + hexAddressKey.encode(spender),
  decode: (text) => [hexAddressKey.decode(text.slice(0, 40)), hexAddressKey.decode(text.slice(40))],
}

export const dai = token('DAI', 'Dai Stablecoin', undefined)
export const ixo = token('IXO', 'IXO', contractAddresses.MarketMaker)
export const ixos = token('IXOS', 'IXO Brokerage Voucher', contractAddresses.Brokerage)

export const tokens: readonly Token[] = [dai, ixo, ixos]

const byAddress = new Map(tokens.map((each) => [each.address, each]))

export function tokenAt(address: EthAddress): Token | undefined {
  return byAddress.get(address)
}

function token(symbol: TokenSymbol, name: string, minter: EthAddress | undefined): Token {
  const prefix = `erc20/${symbol.toLowerCase()}`
  return {
    symbol,
    name,
    address: contractAddresses[symbol],
    minter,
    balances: table({
      name: `${prefix}/balances`,
      key: hexAddressKey,
      value: amountCodec,
      ordered: true,
      as: 'amounts',
    }),
    allowances: table({
      name: `${prefix}/allowances`,
      key: ownerAndSpender,
      value: amountCodec,
      ordered: true,
    }),
    nonces: table({ name: `${prefix}/nonces`, key: hexAddressKey, value: u64Codec, ordered: true }),
  }
}
