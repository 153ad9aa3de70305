import type { CosmosBlock, CosmosEvent } from '@pegzone/cosmos'
import { fromHex, toHex, utf8ToBytes } from '@pegzone/encoding'
import type { PacketObservation, PacketPlace } from './record.ts'

/** What the events of successful transactions in a block say about packets, as ibc-go emits them. */
export function* observeCosmos(block: CosmosBlock): Generator<readonly [PacketObservation, PacketPlace]> {
  for (const [index, { code, events }] of block.results.entries()) {
    if (code !== 0) continue
    const tx = toHex(block.txHashes[index] as Uint8Array).toUpperCase()
    const place: PacketPlace = { side: 'cosmos', height: block.height, timeNs: block.timeNs, tx }
    for (const event of events) {
      const observation = observeEvent(event)
      if (observation !== undefined) yield [observation, place]
    }
  }
}

function observeEvent(event: CosmosEvent): PacketObservation | undefined {
  const read = (key: string): string => event.attributes.find((attribute) => attribute.key === key)?.value ?? ''
  const packet = () => ({ channel: read('packet_src_channel'), sequence: BigInt(read('packet_sequence')) })
  switch (event.type) {
    case 'send_packet': {
      const hex = read('packet_data_hex')
      const data = hex === '' ? utf8ToBytes(read('packet_data')) : fromHex(hex)
      const timeoutTimestamp = BigInt(read('packet_timeout_timestamp') || '0')
      return { type: 'sent', source: 'cosmos', ...packet(), data, timeoutTimestamp }
    }
    case 'recv_packet':
      return { type: 'received', source: 'ethereum', ...packet() }
    case 'write_acknowledgement': {
      const hex = read('packet_ack_hex')
      const acknowledgement = hex === '' ? utf8ToBytes(read('packet_ack')) : fromHex(hex)
      return { type: 'answered', source: 'ethereum', ...packet(), acknowledgement }
    }
    case 'acknowledge_packet':
      // ibc-go does not repeat the acknowledgement here: the record remembers what the receiver answered.
      return { type: 'acknowledged', source: 'cosmos', ...packet(), acknowledgement: undefined }
    case 'timeout_packet':
      return { type: 'timed-out', source: 'cosmos', ...packet() }
    default:
      return undefined
  }
}
