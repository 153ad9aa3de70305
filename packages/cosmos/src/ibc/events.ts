import { bytesToUtf8, toHex } from '@pegzone/encoding'
import { heightText, type IbcEvent, localDenom, type Packet, traceHash } from '@pegzone/ibc'
import type { LedgerEvent, View } from '@pegzone/ledger'
import type { CosmosEvent } from '../chain/block-types.ts'
import { event } from '../chain/events.ts'

type Attribute = readonly [string, string]

/** The ibc package's events in the string attributes of ibc-go v8, each with the `message` event of its module. */
export function translateIbc(emitted: LedgerEvent, view: View): readonly CosmosEvent[] {
  // Keepers emit ABCI events or the ibc package's own, and the caller has sorted out the former.
  const each = emitted as IbcEvent
  switch (each.type) {
    case 'create_client':
    case 'recover_client':
      return core('client', each.type, [
        ['client_id', each.clientId],
        ['client_type', each.clientType],
        ['consensus_height', heightText(each.height)],
      ])
    case 'update_client':
      return core('client', each.type, [
        ['client_id', each.clientId],
        ['client_type', each.clientType],
        ['consensus_height', each.heights[0] === undefined ? '0-0' : heightText(each.heights[0])],
        ['consensus_heights', each.heights.map(heightText).join(',')],
      ])
    case 'client_misbehaviour':
      return core('client', each.type, [
        ['client_id', each.clientId],
        ['client_type', each.clientType],
      ])
    case 'connection_open_init':
    case 'connection_open_try':
    case 'connection_open_ack':
    case 'connection_open_confirm':
      return core('connection', each.type, [
        ['connection_id', each.connectionId],
        ['client_id', each.clientId],
        ['counterparty_client_id', each.counterpartyClientId],
        ['counterparty_connection_id', each.counterpartyConnectionId],
      ])
    case 'channel_open_init':
    case 'channel_open_try':
    case 'channel_open_ack':
    case 'channel_open_confirm':
    case 'channel_close_init':
    case 'channel_close_confirm':
    case 'channel_closed':
      return core('channel', each.type === 'channel_closed' ? 'channel_close' : each.type, [
        ['port_id', each.portId],
        ['channel_id', each.channelId],
        ['counterparty_port_id', each.counterpartyPortId],
        ['counterparty_channel_id', each.counterpartyChannelId],
        ['connection_id', each.connectionId],
        ...(each.type === 'channel_open_init' || each.type === 'channel_open_try'
          ? ([['version', each.version]] as const)
          : []),
      ])
    case 'send_packet':
    case 'recv_packet':
      return core('channel', each.type, [
        ...data(each.packet),
        ...identity(each.packet),
        ['packet_channel_ordering', `ORDER_${each.ordering}`],
        ...connection(each.connectionId),
      ])
    case 'write_acknowledgement':
      return core('channel', each.type, [
        ...data(each.packet),
        ...identity(each.packet),
        ['packet_ack', bytesToUtf8(each.acknowledgement)],
        ['packet_ack_hex', toHex(each.acknowledgement)],
        ...connection(each.connectionId),
      ])
    case 'acknowledge_packet':
    case 'timeout_packet':
      return core('channel', each.type, [
        ...identity(each.packet),
        ['packet_channel_ordering', `ORDER_${each.ordering}`],
        ...connection(each.connectionId),
      ])
    case 'ibc_transfer':
      return [
        event(each.type, ...ibcTransfer(each, localDenom(view, each.denom))),
        event('message', ['module', 'transfer']),
      ]
    case 'fungible_token_packet':
      return tokenPacket(each)
    case 'timeout':
      return [
        event(
          each.type,
          ['module', 'transfer'],
          ['refund_receiver', each.refundReceiver],
          ['refund_denom', each.refundDenom],
          ['refund_amount', each.refundAmount.toString()],
          ['memo', each.memo],
        ),
      ]
    case 'denomination_trace':
      return [event(each.type, ['trace_hash', traceHash(each.trace)], ['denom', each.denom])]
  }
}

function core(module: string, type: string, attributes: readonly Attribute[]): readonly CosmosEvent[] {
  return [event(type, ...attributes), event('message', ['module', `ibc_${module}`])]
}

function data(packet: Packet): readonly Attribute[] {
  return [
    ['packet_data', bytesToUtf8(packet.data)],
    ['packet_data_hex', toHex(packet.data)],
  ]
}

function identity(packet: Packet): readonly Attribute[] {
  return [
    ['packet_timeout_height', heightText(packet.timeoutHeight)],
    ['packet_timeout_timestamp', packet.timeoutTimestamp.toString()],
    ['packet_sequence', packet.sequence.toString()],
    ['packet_src_port', packet.sourcePort],
    ['packet_src_channel', packet.sourceChannel],
    ['packet_dst_port', packet.destinationPort],
    ['packet_dst_channel', packet.destinationChannel],
  ]
}

function connection(id: string): readonly Attribute[] {
  return [
    ['packet_connection', id],
    ['connection_id', id],
  ]
}

type EventOf<T> = Extract<IbcEvent, { readonly type: T }>

/** `denom` is the one the sender named, not the path in the packet. */
function ibcTransfer({ sender, receiver, amount, memo }: EventOf<'ibc_transfer'>, denom: string): readonly Attribute[] {
  return [
    ['sender', sender],
    ['receiver', receiver],
    ['amount', amount.toString()],
    ['denom', denom],
    ['memo', memo],
  ]
}

/** On acknowledgement ibc-go emits two of them: the packet with its acknowledgement, then the outcome alone. */
function tokenPacket(each: EventOf<'fungible_token_packet'>): readonly CosmosEvent[] {
  const packet: readonly Attribute[] = [
    ['module', 'transfer'],
    ['sender', each.sender],
    ['receiver', each.receiver],
    ['denom', each.denom],
    ['amount', each.amount.toString()],
    ['memo', each.memo],
  ]
  if (each.phase !== 'acknowledged') return [event(each.type, ...packet, ['success', String(each.success)])]
  const text = each.success ? 'result:"\\001" ' : 'error:"ABCI error" '
  const outcome: Attribute = each.success ? ['success', '\u0001'] : ['error', 'ABCI error']
  return [event(each.type, ...packet, ['acknowledgement', text]), event(each.type, outcome)]
}
