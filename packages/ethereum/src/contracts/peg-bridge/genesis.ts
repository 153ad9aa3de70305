import type { EthAddress } from '@pegzone/encoding'
import { allTransferBooks, bookEscrow } from '@pegzone/ibc'
import type { State, View } from '@pegzone/ledger'
import type { GenesisReader } from '../genesis-reader.ts'
import { adminOf, setAdmin } from './admin.ts'
import { laneOf, TRANSFER_PORT, tokenOfDenom } from './lanes.ts'

/** What a lane has in escrow from the start, mirrored by as much on the other side. */
interface LaneGenesis {
  readonly channel: string
  /** `dai`, `ixo` or `ixos`. */
  readonly denom: string
  /** K, base units as digits. The bridge must hold it. */
  readonly escrowed: string
}

/**
 * The bridge as JSON: its role and its escrow. Clients, connections, channels and packets under way are IBC's own state; a
 * ledger that has any is exported whole, by `ledger.export()`.
 */
export interface PegBridgeGenesis {
  /** May open clients, connections and channels. Left out: nobody. */
  readonly admin?: EthAddress | null
  readonly lanes?: readonly LaneGenesis[]
}

/** Writes admin and escrow. Throws GenesisFault. */
export function initPegBridge(state: State, genesis: GenesisReader): void {
  if (genesis.absent) return
  const { admin, lanes } = genesis.object('admin', 'lanes')
  setAdmin(state, admin.optionalAddress())
  for (const each of lanes.list()) {
    const { channel, denom, escrowed } = each.object('channel', 'denom', 'escrowed')
    const token = tokenOfDenom(denom.text())
    if (token === undefined) throw denom.fault('dai, ixo or ixos')
    bookEscrow(state, laneOf(token, channel.text()), escrowed.units())
  }
}

export function exportPegBridge(view: View): PegBridgeGenesis {
  const lanes = allTransferBooks(view)
    .filter(([{ portId }]) => portId === TRANSFER_PORT)
    .map(([{ channelId, denom }, { escrowed }]) => ({ channel: channelId, denom, escrowed: escrowed.toString() }))
  return { admin: adminOf(view), lanes }
}
