import type { State, View } from '@pegzone/ledger'
import type { Outcome } from '@pegzone/outcome'
import type { Any } from './any.ts'
import type { Height, HostContext } from './host.ts'
import type { IbcRejection } from './rejections.ts'

/** `Unknown` when there is no such client. Only an `Active` client verifies anything. */
export type ClientStatus = 'Active' | 'Frozen' | 'Expired' | 'Unknown'

/** A claim about the counterparty's store: `path` holds `value`. */
export interface MembershipClaim {
  readonly height: Height
  readonly proof: Uint8Array
  /** ICS-24 key without prefix, e.g. `commitments/ports/transfer/channels/channel-0/sequences/1`. */
  readonly path: string
  readonly value: Uint8Array
}

export type AbsenceClaim = Omit<MembershipClaim, 'value'>

/** What an update did: the heights it added, or that it was evidence and the client is now frozen. */
export interface ClientUpdate {
  readonly heights: readonly Height[]
  readonly frozen: boolean
}

/** One kind of light client. Keeps its own tables; core asks `status` before every `verify*` and `update`. */
export interface LightClientModule {
  /** First part of client ids, e.g. `06-solomachine`. */
  readonly type: string
  /** Type URL of the client state that `createClient` must carry for this module. */
  readonly clientStateTypeUrl: string
  initialise(
    state: State,
    host: HostContext,
    clientId: string,
    clientState: Any,
    consensusState: Any,
  ): Outcome<void, IbcRejection>
  /** Header or misbehaviour. Evidence that proves misbehaviour freezes the client and is a success. */
  update(state: State, host: HostContext, clientId: string, message: Any): Outcome<ClientUpdate, IbcRejection>
  status(view: View, host: HostContext, clientId: string): ClientStatus
  /** `0-0` when the client knows no height yet. */
  latestHeight(view: View, clientId: string): Height
  /** Counterparty time at `height`, nanoseconds; undefined if the client does not know that height. */
  timestampAt(view: View, clientId: string, height: Height): bigint | undefined
  /** May write: a solo machine consumes its sequence. Undone together with the message that asked. */
  verifyMembership(
    state: State,
    host: HostContext,
    clientId: string,
    claim: MembershipClaim,
  ): Outcome<void, IbcRejection>
  verifyNonMembership(
    state: State,
    host: HostContext,
    clientId: string,
    claim: AbsenceClaim,
  ): Outcome<void, IbcRejection>
  /** Client state as it stands at `clients/{id}/clientState`, before the Any wrapping. */
  clientState(view: View, clientId: string): Any | undefined
  consensusState(view: View, clientId: string, height: Height): Any | undefined
  /** Gives the frozen or expired `subjectId` the state of the active `substituteId`. */
  recover(state: State, host: HostContext, subjectId: string, substituteId: string): Outcome<void, IbcRejection>
}
