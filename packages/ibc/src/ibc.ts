import type { State, View } from '@pegzone/ledger'
import type { Outcome } from '@pegzone/outcome'
import type { Any } from './any.ts'
import type { IbcApp } from './app.ts'
import type { Height, HostContext } from './host.ts'
import type { ClientStatus, ClientUpdate, LightClientModule } from './light-client.ts'
import type * as msg from './messages.ts'
import type { Packet } from './packet.ts'
import type { IbcRejection } from './rejections.ts'

/** A message handler: all of it happens, or it refuses and the caller's `apply` or `attempt` undoes what it wrote. */
type Handler<M, T> = (state: State, host: HostContext, message: M) => Outcome<T, IbcRejection>

/** The packet state machine of one chain. Stateless: everything is in the tables of the `State` passed in. */
export interface Ibc {
  readonly createClient: Handler<msg.CreateClient, { readonly clientId: string }>
  readonly updateClient: Handler<msg.UpdateClient, ClientUpdate>
  readonly recoverClient: Handler<msg.RecoverClient, void>
  readonly connectionOpenInit: Handler<msg.ConnectionOpenInit, { readonly connectionId: string }>
  readonly connectionOpenTry: Handler<msg.ConnectionOpenTry, { readonly connectionId: string }>
  readonly connectionOpenAck: Handler<msg.ConnectionOpenAck, void>
  readonly connectionOpenConfirm: Handler<msg.ConnectionOpenConfirm, void>
  readonly channelOpenInit: Handler<msg.ChannelOpenInit, { readonly channelId: string; readonly version: string }>
  readonly channelOpenTry: Handler<msg.ChannelOpenTry, { readonly channelId: string; readonly version: string }>
  readonly channelOpenAck: Handler<msg.ChannelOpenAck, void>
  readonly channelOpenConfirm: Handler<msg.ChannelOpenConfirm, void>
  readonly channelCloseInit: Handler<msg.ChannelCloseInit, void>
  readonly channelCloseConfirm: Handler<msg.ChannelCloseConfirm, void>
  /** For apps; the transfer app calls it by itself. */
  readonly sendPacket: Handler<msg.SendPacket, { readonly sequence: bigint; readonly packet: Packet }>
  readonly recvPacket: Handler<msg.RecvPacket, msg.RecvResult>
  readonly acknowledgePacket: Handler<msg.AcknowledgePacket, msg.PacketResult>
  readonly timeoutPacket: Handler<msg.TimeoutPacket, msg.PacketResult>
  readonly timeoutOnClose: Handler<msg.TimeoutOnClose, msg.PacketResult>
  /** The deferred acknowledgement of a packet that was received with none. */
  readonly writeAcknowledgement: Handler<msg.WriteAcknowledgement, void>

  clientStatus(view: View, host: HostContext, clientId: string): ClientStatus
  latestHeight(view: View, clientId: string): Height | undefined
  /** Counterparty time known to the client at a height, nanoseconds. */
  timestampAt(view: View, clientId: string, height: Height): bigint | undefined
  clientState(view: View, clientId: string): Any | undefined
  consensusState(view: View, clientId: string, height: Height): Any | undefined
  /** The value stored at an ICS-24 path, exactly the bytes a proof speaks of; undefined if absent. */
  readPath(view: View, path: string): Uint8Array | undefined
}

export interface IbcOptions {
  readonly clients: readonly LightClientModule[]
  /** Port id → app. */
  readonly apps: ReadonlyMap<string, IbcApp>
}
