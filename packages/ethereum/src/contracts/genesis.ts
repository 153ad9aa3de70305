import type { State, View } from '@pegzone/ledger'
import { type Outcome, ok, refuse } from '@pegzone/outcome'
import { type BrokerageGenesis, exportBrokerage, initBrokerage } from './brokerage/genesis.ts'
import { GenesisFault, GenesisReader } from './genesis-reader.ts'
import { contractViolations } from './laws.ts'
import { exportMarketMaker, initMarketMaker, type MarketMakerGenesis } from './market-maker/genesis.ts'
import { exportPegBridge, initPegBridge, type PegBridgeGenesis } from './peg-bridge/genesis.ts'
import type { GenesisRejection } from './rejection.ts'
import { exportToken, initToken, type TokenGenesis } from './token/genesis.ts'
import { dai, ixo, ixos } from './token/tokens.ts'

/** The state of the built-in contracts as JSON, by name. */
export interface ContractsGenesis {
  readonly DAI: TokenGenesis
  readonly IXO: TokenGenesis
  readonly IXOS: TokenGenesis
  readonly MarketMaker: MarketMakerGenesis
  readonly Brokerage: BrokerageGenesis
  /** Left out: no admin, nothing in escrow. */
  readonly PegBridge?: PegBridgeGenesis
}

/**
 * Writes the state of all contracts from JSON. Refuses with ETHEREUM_GENESIS_FIELD_INVALID or ETHEREUM_GENESIS_INCONSISTENT;
 * run it in `apply` or `attempt`, which undo what a refusal left half written.
 */
export function initContracts(state: State, genesis: unknown): Outcome<void, GenesisRejection> {
  try {
    const parts = new GenesisReader(genesis, '').object('DAI', 'IXO', 'IXOS', 'MarketMaker', 'Brokerage', 'PegBridge')
    initToken(state, dai, parts.DAI)
    initToken(state, ixo, parts.IXO)
    initToken(state, ixos, parts.IXOS)
    initMarketMaker(state, parts.MarketMaker)
    initBrokerage(state, parts.Brokerage)
    initPegBridge(state, parts.PegBridge)
  } catch (fault) {
    if (!(fault instanceof GenesisFault)) throw fault
    const { path, expected, found } = fault
    return refuse({ code: 'ETHEREUM_GENESIS_FIELD_INVALID', path, expected, found })
  }
  const [violation] = contractViolations(state)
  return violation === undefined ? ok() : refuse({ code: 'ETHEREUM_GENESIS_INCONSISTENT', ...violation })
}

/** What `initContracts` reads: the same state again. */
export function exportContracts(view: View): ContractsGenesis {
  return {
    DAI: exportToken(view, dai),
    IXO: exportToken(view, ixo),
    IXOS: exportToken(view, ixos),
    MarketMaker: exportMarketMaker(view),
    Brokerage: exportBrokerage(view),
    PegBridge: exportPegBridge(view),
  }
}
