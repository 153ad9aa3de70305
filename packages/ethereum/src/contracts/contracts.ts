import { type AttestationDomain, type Ibc, ibcTables, type LightClientModule, type TransferApp } from '@pegzone/ibc'
import type { AnyTableDef, State, View, Violation } from '@pegzone/ledger'
import type { Outcome } from '@pegzone/outcome'
import type { BuiltIn } from '../chain/built-in.ts'
import { contractAddresses } from './addresses.ts'
import { brokerage } from './brokerage/abi.ts'
import { brokerageTables } from './brokerage/tables.ts'
import { type ContractsGenesis, exportContracts, initContracts } from './genesis.ts'
import { contractViolations } from './laws.ts'
import { marketMaker } from './market-maker/abi.ts'
import { marketMakerTables } from './market-maker/tables.ts'
import { rolesTable } from './peg-bridge/admin.ts'
import { createPegBridge } from './peg-bridge/create.ts'
import type { GenesisRejection } from './rejection.ts'
import { tokenContracts } from './token/abi.ts'
import { supplyTable, tokens } from './token/tokens.ts'

export interface ContractsOptions {
  readonly chainId: bigint
  /** Light clients that the bridge runs. Default: the attestation client. */
  readonly clients?: readonly LightClientModule[]
}

/** The built-in contracts of one ledger. Stateless: everything is in the tables of the `State` that a call passes in. */
export interface Contracts {
  /** In the order of `contractNames`. */
  readonly builtIns: readonly BuiltIn[]
  /** Every table that the contracts and IBC behind the bridge keep. */
  readonly tables: readonly AnyTableDef[]
  /** IBC behind the bridge: for genesis, relayers in process and checks. Transactions go through the contract. */
  readonly ibc: Ibc
  readonly transfer: TransferApp
  /** What attestors sign for: their signatures count for this bridge on this chain only. */
  readonly domain: AttestationDomain
  /** Writes the genesis of all contracts; run it inside a message. */
  init(state: State, genesis: unknown): Outcome<void, GenesisRejection>
  export(view: View): ContractsGenesis
  /** Broken laws, recomputed from the tables. */
  violations(view: View): readonly Violation[]
}

export function createContracts({ chainId, clients }: ContractsOptions): Contracts {
  const bridge = createPegBridge(clients)
  return {
    builtIns: [...tokenContracts, marketMaker, brokerage, bridge.contract],
    tables: [
      supplyTable,
      ...tokens.flatMap(({ balances, allowances, nonces }) => [balances, allowances, nonces] as AnyTableDef[]),
      ...(marketMakerTables as readonly AnyTableDef[]),
      ...(brokerageTables as readonly AnyTableDef[]),
      rolesTable,
      ...ibcTables,
    ] as readonly AnyTableDef[],
    ibc: bridge.ibc,
    transfer: bridge.transfer,
    domain: { chainId, verifyingContract: contractAddresses.PegBridge },
    init: initContracts,
    export: exportContracts,
    violations: contractViolations,
  }
}
