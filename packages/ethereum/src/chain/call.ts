import type { EthAddress } from '@pegzone/encoding'
import type { State } from '@pegzone/ledger'
import { type Outcome, ok, refuse } from '@pegzone/outcome'
import { accountOf } from './accounts.ts'
import { callAt, type ExecutionEnv } from './execute.ts'
import { intrinsicGas } from './gas.ts'
import type { CallRejection } from './rejection.ts'

/** The unsigned message of eth_call and eth_estimateGas. Wei and gas units; what is left out is not checked. */
export interface CallRequest {
  readonly from?: EthAddress
  /** Undefined: contract creation, which is refused. */
  readonly to?: EthAddress
  readonly data?: Uint8Array
  readonly value?: bigint
  readonly gas?: bigint
  /** Fee cap, wei per gas. With it the balance must pay for the gas. */
  readonly feeCap?: bigint
}

export interface CallResult {
  readonly output: Uint8Array
  /** Gas a transaction with this message uses: intrinsic part plus the built-in's table. */
  readonly gas: bigint
}

const NOBODY: EthAddress = `0x${'0'.repeat(40)}`
const NO_BYTES = new Uint8Array(0)
const NO_ACCESS = { addresses: 0, storageKeys: 0 }

/** Runs a message as a transaction would, without nonce and fee. The caller undoes the writes (`probe`, overlay). */
export function runCall(state: State, request: CallRequest, env: ExecutionEnv): Outcome<CallResult, CallRejection> {
  const { from = NOBODY, to, data = NO_BYTES, value = 0n } = request
  if (to === undefined) return refuse({ code: 'ETHEREUM_CREATION_UNSUPPORTED' })
  const { balance } = accountOf(state, from)
  if (value > balance) return refuse({ code: 'ETHEREUM_INSUFFICIENT_VALUE', sender: from })
  const builtIn = env.builtIns.get(to)
  const gas = intrinsicGas(data, NO_ACCESS) + (builtIn === undefined ? 0n : builtIn.gasOf(data))
  const called = callAt(state, builtIn, { from, to, value, data }, env.block)
  if (!called.ok) return called
  const allowance = gasAllowance(request, balance - value)
  if (allowance !== undefined && gas > allowance) {
    return refuse({ code: 'ETHEREUM_GAS_ALLOWANCE', allowance, need: gas })
  }
  return ok({ output: called.value, gas })
}

/** The smaller of what the caller allows and what its balance pays for. */
function gasAllowance({ gas, feeCap }: CallRequest, funds: bigint): bigint | undefined {
  const affordable = feeCap === undefined || feeCap === 0n ? undefined : funds / feeCap
  if (gas === undefined || affordable === undefined) return gas ?? affordable
  return gas < affordable ? gas : affordable
}
