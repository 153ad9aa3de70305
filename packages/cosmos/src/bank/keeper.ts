import { amountCodec, type State, table, textKey, tuple, type View } from '@pegzone/ledger'
import { type Outcome, ok } from '@pegzone/outcome'
import { ensureAccount } from '../auth/keeper.ts'
import { event } from '../chain/events.ts'
import { type SdkRejection, sdkRefuse } from '../errors.ts'
import { type Coin, coinsText, MAX_AMOUNT } from './coins.ts'

/** (account, denom) → amount held, base units. Rows of zero are deleted. */
export const balancesTable = table<readonly [string, string], bigint>({
  name: 'bank/balances',
  key: tuple(textKey, textKey),
  value: amountCodec,
  ordered: true,
  as: 'amounts',
})

/** denom → amount in existence, base units: always the sum of balances. Rows of zero are deleted. */
export const supplyTable = table<string, bigint>({
  name: 'bank/supply',
  key: textKey,
  value: amountCodec,
  ordered: true,
  as: 'amounts',
})

export interface Send {
  readonly from: string
  readonly to: string
  readonly coins: readonly Coin[]
}

export function balanceOf(view: View, address: string, denom: string): bigint {
  return view.read(balancesTable).get([address, denom]) ?? 0n
}

/** All coins of an account, sorted by denom. */
export function balancesOf(view: View, address: string): readonly Coin[] {
  const coins: Coin[] = []
  for (const [[, denom], amount] of view.read(balancesTable).range([address, ''], [address, '\u007f'])) {
    coins.push({ denom, amount })
  }
  return coins
}

export function supplyOf(view: View, denom: string): bigint {
  return view.read(supplyTable).get(denom) ?? 0n
}

/** Moves coins and creates the receiver's account. Refuses with code 5; the caller undoes to its mark. */
export function sendCoins(state: State, { from, to, coins }: Send): Outcome<void, SdkRejection> {
  const spent = spend(state, from, coins)
  if (!spent.ok) return spent
  receive(state, to, coins)
  ensureAccount(state, to)
  state.emit(event('transfer', ['recipient', to], ['sender', from], ['amount', coinsText(coins)]))
  state.emit(event('message', ['sender', from]))
  return ok()
}

/** One input, many outputs whose sum the caller has checked. */
export function multiSend(
  state: State,
  input: { readonly address: string; readonly coins: readonly Coin[] },
  outputs: readonly { readonly address: string; readonly coins: readonly Coin[] }[],
): Outcome<void, SdkRejection> {
  const spent = spend(state, input.address, input.coins)
  if (!spent.ok) return spent
  for (const { address, coins } of outputs) {
    receive(state, address, coins)
    state.emit(event('transfer', ['recipient', address], ['amount', coinsText(coins)]))
    ensureAccount(state, address)
  }
  return ok()
}

/** New coins into a module account. Refuses with code 18 when a supply would pass 256 bits. */
export function mintCoins(state: State, module: string, coins: readonly Coin[]): Outcome<void, SdkRejection> {
  const supply = state.open(supplyTable)
  for (const { denom, amount } of coins) {
    const next = (supply.get(denom) ?? 0n) + amount
    if (next > MAX_AMOUNT) return sdkRefuse('COSMOS_INVALID_REQUEST', `supply of ${denom} would pass 2^256 - 1`)
    supply.set(denom, next)
  }
  receive(state, module, coins)
  state.emit(event('coinbase', ['minter', module], ['amount', coinsText(coins)]))
  return ok()
}

/** Destroys coins of a module account. Refuses with code 5. */
export function burnCoins(state: State, module: string, coins: readonly Coin[]): Outcome<void, SdkRejection> {
  const spent = spend(state, module, coins)
  if (!spent.ok) return spent
  const supply = state.open(supplyTable)
  for (const { denom, amount } of coins) {
    const next = (supply.get(denom) ?? 0n) - amount
    if (next < 0n) throw new Error(`supply of ${denom} is below the sum of its balances`)
    if (next === 0n) supply.delete(denom)
    else supply.set(denom, next)
  }
  state.emit(event('burn', ['burner', module], ['amount', coinsText(coins)]))
  return ok()
}

/** Takes coins from an account. Refuses with code 5; earlier coins of the list are undone by the caller's mark. */
function spend(state: State, address: string, coins: readonly Coin[]): Outcome<void, SdkRejection> {
  const balances = state.open(balancesTable)
  for (const { denom, amount } of coins) {
    const held = balances.get([address, denom]) ?? 0n
    if (held < amount) return shortOf(held, { denom, amount })
    if (held === amount) balances.delete([address, denom])
    else balances.set([address, denom], held - amount)
  }
  state.emit(event('coin_spent', ['spender', address], ['amount', coinsText(coins)]))
  return ok()
}

/** Gives coins to an account. The sum of balances is the supply, which fits 256 bits, so nothing overflows. */
function receive(state: State, address: string, coins: readonly Coin[]): void {
  const balances = state.open(balancesTable)
  for (const { denom, amount } of coins) {
    balances.set([address, denom], (balances.get([address, denom]) ?? 0n) + amount)
  }
  state.emit(event('coin_received', ['receiver', address], ['amount', coinsText(coins)]))
}

/** The SDK's wording of not enough coins. */
export function shortOf(held: bigint, { denom, amount }: Coin): Outcome<never, SdkRejection> {
  return sdkRefuse('COSMOS_INSUFFICIENT_FUNDS', `spendable balance ${held}${denom} is smaller than ${amount}${denom}`)
}
