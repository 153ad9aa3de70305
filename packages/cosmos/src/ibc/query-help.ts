import type { ChannelEnd, ChannelRef, ConnectionEnd, Height, Ibc } from '@pegzone/ibc'
import { channelCodec, connectionCodec } from '@pegzone/ibc'
import { type Outcome, ok } from '@pegzone/outcome'
import { Channel, IdentifiedChannel } from 'cosmjs-types/ibc/core/channel/v1/channel'
import type { IdentifiedClientState } from 'cosmjs-types/ibc/core/client/v1/client'
import { ConnectionEnd as WireConnection } from 'cosmjs-types/ibc/core/connection/v1/connection'
import type { SdkRejection } from '../errors.ts'
import { notFound, type QueryContext } from '../query/method.ts'
import { revisionOf } from './host.ts'

/** There are no ICS-23 proofs of this ledger: the field of every response stays empty. */
export const NO_PROOF = new Uint8Array(0)

/** Height a response speaks of. */
export function queryHeight({ chainId, height }: QueryContext): Height {
  return { revisionNumber: revisionOf(chainId), revisionHeight: BigInt(height) }
}

/** The stored bytes are the protobuf form, so decoding them gives the generated type. */
export function wireChannel(end: ChannelEnd): Channel {
  return Channel.decode(channelCodec.encode(end))
}

export function identifiedChannel([ref, end]: readonly [ChannelRef, ChannelEnd]): IdentifiedChannel {
  return IdentifiedChannel.fromPartial({ ...wireChannel(end), portId: ref.portId, channelId: ref.channelId })
}

export function wireConnection(end: ConnectionEnd): WireConnection {
  return WireConnection.decode(connectionCodec.encode(end))
}

export function clientStateOf(
  ibc: Ibc,
  { view }: QueryContext,
  clientId: string,
): Outcome<IdentifiedClientState, SdkRejection> {
  const clientState = ibc.clientState(view, clientId)
  return clientState === undefined
    ? notFound(`${clientId}: light client not found`)
    : ok({ clientId, clientState: { ...clientState } })
}
