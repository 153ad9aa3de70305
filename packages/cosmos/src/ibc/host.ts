import { utf8ToBytes } from '@pegzone/encoding'
import type { HostContext } from '@pegzone/ibc'
import type { MsgContext } from '../tx/message.ts'

const PREFIX = utf8ToBytes('ibc')

/** The chain as IBC sees it. The revision is the number after the last dash of the chain id, 0 without one. */
export function hostOf({ chainId, height, timeNs }: Omit<MsgContext, 'prefix'>): HostContext {
  return { chainId, revision: revisionOf(chainId), height: BigInt(height), timeNs, prefix: PREFIX }
}

export function revisionOf(chainId: string): bigint {
  const match = /^.+[^-]-([1-9][0-9]{0,18})$/.exec(chainId)
  return match === null ? 0n : BigInt(match[1]!)
}
