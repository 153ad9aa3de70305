import {
  type AppRejection,
  type BankMove,
  pendingOf,
  type TransferBank,
  transferBooks,
  type UnescrowPurpose,
} from '@pegzone/ibc'
import { amountCodec, type State, table, textKey, type View } from '@pegzone/ledger'
import { type Outcome, ok, refuse } from '@pegzone/outcome'

/** `account|denom` → base units. */
export const balancesTable = table({ name: 'test/balances', key: textKey, value: amountCodec, ordered: true })

export const BLOCKED = 'blocked'

export function escrowAccount({ portId, channelId }: Pick<BankMove, 'portId' | 'channelId'>): string {
  return `escrow:${portId}/${channelId}`
}

export function balance(view: View, account: string, denom: string): bigint {
  return view.read(balancesTable).get(`${account}|${denom}`) ?? 0n
}

export function supply(view: View, denom: string): bigint {
  let total = 0n
  for (const [key, amount] of view.read(balancesTable).range()) if (key.endsWith(`|${denom}`)) total += amount
  return total
}

export function credit(state: State, account: string, denom: string, amount: bigint): void {
  state.open(balancesTable).set(`${account}|${denom}`, balance(state, account, denom) + amount)
}

function debit(state: State, account: string, denom: string, amount: bigint): Outcome<void, AppRejection> {
  const have = balance(state, account, denom)
  if (have < amount) return refuse({ code: 'TEST_INSUFFICIENT_FUNDS', abciCode: 5 })
  state.open(balancesTable).set(`${account}|${denom}`, have - amount)
  return ok()
}

function move(state: State, from: string, to: string, denom: string, amount: bigint): Outcome<void, AppRejection> {
  const taken = debit(state, from, denom, amount)
  if (taken.ok) credit(state, to, denom, amount)
  return taken
}

/**
 * A bank over one table. `native`: the denoms that can be escrowed. With `holds` it keeps protocol.md §4: own sends stay
 * refundable, nobody overtakes; without, it pays whatever the escrow has.
 */
export function testBank(options: { readonly holds?: boolean; readonly mintable?: boolean } = {}): TransferBank {
  const mustHold = (view: View, lane: BankMove, purpose: UnescrowPurpose): boolean => {
    if (options.holds !== true || purpose === 'refund') return false
    const books = transferBooks(view, lane)
    const waits = purpose === 'receive' && books.heldCount > 0
    return lane.amount <= books.escrowed && (waits || lane.amount > books.escrowed - pendingOf(books))
  }
  return {
    accountProblem: (_view, account) =>
      account === BLOCKED ? { code: 'TEST_ACCOUNT_BLOCKED', abciCode: 4 } : undefined,
    escrow: (state, lane) => move(state, lane.account, escrowAccount(lane), lane.denom, lane.amount),
    unescrow(state, lane) {
      if (mustHold(state, lane, lane.purpose)) return ok({ hold: true })
      const paid = move(state, escrowAccount(lane), lane.account, lane.denom, lane.amount)
      return paid.ok ? ok({ hold: false }) : paid
    },
    mint(state, { account, denom, amount }) {
      if (options.mintable === false) return refuse({ code: 'TEST_NOT_MINTABLE', abciCode: 6 })
      credit(state, account, denom, amount)
      return ok()
    },
    burn: (state, { account, denom, amount }) => debit(state, account, denom, amount),
  }
}
