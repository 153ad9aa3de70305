import { pegBridgeAbi } from '@pegzone/contracts'
import { abiEvent } from '@pegzone/encoding'
import { contractAddresses, type EthereumBlock, type EvmLog } from '@pegzone/ethereum'
import type { PacketObservation, PacketPlace } from './record.ts'

type EventName = Extract<(typeof pegBridgeAbi)[number], { readonly type: 'event' }>['name']
type EventFragment<N extends EventName> = Extract<
  (typeof pegBridgeAbi)[number],
  { readonly type: 'event'; readonly name: N }
>

function bridgeEvent<N extends EventName>(name: N) {
  const fragment = pegBridgeAbi.find((each) => each.type === 'event' && each.name === name) as EventFragment<N>
  return abiEvent(fragment)
}

const sent = bridgeEvent('SendPacket')
const received = bridgeEvent('RecvPacket')
const answered = bridgeEvent('WriteAcknowledgement')
const acknowledged = bridgeEvent('AcknowledgePacket')
const timedOut = bridgeEvent('TimeoutPacket')

/** What the logs of PegBridge in a block say about packets. Any observer of a real chain could read the same. */
export function* observeEthereum(block: EthereumBlock): Generator<readonly [PacketObservation, PacketPlace]> {
  for (const { hash, receipt } of block.transactions) {
    const place: PacketPlace = { side: 'ethereum', height: block.height, timeNs: block.timeNs, tx: hash }
    for (const log of receipt.logs) {
      if (log.address !== contractAddresses.PegBridge) continue
      const observation = observeLog(log)
      if (observation !== undefined) yield [observation, place]
    }
  }
}

function observeLog(log: EvmLog): PacketObservation | undefined {
  switch (log.topics[0]) {
    case sent.topic0: {
      const [sequence, , channel, packet] = decoded(sent.decode(log))
      const { data, timeoutTimestamp } = packet
      return { type: 'sent', source: 'ethereum', channel, sequence, data, timeoutTimestamp }
    }
    case received.topic0: {
      const [sequence, , packet] = decoded(received.decode(log))
      return { type: 'received', source: 'cosmos', channel: packet.sourceChannel, sequence }
    }
    case answered.topic0: {
      const [sequence, , packet, acknowledgement] = decoded(answered.decode(log))
      return { type: 'answered', source: 'cosmos', channel: packet.sourceChannel, sequence, acknowledgement }
    }
    case acknowledged.topic0: {
      const [sequence, channel, , acknowledgement] = decoded(acknowledged.decode(log))
      return { type: 'acknowledged', source: 'ethereum', channel, sequence, acknowledgement }
    }
    case timedOut.topic0: {
      const [sequence, channel] = decoded(timedOut.decode(log))
      return { type: 'timed-out', source: 'ethereum', channel, sequence }
    }
    default:
      return undefined
  }
}

function decoded<T>(
  outcome:
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly rejection: { readonly code: string } },
): T {
  if (!outcome.ok) throw new Error(`PegBridge emitted a log that its ABI does not describe: ${outcome.rejection.code}`)
  return outcome.value
}
