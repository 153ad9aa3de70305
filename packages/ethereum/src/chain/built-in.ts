import type { LedgerEvent, State } from '@pegzone/ledger'
import type { Outcome } from '@pegzone/outcome'

/** Lower-case `0x` text. The same shape as `Hex` of `@pegzone/encoding`. */
type HexText = `0x${string}`

/** The block a call runs in. `number` is the height, `timeNs` its time; `block.timestamp` is `timeNs / 10^9`, whole seconds. */
export interface CallBlock {
  readonly number: bigint
  readonly timeNs: bigint
  readonly chainId: bigint
}

/** What a built-in sees of the message that calls it. Addresses are lower-case. `value` is wei, already moved to `self`. */
export interface CallContext {
  readonly state: State
  readonly self: HexText
  readonly caller: HexText
  readonly origin: HexText
  readonly value: bigint
  readonly block: CallBlock
}

/** A call that undid itself. `data` is the ABI-encoded error (empty: none); `reason` its text, where there is one. */
export interface Revert {
  readonly code: 'ETHEREUM_REVERT'
  readonly data: Uint8Array
  readonly reason?: string
}

/** A contract that is TypeScript instead of bytecode. Synchronous; a refusal leaves no trace, the chain undoes to the mark. */
export interface BuiltIn {
  readonly name: string
  readonly address: HexText
  call(ctx: CallContext, data: Uint8Array): Outcome<Uint8Array, Revert>
  /** Gas of the execution alone, without the intrinsic part (21 000 + calldata). An upper bound that does not hang on state. */
  gasOf(data: Uint8Array): bigint
  /** Whether the four-byte selector (`0x` + 8 digits) only reads. */
  isView(selector: string): boolean
}

/** A log, as a built-in emits it: `const log: EvmLog = …; state.emit(log)`. Topics are 32 bytes each. */
export interface EvmLog extends LedgerEvent {
  readonly type: 'log'
  readonly address: HexText
  readonly topics: readonly HexText[]
  readonly data: Uint8Array
}
