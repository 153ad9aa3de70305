import type { EthAddress } from '@pegzone/encoding'
import { amountCodec, codec, hexAddressKey, type State, table, textKey, u64Codec, type View } from '@pegzone/ledger'

/** `nonce` counts the transactions sent, `balance` is wei. */
export interface Account {
  readonly nonce: bigint
  readonly balance: bigint
}

/** Nonce in 8 bytes, then the balance. */
const accountCodec = codec<Account>(
  ({ nonce, balance }, out) => {
    out.u64(nonce)
    amountCodec.write!(balance, out)
  },
  (bytes) => ({
    nonce: u64Codec.decode(bytes.subarray(0, 8)),
    balance: amountCodec.decode(bytes.subarray(8)),
  }),
)

/** Address → nonce and wei. No row: never seen, both zero. */
export const accountsTable = table<EthAddress, Account>({
  name: 'ethereum/accounts',
  key: hexAddressKey,
  value: accountCodec,
})

/** 'issued': wei that ever came into being (genesis, funding). 'burnt': base fees. Sum of balances = issued − burnt. */
export const totalsTable = table<string, bigint>({ name: 'ethereum/totals', key: textKey, value: amountCodec })

const NONE: Account = { nonce: 0n, balance: 0n }

export function accountOf(view: View, address: EthAddress): Account {
  return view.read(accountsTable).get(address) ?? NONE
}

/** Creates wei out of nothing and books it as issued: genesis, faucets, funding on devnets. Throws if `wei` is negative. */
export function issueWei(state: State, address: EthAddress, wei: bigint): void {
  if (wei < 0n) throw new RangeError(`negative issue of wei: ${wei}`)
  const accounts = state.open(accountsTable)
  const { nonce, balance } = accounts.get(address) ?? NONE
  accounts.set(address, { nonce, balance: balance + wei })
  addTotal(state, 'issued', wei)
}

export function addTotal(state: State, name: 'issued' | 'burnt', wei: bigint): void {
  const totals = state.open(totalsTable)
  totals.set(name, (totals.get(name) ?? 0n) + wei)
}

/** Moves wei. False, and nothing written, when `from` has too little. */
export function moveWei(state: State, from: EthAddress, to: EthAddress, wei: bigint): boolean {
  if (wei === 0n) return true
  const accounts = state.open(accountsTable)
  const source = accounts.get(from) ?? NONE
  if (source.balance < wei) return false
  accounts.set(from, { nonce: source.nonce, balance: source.balance - wei })
  const target = accounts.get(to) ?? NONE
  accounts.set(to, { nonce: target.nonce, balance: target.balance + wei })
  return true
}
