import type { Ibc, TransferApp } from '@pegzone/ibc'

/** The parts of IBC that the bridge hosts. */
export interface BridgeCore {
  readonly ibc: Ibc
  readonly transfer: TransferApp
}
