import { bytesToUtf8 } from '@pegzone/encoding'
import { type HostContext, type IbcEvent, transferBooks } from '@pegzone/ibc'
import type { LedgerEvent, State } from '@pegzone/ledger'
import { type Outcome, ok } from '@pegzone/outcome'
import type { Revert } from '../../chain/built-in.ts'
import { tokens } from '../token/tokens.ts'
import type { BridgeCore } from './core.ts'
import { bridgeRevert } from './errors.ts'
import { emitAcknowledgement } from './events.ts'
import { laneOf } from './lanes.ts'

type Written = Extract<IbcEvent, { readonly type: 'write_acknowledgement' }>

/** The acknowledgement of a transfer that arrived. */
const SUCCESS = '{"result":"AQ=="}'

export function isSuccess(acknowledgement: Uint8Array): boolean {
  return acknowledgement.length === SUCCESS.length && bytesToUtf8(acknowledgement) === SUCCESS
}

/** Own sends settled or the escrow changed: pays what waits on these channels, as far as it now can be paid. */
export function releaseWaiting(
  { transfer }: BridgeCore,
  state: State,
  host: HostContext,
  channels: ReadonlySet<string>,
): Outcome<void, Revert> {
  for (const channelId of channels) {
    for (const token of tokens) {
      const lane = laneOf(token, channelId)
      if (transferBooks(state, lane).heldCount === 0) continue
      const before = state.events.length
      const done = transfer.releaseHeld(state, host, lane)
      if (!done.ok) return bridgeRevert(done.rejection)
      for (const { packet, acknowledgement } of state.events.slice(before).filter(isWritten)) {
        emitAcknowledgement(state, packet, acknowledgement, isSuccess(acknowledgement))
      }
    }
  }
  return ok()
}

function isWritten(event: LedgerEvent): event is Written {
  return event.type === 'write_acknowledgement'
}
