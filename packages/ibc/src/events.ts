import type { LedgerEvent } from '@pegzone/ledger'
import type { ChannelOrder, ChannelRef } from './channel.ts'
import type { Height } from './host.ts'
import type { Packet } from './packet.ts'

interface ConnectionEvent extends LedgerEvent {
  readonly type: 'connection_open_init' | 'connection_open_try' | 'connection_open_ack' | 'connection_open_confirm'
  readonly connectionId: string
  readonly clientId: string
  readonly counterpartyClientId: string
  readonly counterpartyConnectionId: string
}

interface ChannelEvent extends LedgerEvent, ChannelRef {
  readonly type:
    | 'channel_open_init'
    | 'channel_open_try'
    | 'channel_open_ack'
    | 'channel_open_confirm'
    | 'channel_close_init'
    | 'channel_close_confirm'
    | 'channel_closed'
  readonly counterpartyPortId: string
  readonly counterpartyChannelId: string
  readonly connectionId: string
  readonly version: string
}

interface PacketEvent extends LedgerEvent {
  readonly packet: Packet
  readonly ordering: ChannelOrder
  readonly connectionId: string
}

/** What core emits. Names are those of ibc-go; hosts translate to string attributes or logs. */
export type IbcCoreEvent =
  | (LedgerEvent & {
      readonly type: 'create_client' | 'recover_client'
      readonly clientId: string
      readonly clientType: string
      readonly height: Height
    })
  | (LedgerEvent & {
      readonly type: 'update_client'
      readonly clientId: string
      readonly clientType: string
      readonly heights: readonly Height[]
    })
  | (LedgerEvent & { readonly type: 'client_misbehaviour'; readonly clientId: string; readonly clientType: string })
  | ConnectionEvent
  | ChannelEvent
  | (PacketEvent & { readonly type: 'send_packet' | 'recv_packet' | 'acknowledge_packet' | 'timeout_packet' })
  | (PacketEvent & { readonly type: 'write_acknowledgement'; readonly acknowledgement: Uint8Array })

/** What the transfer app emits; `fungible_token_packet` also for a refused packet, with `error` set. */
export type TransferEvent =
  | (LedgerEvent & {
      readonly type: 'ibc_transfer'
      readonly sender: string
      readonly receiver: string
      readonly amount: bigint
      /** Denom path as in the packet. */
      readonly denom: string
      readonly memo: string
    })
  | (LedgerEvent & {
      readonly type: 'fungible_token_packet'
      readonly phase: 'received' | 'acknowledged' | 'released'
      readonly sender: string
      readonly receiver: string
      readonly amount: bigint
      readonly denom: string
      readonly memo: string
      readonly success: boolean
      readonly held?: true
    })
  | (LedgerEvent & {
      readonly type: 'timeout'
      readonly refundReceiver: string
      readonly refundDenom: string
      readonly refundAmount: bigint
      readonly memo: string
    })
  | (LedgerEvent & { readonly type: 'denomination_trace'; readonly trace: string; readonly denom: string })

export type IbcEvent = IbcCoreEvent | TransferEvent
