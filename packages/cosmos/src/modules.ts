import {
  createIbc,
  createTransferApp,
  type HostContext,
  type Ibc,
  type IbcRejection,
  ibcTables,
  type LightClientModule,
  soloMachineClient,
  type TransferApp,
  type TransferBank,
  type TransferRejection,
} from '@pegzone/ibc'
import type { AnyTableDef, LedgerEvent, State, View } from '@pegzone/ledger'
import type { Outcome } from '@pegzone/outcome'
import { accountNumberTable, accountsTable } from './auth/keeper.ts'
import { paramsTable } from './auth/params.ts'
import { authQueries } from './auth/queries.ts'
import { balancesTable, supplyTable } from './bank/keeper.ts'
import { metadataTable } from './bank/metadata.ts'
import { bankMsgs } from './bank/msgs.ts'
import { bankQueries } from './bank/queries.ts'
import type { CosmosEvent } from './chain/block-types.ts'
import { infoTable, tipTable } from './chain/tip.ts'
import { translateIbc } from './ibc/events.ts'
import { ibcMsgs } from './ibc/msgs.ts'
import { ibcQueries } from './ibc/queries.ts'
import { nodeQueries } from './query/node-queries.ts'
import { type QueryRouter, queryRouter } from './query/router.ts'
import { createTransferBank } from './transfer/bank.ts'
import { transferMsgs } from './transfer/msgs.ts'
import { transferQueries } from './transfer/queries.ts'
import type { MsgRegistry } from './tx/message.ts'
import { txQueries } from './tx/queries.ts'

/** The whole state of this ledger, in one place. */
export const cosmosTables: readonly AnyTableDef[] = [
  infoTable,
  tipTable,
  paramsTable,
  accountsTable,
  accountNumberTable,
  balancesTable,
  supplyTable,
  metadataTable,
  ...ibcTables,
]

/** Writes clients, connections and channels of a fresh chain, e.g. by `openChannelGenesis`. */
export type IbcGenesis = (state: State, host: HostContext) => Outcome<unknown, IbcRejection | TransferRejection>

export interface ModuleOptions {
  readonly chainId: string
  readonly prefix: string
  /** Default: 06-solomachine. The mock client believes anybody: for tests only. */
  readonly clients?: readonly LightClientModule[]
  /** Wraps the bank that ICS-20 moves tokens with: lane modes, gates, counters. */
  readonly wrapBank?: (bank: TransferBank) => TransferBank
}

/** What the modules give to the chain. */
export interface Modules {
  readonly ibc: Ibc
  readonly transfer: TransferApp
  readonly registry: MsgRegistry
  readonly router: QueryRouter
  translate(event: LedgerEvent, view: View): readonly CosmosEvent[]
}

export function createModules({ prefix, clients, wrapBank }: ModuleOptions): Modules {
  const bank = createTransferBank(prefix)
  const lightClients = clients ?? [soloMachineClient]
  const transfer = createTransferApp({ bank: wrapBank?.(bank) ?? bank, clients: lightClients })
  const ibc = createIbc({ clients: lightClients, apps: new Map([[transfer.port, transfer]]) })
  return {
    ibc,
    transfer,
    registry: new Map([...bankMsgs, ...ibcMsgs(ibc), ...transferMsgs(transfer)]),
    router: queryRouter(authQueries, bankQueries, txQueries, nodeQueries, ibcQueries(ibc), transferQueries),
    translate: translateIbc,
  }
}
