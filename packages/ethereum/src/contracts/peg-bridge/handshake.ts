import {
  Any,
  decodeMessage,
  type MessageDecoder,
  MsgChannelCloseConfirm,
  MsgChannelOpenAck,
  MsgChannelOpenConfirm,
  MsgChannelOpenInit,
  MsgChannelOpenTry,
  MsgConnectionOpenAck,
  MsgConnectionOpenConfirm,
  MsgConnectionOpenInit,
  MsgConnectionOpenTry,
  MsgCreateClient,
  MsgTimeoutOnClose,
  MsgUpdateClient,
} from '@pegzone/encoding'
import type { ChannelOrder, ConnectionCounterparty, HostContext, Ibc, IbcRejection } from '@pegzone/ibc'
import type { State } from '@pegzone/ledger'
import { type Outcome, ok, type Rejection } from '@pegzone/outcome'
import type { Revert } from '../../chain/built-in.ts'
import { bridgeRevert, malformedMessage, unknownMessage } from './errors.ts'
import {
  emitChannelChanged,
  emitClientCreated,
  emitClientUpdated,
  emitConnectionChanged,
  emitNoop,
  emitTimedOut,
} from './events.ts'

/** Does one message and answers what it created or spoke of; undefined: a part of the message is missing. */
type Route = (ibc: Ibc, state: State, host: HostContext, bytes: Uint8Array) => Outcome<string, Rejection> | undefined

const routes = new Map<string, Route>([
  route(MsgCreateClient, (ibc, state, host, { clientState, consensusState }) => {
    if (clientState === undefined || consensusState === undefined) return undefined
    return then(ibc.createClient(state, host, { clientState, consensusState }), ({ clientId }) => {
      emitClientCreated(state, clientId, clientId.slice(0, clientId.lastIndexOf('-')))
      return clientId
    })
  }),
  route(MsgUpdateClient, (ibc, state, host, { clientId, clientMessage }) => {
    if (clientMessage === undefined) return undefined
    return then(ibc.updateClient(state, host, { clientId, clientMessage }), ({ heights }) => {
      for (const { revisionHeight } of heights) emitClientUpdated(state, clientId, revisionHeight)
      return clientId
    })
  }),
  route(MsgConnectionOpenInit, (ibc, state, host, { clientId, counterparty, version, delayPeriod }) => {
    const message = { clientId, counterparty: endOf(counterparty), version, delayPeriod }
    return then(ibc.connectionOpenInit(state, host, message), ({ connectionId }) =>
      connection(state, connectionId, 'INIT'),
    )
  }),
  route(MsgConnectionOpenTry, (ibc, state, host, message) => {
    const { clientId, delayPeriod, counterpartyVersions, proofInit: proof, proofHeight } = message
    const counterparty = endOf(message.counterparty)
    return then(
      ibc.connectionOpenTry(state, host, {
        clientId,
        counterparty,
        delayPeriod,
        counterpartyVersions,
        proof,
        proofHeight,
      }),
      ({ connectionId }) => connection(state, connectionId, 'TRYOPEN'),
    )
  }),
  route(MsgConnectionOpenAck, (ibc, state, host, message) => {
    const { connectionId, counterpartyConnectionId, version, proofTry: proof, proofHeight } = message
    if (version === undefined) return undefined
    return then(
      ibc.connectionOpenAck(state, host, { connectionId, counterpartyConnectionId, version, proof, proofHeight }),
      () => connection(state, connectionId, 'OPEN'),
    )
  }),
  route(MsgConnectionOpenConfirm, (ibc, state, host, { connectionId, proofAck: proof, proofHeight }) =>
    then(ibc.connectionOpenConfirm(state, host, { connectionId, proof, proofHeight }), () =>
      connection(state, connectionId, 'OPEN'),
    ),
  ),
  route(MsgChannelOpenInit, (ibc, state, host, { portId, channel: end }) => {
    const { connectionHops, counterparty, version } = end
    const message = { portId, ordering: orderOf(end.ordering), connectionHops, version }
    return then(
      ibc.channelOpenInit(state, host, { ...message, counterpartyPortId: counterparty.portId }),
      ({ channelId }) => channel(state, portId, channelId, 'INIT'),
    )
  }),
  route(MsgChannelOpenTry, (ibc, state, host, { portId, channel: end, counterpartyVersion, ...proven }) => {
    const { connectionHops, counterparty } = end
    const { proofInit: proof, proofHeight } = proven
    const ordering = orderOf(end.ordering)
    const message = { portId, ordering, connectionHops, counterparty, counterpartyVersion, proof, proofHeight }
    return then(ibc.channelOpenTry(state, host, message), ({ channelId }) =>
      channel(state, portId, channelId, 'TRYOPEN'),
    )
  }),
  route(MsgChannelOpenAck, (ibc, state, host, message) => {
    const { portId, channelId, counterpartyChannelId, counterpartyVersion, proofTry: proof, proofHeight } = message
    const ack = { portId, channelId, counterpartyChannelId, counterpartyVersion, proof, proofHeight }
    return then(ibc.channelOpenAck(state, host, ack), () => channel(state, portId, channelId, 'OPEN'))
  }),
  route(MsgChannelOpenConfirm, (ibc, state, host, { portId, channelId, proofAck: proof, proofHeight }) =>
    then(ibc.channelOpenConfirm(state, host, { portId, channelId, proof, proofHeight }), () =>
      channel(state, portId, channelId, 'OPEN'),
    ),
  ),
  route(MsgChannelCloseConfirm, (ibc, state, host, { portId, channelId, proofInit: proof, proofHeight }) =>
    then(ibc.channelCloseConfirm(state, host, { portId, channelId, proof, proofHeight }), () =>
      channel(state, portId, channelId, 'CLOSED'),
    ),
  ),
  route(MsgTimeoutOnClose, (ibc, state, host, message) => {
    const { packet, proofUnreceived: proof, proofClose, proofHeight, nextSequenceRecv } = message
    const timeout = { packet, proof, proofClose, proofHeight, nextSequenceRecv }
    return then(ibc.timeoutOnClose(state, host, timeout), ({ result }) => {
      if (result === 'noop') emitNoop(state, packet.sequence, packet.sourceChannel)
      else emitTimedOut(state, packet)
      return packet.sourceChannel
    })
  }),
])

/** One message of a client, connection or channel as a protobuf Any. Answers the identifier that it created or spoke of. */
export function submit(ibc: Ibc, state: State, host: HostContext, message: Uint8Array): Outcome<string, Revert> {
  const any = decodeMessage(Any, message)
  if (!any.ok) return malformedMessage()
  const { typeUrl, value } = any.value
  const found = routes.get(typeUrl)
  if (found === undefined) return unknownMessage(typeUrl)
  const done = found(ibc, state, host, value)
  if (done === undefined) return malformedMessage()
  return done.ok ? done : bridgeRevert(done.rejection)
}

function route<M>(
  type: MessageDecoder<M>,
  run: (ibc: Ibc, state: State, host: HostContext, message: M) => Outcome<string, IbcRejection> | undefined,
): [string, Route] {
  return [
    type.typeUrl,
    (ibc, state, host, bytes) => {
      const message = decodeMessage(type, bytes)
      return message.ok ? run(ibc, state, host, message.value) : undefined
    },
  ]
}

function then<T>(done: Outcome<T, IbcRejection>, answer: (value: T) => string): Outcome<string, IbcRejection> {
  return done.ok ? ok(answer(done.value)) : done
}

function connection(state: State, connectionId: string, to: string): string {
  emitConnectionChanged(state, connectionId, to)
  return connectionId
}

function channel(state: State, portId: string, channelId: string, to: string): string {
  emitChannelChanged(state, portId, channelId, to)
  return channelId
}

function endOf(counterparty: MsgConnectionOpenInit['counterparty']): ConnectionCounterparty {
  const { clientId, connectionId, prefix } = counterparty
  return { clientId, connectionId, prefix: prefix.keyPrefix }
}

/** Protobuf: 1 unordered, 2 ordered. */
function orderOf(ordering: number): ChannelOrder {
  return ordering === 2 ? 'ORDERED' : 'UNORDERED'
}
