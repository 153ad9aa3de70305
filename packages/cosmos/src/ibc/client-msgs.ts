import type { Ibc } from '@pegzone/ibc'
import { type Outcome, ok } from '@pegzone/outcome'
import { MsgCreateClient, MsgSubmitMisbehaviour, MsgUpdateClient } from 'cosmjs-types/ibc/core/client/v1/tx'
import type { TxRejection } from '../errors.ts'
import { type MsgBinder, type MsgType, msgType } from '../tx/message.ts'
import { hosted, moduleError } from './errors.ts'
import { hostOf } from './host.ts'
import { ibcSchemas } from './schemas.ts'

const NONE = new Uint8Array(0)
/** Responses of ibc-go v8 for clients and connections have no fields. */
const EMPTY: Outcome<Uint8Array, never> = ok(NONE)

type Any = { readonly typeUrl: string; readonly value: Uint8Array }

/** ibc-go UnpackAny fails on an absent one. */
function present(any: Any | undefined, what: string): Outcome<Any, TxRejection> {
  if (any !== undefined) return ok(any)
  return { ok: false, rejection: moduleError('ibc', 14, `${what} is missing: failed to unpack any`) }
}

/** ibc.core.client.v1.Msg */
export function clientMsgs(ibc: Ibc): readonly (readonly [string, MsgBinder])[] {
  const createClient: MsgType<MsgCreateClient> = {
    typeUrl: MsgCreateClient.typeUrl,
    module: 'core',
    schema: ibcSchemas.createClient,
    decode: (bytes) => MsgCreateClient.decode(bytes),
    signers: ({ signer }) => [signer],
    gas: () => 58_000,
    handle(state, context, message) {
      const clientState = present(message.clientState, 'client state')
      if (!clientState.ok) return clientState
      const consensusState = present(message.consensusState, 'consensus state')
      if (!consensusState.ok) return consensusState
      const made = ibc.createClient(state, hostOf(context), {
        clientState: clientState.value,
        consensusState: consensusState.value,
      })
      return made.ok ? EMPTY : hosted(made)
    },
  }
  const updateClient: MsgType<MsgUpdateClient> = {
    typeUrl: MsgUpdateClient.typeUrl,
    module: 'core',
    schema: ibcSchemas.updateClient,
    decode: (bytes) => MsgUpdateClient.decode(bytes),
    signers: ({ signer }) => [signer],
    gas: () => 52_000,
    handle(state, context, { clientId, clientMessage }) {
      const header = present(clientMessage, 'client message')
      if (!header.ok) return header
      const done = ibc.updateClient(state, hostOf(context), { clientId, clientMessage: header.value })
      return done.ok ? EMPTY : hosted(done)
    },
  }
  const submitMisbehaviour: MsgType<MsgSubmitMisbehaviour> = {
    typeUrl: MsgSubmitMisbehaviour.typeUrl,
    module: 'core',
    schema: ibcSchemas.submitMisbehaviour,
    decode: (bytes) => MsgSubmitMisbehaviour.decode(bytes),
    signers: ({ signer }) => [signer],
    gas: () => 60_000,
    handle(state, context, { clientId, misbehaviour }) {
      const evidence = present(misbehaviour, 'misbehaviour')
      if (!evidence.ok) return evidence
      const done = ibc.updateClient(state, hostOf(context), { clientId, clientMessage: evidence.value })
      return done.ok ? EMPTY : hosted(done)
    },
  }
  return [msgType(createClient), msgType(updateClient), msgType(submitMisbehaviour)]
}
