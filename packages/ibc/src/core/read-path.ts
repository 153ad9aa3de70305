import { u64be } from '@pegzone/encoding'
import type { View } from '@pegzone/ledger'
import type { Height } from '../host.ts'
import type { ClientKeeper } from './clients.ts'
import { channelCodec, connectionCodec, encodeAny } from './proto.ts'
import { hasSequence } from './sequence-set.ts'
import {
  channelsTable,
  commitmentsTable,
  connectionsTable,
  nextAckTable,
  nextRecvTable,
  nextSendTable,
  receiptsSet,
} from './tables.ts'
import { ackCommitmentOf } from './write-ack.ts'

const RECEIVED = Uint8Array.of(1)
const CLIENT = /^clients\/([^/]+)\/(?:(clientState)|consensusStates\/(\d{1,20})-(\d{1,20}))$/
const CONNECTION = /^connections\/([^/]+)$/
const CHANNEL = /^([A-Za-z]+)\/ports\/([^/]+)\/channels\/([^/]+)(?:\/sequences\/([1-9]\d{0,19}))?$/

/** The bytes stored at an ICS-24 key of the v1 store; undefined if absent or not such a key. */
export function readPath(clients: ClientKeeper, view: View, path: string): Uint8Array | undefined {
  const channel = CHANNEL.exec(path)
  if (channel !== null) {
    const [, kind, portId, channelId, sequence] = channel
    const ref = { portId: portId!, channelId: channelId! }
    return sequence === undefined
      ? ofChannel(view, kind!, ref)
      : ofPacket(view, kind!, { ...ref, sequence: BigInt(sequence) })
  }
  const connection = CONNECTION.exec(path)
  if (connection !== null) {
    const end = view.read(connectionsTable).get(connection[1]!)
    return end === undefined ? undefined : connectionCodec.encode(end)
  }
  const client = CLIENT.exec(path)
  if (client === null) return undefined
  const [, clientId, state, revision, height] = client
  const module = clients.moduleOf(view, clientId!)
  const at: Height = { revisionNumber: BigInt(revision ?? 0), revisionHeight: BigInt(height ?? 0) }
  const stored =
    state === undefined ? module?.consensusState(view, clientId!, at) : module?.clientState(view, clientId!)
  return stored === undefined ? undefined : encodeAny(stored)
}

type Ref = { readonly portId: string; readonly channelId: string }

function ofChannel(view: View, kind: string, ref: Ref): Uint8Array | undefined {
  if (kind === 'channelEnds') {
    const end = view.read(channelsTable).get(ref)
    return end === undefined ? undefined : channelCodec.encode(end)
  }
  const table = SEQUENCES.get(kind)
  const next = table === undefined ? undefined : view.read(table).get(ref)
  return next === undefined ? undefined : u64be(next)
}

const SEQUENCES = new Map([
  ['nextSequenceSend', nextSendTable],
  ['nextSequenceRecv', nextRecvTable],
  ['nextSequenceAck', nextAckTable],
])

function ofPacket(view: View, kind: string, key: Ref & { readonly sequence: bigint }): Uint8Array | undefined {
  if (kind === 'commitments') return view.read(commitmentsTable).get(key)
  if (kind === 'receipts') return hasSequence(view, receiptsSet, key) ? RECEIVED : undefined
  return kind === 'acks' ? ackCommitmentOf(view, key) : undefined
}
