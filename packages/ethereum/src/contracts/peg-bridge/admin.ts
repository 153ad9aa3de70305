import type { EthAddress } from '@pegzone/encoding'
import { type State, table, textCodec, textKey, type View } from '@pegzone/ledger'

/** 'admin' → who may open clients, connections and channels; absent: nobody */
export const rolesTable = table({ name: 'peg-bridge/roles', key: textKey, value: textCodec })

export function adminOf(view: View): EthAddress | null {
  return (view.read(rolesTable).get('admin') as EthAddress | undefined) ?? null
}

export function setAdmin(state: State, admin: EthAddress | null): void {
  const roles = state.open(rolesTable)
  if (admin !== null) roles.set('admin', admin)
  else if (roles.get('admin') !== undefined) roles.delete('admin')
}
