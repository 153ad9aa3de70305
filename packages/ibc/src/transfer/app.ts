import type { State } from '@pegzone/ledger'
import { type Outcome, ok, refuse } from '@pegzone/outcome'
import type { AppRejection, ChannelOpening } from '../app.ts'
import { errorAck, parseAck, SUCCESS_ACK } from '../core/acknowledgement.ts'
import { createClientKeeper } from '../core/clients.ts'
import { emit } from '../core/emit.ts'
import { isChannelId } from '../core/identifiers.ts'
import { destinationKey } from '../core/packet-keys.ts'
import { sendPacket } from '../core/send.ts'
import { writeAcknowledgement } from '../core/write-ack.ts'
import type { LightClientModule } from '../light-client.ts'
import { transferParams } from './books.ts'
import { parseTransferData } from './data.ts'
import { firstHeld, unhold } from './held.ts'
import { payOut, receive, refund, settleSent, takeIn } from './moves.ts'
import type { TransferRejection } from './rejections.ts'
import type { HeldTransfer, TransferApp, TransferBank, TransferData } from './types.ts'

export const TRANSFER_VERSION = 'ics20-1'

export interface TransferOptions {
  /** Port the app is bound to; `transfer` unless a test wants another. */
  readonly port?: string
  readonly bank: TransferBank
  /** The light clients of the chain, the same list that `createIbc` gets: a send asks its client for the time. */
  readonly clients: readonly LightClientModule[]
}

/** ICS-20 version `ics20-1` over the host's bank. Stateless, like core: everything is in tables. */
export function createTransferApp({ port = 'transfer', bank, clients: modules }: TransferOptions): TransferApp {
  const clients = createClientKeeper(modules)
  return {
    port,

    send(state, host, message) {
      if (!transferParams(state).sendEnabled) return refuse({ code: 'IBC_TRANSFER_SEND_DISABLED', abciCode: 7 })
      const taken = takeIn(bank, state, port, message)
      if (!taken.ok) return taken
      const sent = sendPacket(clients, state, host, {
        sourcePort: port,
        sourceChannel: message.sourceChannel,
        timeoutHeight: message.timeoutHeight,
        timeoutTimestamp: message.timeoutTimestamp,
        data: taken.value.bytes,
      })
      if (!sent.ok) return sent
      const { sender, receiver, amount, denom, memo } = taken.value.data
      emit(state, { type: 'ibc_transfer', sender, receiver, amount, denom, memo })
      return sent
    },

    onOpenInit(_state, _host, opening) {
      const problem = openingProblem(opening)
      if (problem !== undefined) return refuse(problem)
      const { version } = opening
      return version.trim() === '' || version === TRANSFER_VERSION ? ok(TRANSFER_VERSION) : wrongVersion(version)
    },

    onOpenTry(_state, _host, opening) {
      const problem = openingProblem(opening)
      if (problem !== undefined) return refuse(problem)
      return opening.version === TRANSFER_VERSION ? ok(TRANSFER_VERSION) : wrongVersion(opening.version)
    },

    onOpenAck: (_state, _host, { version }) => (version === TRANSFER_VERSION ? ok() : wrongVersion(version)),
    onOpenConfirm: () => ok(),
    onCloseInit: () => refuse({ code: 'IBC_TRANSFER_CLOSE_FORBIDDEN', abciCode: 8 }),
    onCloseConfirm: () => ok(),

    onRecv(state, host, packet) {
      const read = parseTransferData(packet.data)
      if (!read.ok) return read
      if (!transferParams(state).receiveEnabled) return refuse({ code: 'IBC_TRANSFER_RECEIVE_DISABLED', abciCode: 8 })
      const received = receive(bank, state, host, packet, read.value)
      if (!received.ok) return received
      const held = received.value === 'held'
      announce(state, 'received', read.value, { success: true, held })
      return ok({ acknowledgement: held ? undefined : SUCCESS_ACK })
    },

    isAcknowledgement: (bytes) => parseAck(bytes) !== undefined,

    onAcknowledgement(state, _host, packet, acknowledgement) {
      const read = parseTransferData(packet.data)
      if (!read.ok) return read
      const success = 'result' in parseAck(acknowledgement)!
      const settled = success ? settleSent(state, packet, read.value) : refund(bank, state, packet, read.value)
      if (settled.ok) announce(state, 'acknowledged', read.value, { success })
      return settled
    },

    onTimeout(state, _host, packet) {
      const read = parseTransferData(packet.data)
      if (!read.ok) return read
      const { sender, denom, amount, memo } = read.value
      const refunded = refund(bank, state, packet, read.value)
      if (refunded.ok)
        emit(state, { type: 'timeout', refundReceiver: sender, refundDenom: denom, refundAmount: amount, memo })
      return refunded
    },

    releaseHeld(state, _host, lane, limit = Number.POSITIVE_INFINITY) {
      let released = 0
      for (; released < limit; released++) {
        const first = firstHeld(state, lane)
        if (first === undefined) break
        const [key, held] = first
        const paid = state.attempt((on) => payOut(bank, on, lane, held, 'release'))
        if (paid.ok && paid.value === 'held') break
        unhold(state, lane, key, held)
        const answered = answer(state, held, paid.ok ? undefined : paid.rejection)
        if (!answered.ok) return answered
      }
      return ok({ released })
    },

    refuseHeld(state, _host, lane, cause) {
      const first = firstHeld(state, lane)
      if (first === undefined) return refuse({ code: 'IBC_TRANSFER_NOTHING_HELD', abciCode: 1, denom: lane.denom })
      const [key, held] = first
      unhold(state, lane, key, held)
      const answered = answer(state, held, cause)
      return answered.ok ? ok({ packet: held.packet }) : answered
    },
  }

  function openingProblem({ portId, channelId, ordering, counterparty }: ChannelOpening): AppRejection | undefined {
    if (portId !== port) return { code: 'IBC_PORT_NOT_BOUND', abciCode: 2 }
    if (ordering !== 'UNORDERED') return orderProblem(ordering)
    // Without this form the hop would not be recognised on the way back, and vouchers would pile up.
    for (const id of [channelId, counterparty.channelId])
      if (id !== '' && !isChannelId(id)) return { code: 'IBC_IDENTIFIER_INVALID', abciCode: 18 }
    return undefined
  }
}

function orderProblem(ordering: string): TransferRejection {
  return { code: 'IBC_TRANSFER_ORDER', abciCode: 6, ordering }
}

/** Writes the deferred acknowledgement of a packet that left the queue. */
function answer(state: State, { packet }: HeldTransfer, cause: AppRejection | undefined) {
  const { portId, channelId, sequence } = destinationKey(packet)
  const read = parseTransferData(packet.data)
  if (read.ok) announce(state, 'released', read.value, { success: cause === undefined })
  return writeAcknowledgement(state, {
    destinationPort: portId,
    destinationChannel: channelId,
    sequence,
    acknowledgement: cause === undefined ? SUCCESS_ACK : errorAck(cause.abciCode ?? 1),
  })
}

function announce(
  state: State,
  phase: 'received' | 'acknowledged' | 'released',
  data: TransferData,
  { success, held = false }: { readonly success: boolean; readonly held?: boolean },
): void {
  emit(state, { type: 'fungible_token_packet', phase, ...data, success, ...(held ? { held: true } : {}) })
}

function wrongVersion(version: string): Outcome<never, TransferRejection> {
  return refuse({ code: 'IBC_TRANSFER_VERSION', abciCode: 4, version })
}
