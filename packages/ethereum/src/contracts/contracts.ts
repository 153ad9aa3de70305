import type { AnyTableDef } from '@pegzone/ledger'
import type { BuiltIn } from '../chain/built-in.ts'
import { brokerage } from './brokerage/abi.ts'
import { brokerageTables } from './brokerage/tables.ts'
import { exportContracts, initContracts } from './genesis.ts'
import { marketMaker } from './market-maker/abi.ts'
import { marketMakerTables } from './market-maker/tables.ts'
import { tokenContracts } from './token/abi.ts'
import { supplyTable, tokens } from './token/tokens.ts'

export interface ContractsOptions {
  readonly chainId: bigint
}

export function createContracts(_options: ContractsOptions) {
  return {
    builtIns: [...tokenContracts, marketMaker, brokerage] as readonly BuiltIn[],
    tables: [
      supplyTable,
      ...tokens.flatMap(({ balances, allowances, nonces }) => [balances, allowances, nonces]),
      ...marketMakerTables,
      ...brokerageTables,
    ] as readonly AnyTableDef[],
    init: initContracts,
    export: exportContracts,
  }
}
