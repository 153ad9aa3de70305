import type { LedgerEvent, State, View } from '@pegzone/ledger'
import { type Outcome, ok } from '@pegzone/outcome'
import { TxMsgData } from 'cosmjs-types/cosmos/base/abci/v1beta1/abci'
import type { CosmosEvent, TxResult } from '../chain/block-types.ts'
import { event } from '../chain/events.ts'
import { abciError, type TxRejection, wrapRejection } from '../errors.ts'
import { type AnteContext, runAnte } from './ante.ts'
import { stateStore } from './ante-store.ts'
import type { DecodedTx } from './decode.ts'
import { GasMeter } from './gas.ts'
import type { BoundMsg } from './message.ts'

/** What execution needs beside the transaction. */
export interface ExecEnv extends AnteContext {
  readonly feeCollector: string
  /** Events of keepers that are not ABCI events yet (ibc). */
  translate(event: LedgerEvent, view: View): readonly CosmosEvent[]
}

/**
 * Runs one transaction on the open block. Ante steps and messages each run between marks: a refused ante step leaves no
 * trace, a refused message undoes all messages but not the ante steps, so fee and sequence stay spent. Never refuses.
 */
export function executeTx(state: State, tx: DecodedTx, env: ExecEnv): TxResult {
  const gas = new GasMeter(tx.gasLimit, env.mode !== 'simulate')
  const ante = state.attempt((inner) => runAnte(tx, env, stateStore(inner, env.feeCollector), gas))
  if (!ante.ok) return failure(ante.rejection, gas, [])
  const anteEvents = translateAll(state, state.events, env)
  const messages = state.attempt((inner) => runMessages(inner, tx.msgs, env, gas))
  if (!messages.ok) return failure(messages.rejection, gas, anteEvents)
  const { responses, events } = messages.value
  return {
    code: 0,
    codespace: '',
    data: TxMsgData.encode({ data: [], msgResponses: responses }).finish(),
    log: '',
    gasWanted: gas.wanted,
    gasUsed: gas.used,
    events: [...anteEvents, ...events],
  }
}

interface Ran {
  readonly responses: { typeUrl: string; value: Uint8Array }[]
  readonly events: readonly CosmosEvent[]
}

function runMessages(state: State, msgs: readonly BoundMsg[], env: ExecEnv, gas: GasMeter): Outcome<Ran, TxRejection> {
  const responses: { typeUrl: string; value: Uint8Array }[] = []
  const events: CosmosEvent[] = []
  for (const [i, msg] of msgs.entries()) {
    const metered = gas.consume(msg.gas, 'message')
    if (!metered.ok) return metered
    const before = state.events.length
    const done = msg.handle(state, env)
    if (!done.ok) {
      return {
        ok: false,
        rejection: wrapRejection(done.rejection, `failed to execute message; message index: ${i}`),
      }
    }
    responses.push({ typeUrl: `${msg.typeUrl}Response`, value: done.value })
    const own = translateAll(state, state.events.slice(before), env)
    const index = { key: 'msg_index', value: String(i) }
    for (const { type, attributes } of [actionEvent(msg, own), ...own]) {
      events.push({ type, attributes: [...attributes, index] })
    }
  }
  return ok({ responses, events })
}

/** `message` with action, sender and, unless a keeper named its module already, the module. */
function actionEvent(msg: BoundMsg, events: readonly CosmosEvent[]): CosmosEvent {
  const named = events.some(({ attributes }) => attributes.some(({ key }) => key === 'module'))
  const attributes: [string, string][] = [['action', msg.typeUrl]]
  const sender = msg.signers[0]
  if (sender !== undefined) attributes.push(['sender', sender])
  if (!named) attributes.push(['module', msg.module])
  return event('message', ...attributes)
}

function translateAll(view: View, events: readonly LedgerEvent[], env: ExecEnv): readonly CosmosEvent[] {
  const out: CosmosEvent[] = []
  for (const each of events) {
    if (isAbci(each)) out.push(each)
    else out.push(...env.translate(each, view))
  }
  return out
}

function isAbci(each: LedgerEvent): each is CosmosEvent {
  return 'attributes' in each
}

function failure(rejection: TxRejection, gas: GasMeter, events: readonly CosmosEvent[]): TxResult {
  return { ...abciError(rejection), data: NONE, gasWanted: gas.wanted, gasUsed: gas.used, events }
}

const NONE = new Uint8Array(0)
