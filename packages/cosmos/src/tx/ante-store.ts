import type { State, View } from '@pegzone/ledger'
import { type Outcome, ok } from '@pegzone/outcome'
import { type Account, accountOf, setAccount } from '../auth/keeper.ts'
import type { Coin } from '../bank/coins.ts'
import { balanceOf, sendCoins, shortOf } from '../bank/keeper.ts'
import type { CosmosEvent } from '../chain/block-types.ts'
import type { SdkRejection } from '../errors.ts'

/** What the ante steps read and write. Delivery does it on the ledger, CheckTx on pending values above it. */
export interface AnteStore {
  account(address: string): Account | undefined
  setAccount(address: string, account: Account): void
  /** Fee from the payer to the fee collector. Refuses with code 5. */
  chargeFee(payer: string, coins: readonly Coin[]): Outcome<void, SdkRejection>
  emit(event: CosmosEvent): void
}

/** Writes go to the open block; the caller's mark undoes them. */
export function stateStore(state: State, feeCollector: string): AnteStore {
  return {
    account: (address) => accountOf(state, address),
    setAccount: (address, account) => setAccount(state, address, account),
    chargeFee: (from, coins) => sendCoins(state, { from, to: feeCollector, coins }),
    emit: (event) => state.emit(event),
  }
}

/**
 * Pending accounts and fees of admitted transactions above the head, so that several transactions of one account fit
 * into one block. A transaction writes into its own `layer` first and `keep`s it once admitted.
 */
export class PendingStore {
  readonly #accounts = new Map<string, Account>()
  /** `address denom` → fees promised by waiting transactions. */
  readonly #fees = new Map<string, bigint>()
  readonly #view: () => View

  constructor(view: () => View) {
    this.#view = view
  }

  /** Forgets everything: the head has moved. */
  clear(): void {
    this.#accounts.clear()
    this.#fees.clear()
  }

  layer(): AnteStore & { keep(): void } {
    const accounts = new Map<string, Account>()
    const fees = new Map<string, bigint>()
    const view = this.#view()
    return {
      account: (address) => accounts.get(address) ?? this.#accounts.get(address) ?? accountOf(view, address),
      setAccount: (address, account) => void accounts.set(address, account),
      chargeFee: (payer, coins) => {
        for (const coin of coins) {
          const key = `${payer} ${coin.denom}`
          const promised = (this.#fees.get(key) ?? 0n) + (fees.get(key) ?? 0n)
          const left = balanceOf(view, payer, coin.denom) - promised
          if (left < coin.amount) return shortOf(left < 0n ? 0n : left, coin)
          fees.set(key, (fees.get(key) ?? 0n) + coin.amount)
        }
        return ok()
      },
      emit: () => undefined,
      keep: () => {
        for (const [address, account] of accounts) this.#accounts.set(address, account)
        for (const [key, amount] of fees) this.#fees.set(key, (this.#fees.get(key) ?? 0n) + amount)
      },
    }
  }
}
