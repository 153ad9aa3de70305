import type { Ibc } from '@pegzone/ibc'
import type { MsgBinder } from '../tx/message.ts'
import { channelMsgs } from './channel-msgs.ts'
import { clientMsgs } from './client-msgs.ts'
import { connectionMsgs } from './connection-msgs.ts'
import { packetMsgs } from './packet-msgs.ts'

/** Messages of ibc core: clients, connections, channels, packets. */
export function ibcMsgs(ibc: Ibc): readonly (readonly [string, MsgBinder])[] {
  return [...clientMsgs(ibc), ...connectionMsgs(ibc), ...channelMsgs(ibc), ...packetMsgs(ibc)]
}
