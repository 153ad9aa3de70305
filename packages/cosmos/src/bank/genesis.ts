import { denomEntries, registerDenom } from '@pegzone/ibc'
import type { State, View } from '@pegzone/ledger'
import { type Outcome, ok } from '@pegzone/outcome'
import { addressProblem, ensureAccount } from '../auth/keeper.ts'
import type { GenesisRejection } from '../errors.ts'
import { invalid } from '../genesis/check.ts'
import type { CosmosGenesis, GenesisCoin, GenesisDenom } from '../genesis/types.ts'
import { isDenom, MAX_AMOUNT, parseAmount, toWire } from './coins.ts'
import { balancesTable, supplyTable } from './keeper.ts'
import { allMetadata, setMetadata } from './metadata.ts'

type Checked = Outcome<void, GenesisRejection>

/** Metadata and balances; the supply is their sum. Holders without an account get one, in the order given. */
export function initBank(state: State, genesis: CosmosGenesis): Checked {
  for (const [i, denom] of (genesis.denoms ?? []).entries()) {
    const added = addDenom(state, denom, `denoms[${i}]`)
    if (!added.ok) return added
  }
  const holders = new Set<string>()
  for (const [i, { address, coins }] of (genesis.balances ?? []).entries()) {
    const field = `balances[${i}]`
    if (addressProblem(String(address), genesis.prefix) !== undefined) {
      return invalid(`${field}.address`, address, `a bech32 address with prefix ${genesis.prefix}`)
    }
    if (holders.has(address)) return invalid(`${field}.address`, address, 'each address once')
    holders.add(address)
    ensureAccount(state, address)
    const added = addCoins(state, address, coins, field)
    if (!added.ok) return added
  }
  return genesis.supply === undefined ? ok() : checkSupply(state, genesis.supply)
}

function addCoins(state: State, address: string, coins: readonly GenesisCoin[], field: string): Checked {
  const balances = state.open(balancesTable)
  const supply = state.open(supplyTable)
  for (const [j, { denom, amount }] of coins.entries()) {
    const at = `${field}.coins[${j}]`
    if (!isDenom(denom)) return invalid(`${at}.denom`, denom, 'a letter, then 2 to 127 of letters, digits, / : . _ -')
    const units = parseAmount(amount)
    if (units === undefined || units === 0n) return invalid(`${at}.amount`, amount, 'decimal digits of 1 to 2^256 - 1')
    if (balances.get([address, denom]) !== undefined) return invalid(`${at}.denom`, denom, 'each denom once')
    const total = (supply.get(denom) ?? 0n) + units
    if (total > MAX_AMOUNT) return invalid(`${at}.amount`, amount, `a supply of ${denom} up to 2^256 - 1`)
    balances.set([address, denom], units)
    supply.set(denom, total)
  }
  return ok()
}

function checkSupply(state: State, claimed: readonly GenesisCoin[]): Checked {
  const supply = state.open(supplyTable)
  for (const [i, { denom, amount }] of claimed.entries()) {
    const actual = (supply.get(denom) ?? 0n).toString()
    if (amount !== actual) return invalid(`supply[${i}].amount`, amount, `${actual}, the sum of ${denom} in balances`)
  }
  return ok()
}

function addDenom(state: State, denom: GenesisDenom, field: string): Checked {
  const { base, display, symbol, name, description = '', exponent } = denom
  if (!isDenom(base)) return invalid(`${field}.base`, base, 'a letter, then 2 to 127 of letters, digits, / : . _ -')
  if (!isDenom(display)) return invalid(`${field}.display`, display, 'a valid denom')
  if (display === base && exponent !== 0) return invalid(`${field}.display`, display, 'another name than the base')
  if (!Number.isInteger(exponent) || exponent < 0 || exponent > 77) {
    return invalid(`${field}.exponent`, exponent, 'a whole number from 0 to 77')
  }
  const units = [{ denom: base, exponent: 0, aliases: [] }]
  if (exponent > 0) units.push({ denom: display, exponent, aliases: [] })
  setMetadata(state, { description, denomUnits: units, base, display, name, symbol, uri: '', uriHash: '' })
  if (denom.trace === undefined) return ok()
  const registered = registerDenom(state, { trace: denom.trace, denom: base })
  return registered.ok
    ? ok()
    : invalid(
        `${field}.trace`,
        denom.trace,
        'an ICS-20 path such as transfer/channel-0/ixo, each once, for a denom of its own',
      )
}

export interface BankExport {
  readonly balances: NonNullable<CosmosGenesis['balances']>
  readonly supply: readonly GenesisCoin[]
  readonly denoms: readonly GenesisDenom[]
}

export function exportBank(view: View): BankExport {
  const traces = new Map(denomEntries(view).map(({ trace, denom }) => [denom, trace]))
  const balances = new Map<string, GenesisCoin[]>()
  for (const [[address, denom], amount] of view.read(balancesTable).range()) {
    const coins = balances.get(address)
    if (coins === undefined) balances.set(address, [toWire({ denom, amount })])
    else coins.push(toWire({ denom, amount }))
  }
  return {
    balances: Array.from(balances, ([address, coins]) => ({ address, coins })),
    supply: Array.from(view.read(supplyTable).range(), ([denom, amount]) => toWire({ denom, amount })),
    denoms: allMetadata(view).map(({ base, display, symbol, name, description, denomUnits }) => ({
      base,
      display,
      symbol,
      name,
      ...(description === '' ? {} : { description }),
      exponent: denomUnits.find(({ denom }) => denom === display)?.exponent ?? 0,
      ...(traces.has(base) ? { trace: traces.get(base)! } : {}),
    })),
  }
}
