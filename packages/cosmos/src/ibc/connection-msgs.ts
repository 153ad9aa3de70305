import type { ConnectionCounterparty, Ibc } from '@pegzone/ibc'
import { type Outcome, ok } from '@pegzone/outcome'
import type { Counterparty } from 'cosmjs-types/ibc/core/connection/v1/connection'
import {
  MsgConnectionOpenAck,
  MsgConnectionOpenConfirm,
  MsgConnectionOpenInit,
  MsgConnectionOpenTry,
} from 'cosmjs-types/ibc/core/connection/v1/tx'
import { type MsgBinder, type MsgType, msgType } from '../tx/message.ts'
import { hosted, moduleError } from './errors.ts'
import { hostOf } from './host.ts'
import { ibcSchemas } from './schemas.ts'

const EMPTY: Outcome<Uint8Array, never> = ok(new Uint8Array(0))

/** ibc.core.connection.v1.Msg. Proofs of the client and its consensus are not looked at, as in ibc-go from v8.5 on. */
export function connectionMsgs(ibc: Ibc): readonly (readonly [string, MsgBinder])[] {
  const openInit: MsgType<MsgConnectionOpenInit> = {
    typeUrl: MsgConnectionOpenInit.typeUrl,
    module: 'core',
    schema: ibcSchemas.connectionOpenInit,
    decode: (bytes) => MsgConnectionOpenInit.decode(bytes),
    signers: ({ signer }) => [signer],
    gas: () => 56_000,
    handle(state, context, { clientId, counterparty, version, delayPeriod }) {
      const done = ibc.connectionOpenInit(state, hostOf(context), {
        clientId,
        counterparty: toCounterparty(counterparty),
        version,
        delayPeriod,
      })
      return done.ok ? EMPTY : hosted(done)
    },
  }
  const openTry: MsgType<MsgConnectionOpenTry> = {
    typeUrl: MsgConnectionOpenTry.typeUrl,
    module: 'core',
    schema: ibcSchemas.connectionOpenTry,
    decode: (bytes) => MsgConnectionOpenTry.decode(bytes),
    signers: ({ signer }) => [signer],
    gas: () => 76_000,
    handle(state, context, message) {
      const done = ibc.connectionOpenTry(state, hostOf(context), {
        clientId: message.clientId,
        counterparty: toCounterparty(message.counterparty),
        delayPeriod: message.delayPeriod,
        counterpartyVersions: message.counterpartyVersions,
        proof: message.proofInit,
        proofHeight: message.proofHeight,
      })
      return done.ok ? EMPTY : hosted(done)
    },
  }
  const openAck: MsgType<MsgConnectionOpenAck> = {
    typeUrl: MsgConnectionOpenAck.typeUrl,
    module: 'core',
    schema: ibcSchemas.connectionOpenAck,
    decode: (bytes) => MsgConnectionOpenAck.decode(bytes),
    signers: ({ signer }) => [signer],
    gas: () => 66_000,
    handle(state, context, { connectionId, counterpartyConnectionId, version, proofTry: proof, proofHeight }) {
      if (version === undefined) {
        return { ok: false, rejection: moduleError('connection', 9, 'version is missing: invalid connection version') }
      }
      const message = { connectionId, counterpartyConnectionId, version, proof, proofHeight }
      const done = ibc.connectionOpenAck(state, hostOf(context), message)
      return done.ok ? EMPTY : hosted(done)
    },
  }
  const openConfirm: MsgType<MsgConnectionOpenConfirm> = {
    typeUrl: MsgConnectionOpenConfirm.typeUrl,
    module: 'core',
    schema: ibcSchemas.connectionOpenConfirm,
    decode: (bytes) => MsgConnectionOpenConfirm.decode(bytes),
    signers: ({ signer }) => [signer],
    gas: () => 60_000,
    handle(state, context, { connectionId, proofAck: proof, proofHeight }) {
      const done = ibc.connectionOpenConfirm(state, hostOf(context), { connectionId, proof, proofHeight })
      return done.ok ? EMPTY : hosted(done)
    },
  }
  return [msgType(openInit), msgType(openTry), msgType(openAck), msgType(openConfirm)]
}

function toCounterparty({ clientId, connectionId, prefix }: Counterparty): ConnectionCounterparty {
  return { clientId, connectionId, prefix: prefix.keyPrefix }
}
