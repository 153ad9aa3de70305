import type { LedgerEvent, State, View } from '@pegzone/ledger'
import { type Outcome, ok } from '@pegzone/outcome'
import { authQueries } from './auth/queries.ts'
import { bankMsgs } from './bank/msgs.ts'
import { bankQueries } from './bank/queries.ts'
import type { CosmosEvent } from './chain/block-types.ts'
import type { GenesisRejection, TxRejection } from './errors.ts'
import type { CosmosGenesis } from './genesis/types.ts'
import { nodeQueries } from './query/node-queries.ts'
import { type QueryRouter, queryRouter } from './query/router.ts'
import type { DecodedTx } from './tx/decode.ts'
import type { MsgRegistry } from './tx/message.ts'
import { txQueries } from './tx/queries.ts'

/** What the modules give to the chain. */
export interface Modules {
  readonly ibc: object
  readonly registry: MsgRegistry
  readonly router: QueryRouter
  translate(event: LedgerEvent): readonly CosmosEvent[]
  redundant(view: View, tx: DecodedTx): Outcome<void, TxRejection>
  initGenesis(state: State, genesis: CosmosGenesis, timeNs: bigint): Outcome<void, GenesisRejection>
  exportGenesis(view: View, genesis: CosmosGenesis): CosmosGenesis
}

export function createModules(_chain: { readonly chainId: string; readonly prefix: string }): Modules {
  return {
    ibc: {},
    registry: new Map(bankMsgs),
    router: queryRouter(authQueries, bankQueries, txQueries, nodeQueries),
    translate: () => [],
    redundant: () => ok(),
    initGenesis: () => ok(),
    exportGenesis: (_view, genesis) => genesis,
  }
}
