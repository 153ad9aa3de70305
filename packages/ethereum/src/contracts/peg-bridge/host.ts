import { utf8ToBytes } from '@pegzone/encoding'
import type { HostContext } from '@pegzone/ibc'
import type { CallBlock } from '../../chain/built-in.ts'

/** Key prefix of the IBC store in the handshake, the same on both ledgers. */
const PREFIX = utf8ToBytes('ibc')

/** The open block as IBC sees it. Heights of Ethereum have no revision. */
export function hostOf({ chainId, number, timeNs }: CallBlock): HostContext {
  return { chainId: chainId.toString(), revision: 0n, height: number, timeNs, prefix: PREFIX }
}
