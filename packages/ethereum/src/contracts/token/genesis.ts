import type { EthAddress } from '@pegzone/encoding'
import type { State, View } from '@pegzone/ledger'
import { type GenesisReader, readAddress } from '../genesis-reader.ts'
import { supplyTable, type Token } from './tokens.ts'

/** A token as JSON. Amounts are base units as digits. */
export interface TokenGenesis {
  readonly balances: Readonly<Record<EthAddress, string>>
  readonly allowances?: readonly { readonly owner: EthAddress; readonly spender: EthAddress; readonly value: string }[]
  readonly nonces?: Readonly<Record<EthAddress, string>>
}

const WORD = 1n << 256n
const U64 = 1n << 64n

/** Writes a token. The supply is the sum of the balances. Throws GenesisFault. */
export function initToken(state: State, token: Token, genesis: GenesisReader): void {
  const { balances, allowances, nonces } = genesis.object('balances', 'allowances', 'nonces')
  const accounts = state.open(token.balances)
  let supply = 0n
  for (const [name, value] of balances.entries()) {
    const account = readAddress(name, value.path)
    if (accounts.get(account) !== undefined) throw value.fault('an account that was not named before')
    const units = value.units()
    if (units === 0n) continue
    accounts.set(account, units)
    supply += units
  }
  if (supply > 0n) state.open(supplyTable).set(token.symbol, supply)
  for (const each of allowances.list()) {
    const { owner, spender, value } = each.object('owner', 'spender', 'value')
    state.open(token.allowances).set([owner.address(), spender.address()], value.units(WORD))
  }
  for (const [name, value] of nonces.entries()) {
    state.open(token.nonces).set(readAddress(name, value.path), value.units(U64))
  }
}

export function exportToken(view: View, token: Token): TokenGenesis {
  return {
    balances: digits(view.read(token.balances).range()),
    allowances: [...view.read(token.allowances).range()].map(([[owner, spender], value]) => ({
      owner,
      spender,
      value: value.toString(),
    })),
    nonces: digits(view.read(token.nonces).range()),
  }
}

function digits(rows: Iterable<readonly [EthAddress, bigint]>): Readonly<Record<EthAddress, string>> {
  return Object.fromEntries([...rows].map(([account, units]) => [account, units.toString()]))
}
