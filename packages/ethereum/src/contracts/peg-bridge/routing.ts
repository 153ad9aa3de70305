import { type ChannelEnd, channelOf, connectionOf, type Height, type Ibc } from '@pegzone/ibc'
import type { View } from '@pegzone/ledger'
import { TRANSFER_PORT } from './lanes.ts'

/** The transfer channel's end; undefined if there is none. */
export function channelEnd(view: View, channelId: string): ChannelEnd | undefined {
  return channelOf(view, { portId: TRANSFER_PORT, channelId })
}

/** A height of the counterparty: the ABI carries the number, the client of the channel knows the revision. */
export function proofHeightOf(ibc: Ibc, view: View, channelId: string, revisionHeight: bigint): Height {
  const connectionId = channelEnd(view, channelId)?.connectionHops[0]
  const clientId = connectionId === undefined ? undefined : connectionOf(view, connectionId)?.clientId
  const latest = clientId === undefined ? undefined : ibc.latestHeight(view, clientId)
  return { revisionNumber: latest?.revisionNumber ?? 0n, revisionHeight }
}
