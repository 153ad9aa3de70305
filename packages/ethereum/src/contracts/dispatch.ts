import type { ContractName } from '@pegzone/contracts'
import { type AbiFunction, bytesToHex, type EthAddress } from '@pegzone/encoding'
import { type Outcome, ok } from '@pegzone/outcome'
import type { BuiltIn, CallContext, Revert } from '../chain/built-in.ts'
import { contractAddresses } from './addresses.ts'
import { type Abi, type ArgsOf, emptyRevert, type FunctionName, functionCodec, type ResultOf } from './codecs.ts'

/** What a function of a built-in does and costs. */
interface Method<Args, Result> {
  /** Gas of the execution, an upper bound that does not hang on state; of the arguments where they are lists. */
  readonly gas: bigint | ((args: Args) => bigint)
  run(ctx: CallContext, args: Args): Outcome<Result, Revert>
}

/** One method for every function of the ABI: a missing one does not compile. */
export type Methods<A extends Abi> = {
  readonly [N in FunctionName<A>]: Method<ArgsOf<A, N>, ResultOf<A, N>>
}

interface Entry {
  readonly codec: AbiFunction<readonly unknown[], readonly unknown[]>
  readonly method: Method<readonly unknown[], readonly unknown[]>
  readonly view: boolean
}

/** Gas of calldata that no function takes. */
const GAS_UNKNOWN = 500n

/** The contract behind an ABI: finds the function by its selector, decodes, runs, encodes. */
export function builtIn<A extends Abi>(name: ContractName, abi: A, methods: Methods<A>): BuiltIn {
  const address: EthAddress = contractAddresses[name]
  const entries = new Map<string, Entry>()
  for (const item of abi) {
    if (item.type !== 'function') continue
    const key = item.name as FunctionName<A>
    // `Methods` ties each method to its codec by name; here they are handled by selector.
    const codec = functionCodec(abi, key) as unknown as Entry['codec']
    const method = methods[key] as unknown as Entry['method']
    entries.set(codec.selector, { codec, method, view: item.stateMutability === 'view' })
  }
  return {
    name,
    address,
    call(ctx, data) {
      const entry = entries.get(selectorOf(data))
      if (entry === undefined) return emptyRevert(`${name} has no such function`)
      if (ctx.value > 0n) return emptyRevert(`${name}.${entry.codec.name} takes no ether`)
      const args = entry.codec.decodeArgs(data)
      if (!args.ok) return emptyRevert(`${entry.codec.signature}: malformed arguments`)
      const result = entry.method.run(ctx, args.value)
      return result.ok ? ok(entry.codec.encodeResult(result.value)) : result
    },
    gasOf(data) {
      const entry = entries.get(selectorOf(data))
      if (entry === undefined) return GAS_UNKNOWN
      const { gas } = entry.method
      if (typeof gas === 'bigint') return gas
      const args = entry.codec.decodeArgs(data)
      return args.ok ? gas(args.value) : GAS_UNKNOWN
    },
    isView: (selector) => entries.get(selector)?.view === true,
  }
}

function selectorOf(data: Uint8Array): string {
  return data.length < 4 ? '' : bytesToHex(data.subarray(0, 4))
}
