export type { BuiltIn, CallBlock, CallContext, EvmLog, Revert } from './chain/built-in.ts'
