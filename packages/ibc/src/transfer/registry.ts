import { type State, table, textCodec, textKey, type View } from '@pegzone/ledger'
import { type Outcome, ok, refuse } from '@pegzone/outcome'
import { denomPathText, parseDenom, traceHash, voucherDenom } from './denom.ts'
import type { TransferRejection } from './rejections.ts'
import type { DenomEntry } from './types.ts'

/** Trace path → local denom, where the two differ from the standard voucher. */
export const registryTable = table({ name: 'transfer/registry', key: textKey, value: textCodec, ordered: true })

/** Local denom → trace path: the registry backwards. */
export const registeredTable = table({ name: 'transfer/registered', key: textKey, value: textCodec })

/** Upper-case hash of a trace → the trace, of every standard voucher minted here. */
export const tracesTable = table({ name: 'transfer/traces', key: textKey, value: textCodec, ordered: true })

/** Gives a trace a denom of its own. Neither may be taken, or one token would pass for another. */
export function registerDenom(state: State, { trace, denom }: DenomEntry): Outcome<void, TransferRejection> {
  const path = parseDenom(trace)
  const invalid = (detail: string) => refuse({ code: 'IBC_TRANSFER_DENOM', abciCode: 3, denom: trace, detail })
  if (path === undefined || path.hops.length === 0) return invalid('it is no path over a channel')
  if (denom === '' || denom.startsWith('ibc/') || parseDenom(denom)?.hops.length !== 0)
    return invalid(`"${denom}" would read as a voucher`)
  const registry = state.open(registryTable)
  const registered = state.open(registeredTable)
  if (registry.get(trace) !== undefined || registered.get(denom) !== undefined)
    return refuse({ code: 'IBC_TRANSFER_DENOM_REGISTERED', abciCode: 3, trace, denom })
  registry.set(trace, denom)
  registered.set(denom, trace)
  return ok()
}

/** Every entry, by trace. */
export function denomEntries(view: View): readonly DenomEntry[] {
  return Array.from(view.read(registryTable).range(), ([trace, denom]) => ({ trace, denom }))
}

/** The denom that a path has here, whether or not any was minted yet. */
export function localDenom(view: View, trace: string): string {
  const registered = view.read(registryTable).get(trace)
  if (registered !== undefined) return registered
  const path = parseDenom(trace)
  return path === undefined || path.hops.length === 0 ? trace : voucherDenom(trace)
}

/** The path of a local denom. Refuses a voucher that never came here, and a native name that would read as a path. */
export function traceOf(view: View, denom: string): Outcome<string, TransferRejection> {
  const registered = view.read(registeredTable).get(denom)
  if (registered !== undefined) return ok(registered)
  const refused = (code: number, detail: string) =>
    refuse({ code: 'IBC_TRANSFER_DENOM', abciCode: code, denom, detail })
  if (denom.startsWith('ibc/')) {
    const trace = view.read(tracesTable).get(denom.slice(4).toUpperCase())
    return trace !== undefined && voucherDenom(trace) === denom ? ok(trace) : refused(6, 'no such voucher came here')
  }
  const path = parseDenom(denom)
  if (path === undefined || path.hops.length > 0) return refused(3, 'a native denom may not look like a path')
  return ok(denomPathText(path))
}

/** Remembers the trace of a standard voucher; true the first time. */
export function rememberTrace(state: State, trace: string): boolean {
  const traces = state.open(tracesTable)
  const hash = traceHash(trace)
  if (traces.get(hash) !== undefined) return false
  traces.set(hash, trace)
  return true
}

/** Traces of all standard vouchers minted here: (upper-case hash, trace), by hash. */
export function voucherTraces(view: View): readonly (readonly [hash: string, trace: string])[] {
  return [...view.read(tracesTable).range()]
}
