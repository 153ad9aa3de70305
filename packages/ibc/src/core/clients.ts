import type { State, View } from '@pegzone/ledger'
import { type Outcome, ok, refuse } from '@pegzone/outcome'
import type { Height, HostContext } from '../host.ts'
import type { AbsenceClaim, ClientStatus, ClientUpdate, LightClientModule, MembershipClaim } from '../light-client.ts'
import type { CreateClient, RecoverClient, UpdateClient } from '../messages.ts'
import type { IbcRejection } from '../rejections.ts'
import { nextNumber } from './counters.ts'
import { emit } from './emit.ts'
import { clientsTable, paramsTable } from './tables.ts'

/** ICS-02 over the light client modules of this chain. */
export interface ClientKeeper {
  create(state: State, host: HostContext, message: CreateClient): Outcome<{ readonly clientId: string }, IbcRejection>
  update(state: State, host: HostContext, message: UpdateClient): Outcome<ClientUpdate, IbcRejection>
  recover(state: State, host: HostContext, message: RecoverClient): Outcome<void, IbcRejection>
  status(view: View, host: HostContext, clientId: string): ClientStatus
  /** Undefined if there is no such client. */
  moduleOf(view: View, clientId: string): LightClientModule | undefined
  moduleForState(typeUrl: string): LightClientModule | undefined
  requireActive(view: View, host: HostContext, clientId: string): Outcome<LightClientModule, IbcRejection>
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
  timestampAt(view: View, clientId: string, height: Height): Outcome<bigint, IbcRejection>
}

export function createClientKeeper(modules: readonly LightClientModule[]): ClientKeeper {
  const byType = new Map(modules.map((module) => [module.type, module]))
  const byTypeUrl = new Map(modules.map((module) => [module.clientStateTypeUrl, module]))

  const moduleOf = (view: View, clientId: string) => {
    const type = view.read(clientsTable).get(clientId)
    return type === undefined ? undefined : byType.get(type)
  }

  const status = (view: View, host: HostContext, clientId: string): ClientStatus =>
    moduleOf(view, clientId)?.status(view, host, clientId) ?? 'Unknown'

  const requireActive: ClientKeeper['requireActive'] = (view, host, clientId) => {
    const module = moduleOf(view, clientId)
    if (module === undefined) return refuse({ code: 'IBC_CLIENT_NOT_FOUND', clientId })
    if (!isAllowed(view, module.type)) return refuse({ code: 'IBC_CLIENT_TYPE_NOT_ALLOWED', clientType: module.type })
    const now = module.status(view, host, clientId)
    return now === 'Active' ? ok(module) : refuse({ code: 'IBC_CLIENT_NOT_ACTIVE', clientId, status: now })
  }

  return {
    moduleOf,
    moduleForState: (typeUrl) => byTypeUrl.get(typeUrl),
    status,
    requireActive,

    create(state, host, { clientState, consensusState }) {
      const module = byTypeUrl.get(clientState.typeUrl)
      if (module === undefined) return refuse({ code: 'IBC_CLIENT_TYPE_UNKNOWN', typeUrl: clientState.typeUrl })
      if (!isAllowed(state, module.type))
        return refuse({ code: 'IBC_CLIENT_TYPE_NOT_ALLOWED', clientType: module.type })
      for (const { value } of [clientState, consensusState])
        if (value.length > MAX_STATE_BYTES)
          return refuse({ code: 'IBC_CLIENT_STATE_INVALID', detail: `longer than ${MAX_STATE_BYTES} bytes` })
      const clientId = `${module.type}-${nextNumber(state, 'client')}`
      state.open(clientsTable).set(clientId, module.type)
      const made = module.initialise(state, host, clientId, clientState, consensusState)
      if (!made.ok) return made
      const now = module.status(state, host, clientId)
      if (now !== 'Active') return refuse({ code: 'IBC_CLIENT_NOT_ACTIVE', clientId, status: now })
      const height = module.latestHeight(state, clientId)
      emit(state, { type: 'create_client', clientId, clientType: module.type, height })
      return ok({ clientId })
    },

    update(state, host, { clientId, clientMessage }) {
      const active = requireActive(state, host, clientId)
      if (!active.ok) return active
      const clientType = active.value.type
      const updated = active.value.update(state, host, clientId, clientMessage)
      if (!updated.ok) return updated
      const { frozen, heights } = updated.value
      if (frozen) emit(state, { type: 'client_misbehaviour', clientId, clientType })
      else emit(state, { type: 'update_client', clientId, clientType, heights })
      return updated
    },

    recover(state, host, { subjectClientId, substituteClientId }) {
      const clientId = subjectClientId
      const module = moduleOf(state, clientId)
      if (module === undefined) return refuse({ code: 'IBC_CLIENT_NOT_FOUND', clientId })
      const substitute = requireActive(state, host, substituteClientId)
      if (!substitute.ok) return substitute
      const invalid = (detail: string) => refuse({ code: 'IBC_CLIENT_SUBSTITUTE_INVALID', clientId, detail })
      if (module.status(state, host, clientId) === 'Active') return invalid('it is active')
      if (substitute.value !== module) return invalid('the substitute is of another type')
      const recovered = module.recover(state, host, clientId, substituteClientId)
      if (!recovered.ok) return recovered
      const height = module.latestHeight(state, clientId)
      emit(state, { type: 'recover_client', clientId, clientType: module.type, height })
      return ok()
    },

    verifyMembership(state, host, clientId, claim) {
      const active = requireActive(state, host, clientId)
      return active.ok ? active.value.verifyMembership(state, host, clientId, claim) : active
    },

    verifyNonMembership(state, host, clientId, claim) {
      const active = requireActive(state, host, clientId)
      return active.ok ? active.value.verifyNonMembership(state, host, clientId, claim) : active
    },

    timestampAt(view, clientId, height) {
      const time = moduleOf(view, clientId)?.timestampAt(view, clientId, height)
      return time === undefined ? refuse({ code: 'IBC_CONSENSUS_NOT_FOUND', clientId, height }) : ok(time)
    },
  }
}

/** Client and consensus state each, ibc-go `MaxClientStateSize`. */
const MAX_STATE_BYTES = 32_768

const ALLOWED = 'allowed-clients'

/** Client types that may be made and used; `['*']` (default): all. */
export function allowedClients(view: View): readonly string[] {
  return view.read(paramsTable).get(ALLOWED) ?? ['*']
}

export function setAllowedClients(state: State, types: readonly string[]): void {
  state.open(paramsTable).set(ALLOWED, [...types])
}

function isAllowed(view: View, clientType: string): boolean {
  const allowed = view.read(paramsTable).get(ALLOWED)
  return allowed === undefined || allowed.includes('*') || allowed.includes(clientType)
}
