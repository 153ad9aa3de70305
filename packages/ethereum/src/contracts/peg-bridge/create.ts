import { attestationClient, createIbc, createTransferApp, type LightClientModule } from '@pegzone/ibc'
import type { BuiltIn } from '../../chain/built-in.ts'
import { pegBridgeContract } from './abi.ts'
import { erc20Bank } from './bank.ts'
import type { BridgeCore } from './core.ts'
import { TRANSFER_PORT } from './lanes.ts'

export interface PegBridge extends BridgeCore {
  readonly contract: BuiltIn
}

/** The bridge over these light clients: IBC core, the transfer app over the ERC-20 tokens, and the contract in front. */
export function createPegBridge(clients: readonly LightClientModule[] = [attestationClient]): PegBridge {
  const transfer = createTransferApp({ port: TRANSFER_PORT, bank: erc20Bank, clients })
  const core = { ibc: createIbc({ clients, apps: new Map([[TRANSFER_PORT, transfer]]) }), transfer }
  return { ...core, contract: pegBridgeContract(core) }
}
