import type { EthAddress } from '@pegzone/encoding'
import type { LedgerEvent, State } from '@pegzone/ledger'
import { type Outcome, ok, refuse } from '@pegzone/outcome'
import { accountOf, accountsTable, moveWei } from './accounts.ts'
import type { BuiltIn, CallBlock, EvmLog, Revert } from './built-in.ts'
import type { ChainTx } from './chain-tx.ts'
import { effectiveGasPrice } from './gas.ts'
import type { TxRejection } from './rejection.ts'

export interface ExecutionEnv {
  readonly builtIns: ReadonlyMap<EthAddress, BuiltIn>
  readonly block: CallBlock
  /** Wei per gas. */
  readonly baseFee: bigint
}

/** What a transaction did. `status` 0 left nothing but nonce and fee. */
export interface Execution {
  readonly status: 0 | 1
  readonly gasUsed: bigint
  /** Wei per gas: base fee (burnt) plus tip (to the coinbase). */
  readonly effectiveGasPrice: bigint
  readonly events: readonly LedgerEvent[]
  readonly logs: readonly EvmLog[]
  readonly revertData: Uint8Array
}

const NO_BYTES = new Uint8Array(0)
const NO_EVENTS: readonly never[] = []

/**
 * Runs one transaction on the open block: the ante step (nonce, funds, fee) is kept when the call reverts.
 * Refuses with NONCE_TOO_LOW/HIGH, FEE_CAP_TOO_LOW or INSUFFICIENT_FUNDS; then nothing is written and it does not belong in the block.
 * The fee is only taken from the sender here; `settleFees` books where it went, once per block.
 */
export function execute(state: State, tx: ChainTx, env: ExecutionEnv): Outcome<Execution, TxRejection> {
  const accounts = state.open(accountsTable)
  const sender = accountOf(state, tx.from)
  if (tx.nonce !== sender.nonce) {
    const code = tx.nonce < sender.nonce ? 'ETHEREUM_NONCE_TOO_LOW' : 'ETHEREUM_NONCE_TOO_HIGH'
    return refuse({ code, sender: tx.from, nonce: tx.nonce, next: sender.nonce })
  }
  if (tx.feeCap < env.baseFee) {
    return refuse({ code: 'ETHEREUM_FEE_CAP_TOO_LOW', sender: tx.from, feeCap: tx.feeCap, baseFee: env.baseFee })
  }
  if (sender.balance < tx.maxCost) {
    return refuse({ code: 'ETHEREUM_INSUFFICIENT_FUNDS', sender: tx.from, have: sender.balance, need: tx.maxCost })
  }
  const builtIn = tx.to === undefined ? undefined : env.builtIns.get(tx.to)
  const need = tx.intrinsicGas + (builtIn === undefined ? 0n : builtIn.gasOf(tx.data))
  const outOfGas = need > tx.gasLimit
  const gasUsed = outOfGas ? tx.gasLimit : need
  const price = effectiveGasPrice(tx.feeCap, tx.tipCap, env.baseFee)
  accounts.set(tx.from, { nonce: sender.nonce + 1n, balance: sender.balance - gasUsed * price })

  const spent = { gasUsed, effectiveGasPrice: price }
  if (outOfGas || tx.to === undefined) {
    return ok({ status: 0, ...spent, events: NO_EVENTS, logs: NO_EVENTS, revertData: NO_BYTES })
  }
  const called = callAt(state, builtIn, { from: tx.from, to: tx.to, value: tx.value, data: tx.data }, env.block)
  const events = called.ok ? state.events : NO_EVENTS
  return ok({
    status: called.ok ? 1 : 0,
    ...spent,
    events,
    logs: events.filter(isLog),
    revertData: called.ok ? NO_BYTES : called.rejection.data,
  })
}

export interface Message {
  readonly from: EthAddress
  readonly to: EthAddress
  readonly value: bigint
  readonly data: Uint8Array
}

/** Moves the value and runs the built-in, both or nothing. Without a built-in it is a plain transfer, whatever the data. */
export function callAt(
  state: State,
  builtIn: BuiltIn | undefined,
  { from, to, value, data }: Message,
  block: CallBlock,
): Outcome<Uint8Array, Revert> {
  if (builtIn === undefined) {
    return moveWei(state, from, to, value) ? ok(NO_BYTES) : refuse(noFunds)
  }
  return state.attempt((inner) => {
    if (!moveWei(inner, from, to, value)) return refuse(noFunds)
    return builtIn.call({ state: inner, self: to, caller: from, origin: from, value, block }, data)
  })
}

/** Never seen by a transaction, whose funds are checked in the ante step. */
const noFunds: Revert = { code: 'ETHEREUM_REVERT', data: NO_BYTES, reason: 'insufficient balance for transfer' }

function isLog(event: LedgerEvent): event is EvmLog {
  return event.type === 'log'
}
